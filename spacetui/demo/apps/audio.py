"""Synth: notes and a waveform to a wav, and a look at a sound. numpy only."""

import re
from typing import Any

import gradio as gr
import numpy as np

from spacetui.demo.apps import samples

NOTES = {"C": -9, "D": -7, "E": -5, "F": -4, "G": -2, "A": 0, "B": 2}
WAVES = ["sine", "square", "triangle", "sawtooth"]
Sound = tuple[int, np.ndarray[Any, Any]]


def frequency(note: str) -> float:
    """Return the pitch of `A4`, `C#5` or `Bb3` in hertz; 0 for a rest, `-`."""
    if note == "-":
        return 0.0
    match = re.fullmatch(r"([A-Ga-g])([#b]?)([0-8])", note)
    if match is None:
        raise gr.Error(
            f"{note!r} is no note: write A4, C#5, Bb3, or - for a rest.", title="not a note"
        )
    shift = {"#": 1, "b": -1, "": 0}[match[2]]
    return float(440.0 * 2 ** ((NOTES[match[1].upper()] + shift + 12 * (int(match[3]) - 4)) / 12))


def tone(hertz: float, seconds: float, wave: str) -> np.ndarray[Any, Any]:
    """Return one note of `wave`, from -1 to 1, with a short attack and a fading end."""
    time = np.arange(int(samples.SAMPLE_RATE * seconds)) / samples.SAMPLE_RATE
    phase = (hertz * time) % 1
    shapes = {
        "sine": np.sin(2 * np.pi * phase),
        "square": np.where(phase < 0.5, 1.0, -1.0),
        "triangle": 4 * np.abs(phase - 0.5) - 1,
        "sawtooth": 2 * phase - 1,
    }
    return shapes[wave] * np.minimum(1, time / 0.01) * np.linspace(1, 0, len(time)) * (hertz > 0)


def synth(notes: str, wave: str, tempo: float, volume: float, together: bool) -> tuple[Sound, str]:
    """Play notes one after the other, or together as a chord."""
    pitches = [frequency(note) for note in notes.replace(",", " ").split()]
    if not pitches:
        raise gr.Error("At least one note is wanted, such as A4.")
    tones = [tone(hertz, 60 / tempo, wave) for hertz in pitches[:200]]
    sound = np.mean(tones, axis=0) if together else np.concatenate(tones)
    data = (sound * volume / 100 * 32767).astype(np.int16)
    how = "together" if together else "in turn"
    duration = len(data) / samples.SAMPLE_RATE
    summary = f"{len(tones)} notes {how}, {wave}, {duration:.2f} s"
    return (samples.SAMPLE_RATE, data), summary


def measure(sound: Sound, parts: int, unit: str) -> dict[str, Any]:
    """Measure a sound: its length, and level and pitch of each part of it."""
    if sound is None:
        raise gr.Error("A sound is wanted.")
    rate, data = sound
    scale = float(np.iinfo(data.dtype).max) if data.dtype.kind == "i" else 1.0
    mono = (data.mean(axis=1) if data.ndim > 1 else data) / scale
    return {
        "seconds": round(len(mono) / rate, 3),
        "unit": unit,
        "parts": [_part(each, rate, unit) for each in np.array_split(mono, int(parts))],
    }


def _part(mono: np.ndarray[Any, Any], rate: int, unit: str) -> dict[str, float]:
    loudest = float(np.abs(mono).max(initial=0.0))
    level = loudest * 100 if unit == "percent" else 20 * float(np.log10(max(loudest, 1e-5)))
    spectrum = np.abs(np.fft.rfft(mono)) if len(mono) else np.zeros(1)
    return {
        "level": round(level, 2),
        "pitch": round(float(spectrum.argmax()) * rate / max(1, len(mono)), 1),
    }


def build() -> gr.Blocks:
    """Return the Synth: an endpoint that makes a sound, and one that takes a sound."""
    app = gr.Blocks(title="Synth")
    with app:
        with gr.Tab("synth"):
            notes = gr.Textbox(
                "C4 E4 G4 C5", label="notes", info="A4, C#5, Bb3; - is a rest", max_length=1000
            )
            wave = gr.Dropdown(WAVES, value="sine", label="waveform")
            tempo = gr.Slider(40, 480, value=180, step=1, label="tempo", info="notes a minute")
            volume = gr.Slider(0, 100, value=60, step=1, label="volume", info="percent")
            together = gr.Checkbox(False, label="together", info="all at once: a chord")
            gr.Examples([["C4 E4 G4", "triangle"], ["A4 - A4 -", "square"]], [notes, wave])
            made = [gr.Audio(label="sound"), gr.Textbox(label="summary")]
            gr.Button("play").click(
                synth, [notes, wave, tempo, volume, together], made, api_name="synth"
            )
        with gr.Tab("measure"):
            sound = gr.Audio(samples.sound(), type="numpy", label="sound")
            parts = gr.Slider(1, 12, value=2, step=1, label="parts")
            unit = gr.Radio(
                ["percent", "decibel"], value="percent", label="unit", info="of the level"
            )
            report = gr.JSON(label="report")
            gr.Button("measure").click(measure, [sound, parts, unit], report, api_name="measure")
    return app
