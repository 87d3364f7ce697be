"""A Gradio 6.31 app that streams audio and video, and takes a microphone. It needs ffmpeg.

Run: python media.py PORT
"""

import math
import struct
import subprocess
import sys
import wave
from pathlib import Path
from tempfile import mkdtemp
from threading import Event

import gradio as gr

OUT = Path(mkdtemp())
RATE = 16000
GO = Event()
LENGTHS: list[int] = []


def tone(step: int) -> str:
    """Write a second of a tone to a WAV file and return its path."""
    target = OUT / f"tone{step}.wav"
    with wave.open(str(target), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        values = [int(9000 * math.sin(each * (step + 2) / 20)) for each in range(RATE)]
        sound.writeframes(struct.pack(f"<{len(values)}h", *values))
    return str(target)


def clip(step: int, kind: str) -> str:
    """Write a second of a moving picture to a file and return its path."""
    target = OUT / f"clip{step}{kind}"
    source = ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=1"]
    codec = ["-c:v", "libx264", "-pix_fmt", "yuv420p"]
    subprocess.run(["ffmpeg", "-v", "error", "-y", *source, *codec, str(target)], check=True)
    return str(target)


def sing(seconds: float):
    for step in range(int(seconds)):
        yield tone(step), f"second {step}"


def sing_slowly(seconds: float):
    """Wait, after the first second, until /go is called."""
    for step in range(int(seconds)):
        yield tone(step)
        if step == 0:
            GO.wait(60)


def go():
    GO.set()


def film(seconds: float):
    for step in range(int(seconds)):
        yield clip(step, ".ts" if step % 2 else ".mp4")


def sing_and_fail(seconds: float):
    yield from (tone(step) for step in range(int(seconds)))
    raise gr.Error("out of breath")


def hear(chunk: tuple):
    """Return the length of each chunk so far, in samples."""
    LENGTHS.append(len(chunk[1]))
    return " ".join(map(str, LENGTHS))


with gr.Blocks(title="Media") as demo:
    seconds, text = gr.Number(2), gr.Textbox()
    sound, film_out = gr.Audio(streaming=True, label="Song"), gr.Video(streaming=True, label="Film")
    mic = gr.Audio(sources=["microphone"], streaming=True, label="Mic")
    gr.Button("sing").click(sing, seconds, [sound, text], api_name="sing")
    gr.Button("slowly").click(sing_slowly, seconds, sound, api_name="sing_slowly")
    gr.Button("go").click(go, None, None, api_name="go", queue=False)
    gr.Button("film").click(film, seconds, film_out, api_name="film")
    gr.Button("fail").click(sing_and_fail, seconds, sound, api_name="sing_and_fail")
    mic.stream(hear, mic, text, api_name="hear", time_limit=60)

if __name__ == "__main__":
    demo.launch(server_name="127.0.0.1", server_port=int(sys.argv[1]), quiet=True, show_error=True)
