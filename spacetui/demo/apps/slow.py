"""Slow job: one at a time, with progress in two units, log messages and an ETA. Slow on purpose."""

import math
import time

import gradio as gr
from PIL import Image, ImageDraw

SIZE = 160  # pixels of a side


def render(
    title: str,
    layers: int,
    lines: int,
    pace: float,
    colors: str,
    mishap: str,
    progress: gr.Progress = gr.Progress(),  # noqa: B008  Gradio looks for this default
) -> tuple[Image.Image, str]:
    """Draw a picture line by line, in layers, slowly."""
    image = Image.new("RGB", (SIZE, SIZE), "#101418")
    draw = ImageDraw.Draw(image)
    begun = time.monotonic()
    name = title or "untitled"
    duration = layers * lines / pace
    gr.Info(f"{name}: {layers:g} layers of {lines:g} lines, about {duration:.1f} s")
    for layer in progress.tqdm(range(int(layers)), desc="drawing", unit="layers"):
        for line in progress.tqdm(range(int(lines)), desc=f"layer {layer + 1}", unit="lines"):
            time.sleep(1 / pace)
            draw.line(_line(layer, line, lines), fill=_color(colors, layer, layers), width=2)
        if mishap == "a warning" and layer == 0:
            gr.Warning("The pencil broke; a new one was taken.", title="pencil")
        if mishap == "an error" and layer == 0:
            raise gr.Error("The paper tore after the first layer.", title="torn", duration=None)
    draw.text((6, SIZE - 16), f"{title} at {pace:g}", fill="#f0f0f0")
    warnings = int(mishap == "a warning")
    gr.Info(f"done in {time.monotonic() - begun:.1f} s")
    return image, f"{name}: {layers * lines:g} lines at {pace:g} a second, {warnings} warnings"


def _line(layer: int, line: int, lines: int) -> list[tuple[float, float]]:
    angle = 2 * math.pi * line / max(1, lines) + layer
    reach = SIZE / 2 - 8 - layer * 6
    middle = SIZE / 2
    far = (middle + reach * math.cos(angle * 2), middle + reach * math.sin(angle * 3))
    return [(middle + reach * math.cos(angle), middle + reach * math.sin(angle)), far]


def _color(colors: str, layer: int, layers: int) -> tuple[int, int, int]:
    share = (layer + 1) / layers
    cold = (int(60 * share), int(200 * share), int(160 + 90 * share))
    return {"cold": cold, "warm": (cold[2], cold[1], cold[0]), "grey": (cold[1], cold[1], cold[1])}[
        colors
    ]


def build() -> gr.Blocks:
    """Return the Slow job: its queue runs one call at a time."""
    app = gr.Blocks(title="Slow job")
    with app:
        title = gr.Textbox("rosette", label="title", max_lines=1, max_length=40)
        layers = gr.Slider(1, 8, value=3, step=1, label="layers")
        lines = gr.Slider(1, 60, value=12, step=1, label="lines", info="in a layer")
        pace = gr.Slider(
            1, 200, value=12, step=1, label="pace", info="lines a second: the lower, the longer"
        )
        colors = gr.Radio(["cold", "warm", "grey"], value="cold", label="colors")
        mishap = gr.Radio(
            ["none", "a warning", "an error"], value="none", label="mishap", info="what goes wrong"
        )
        made = [gr.Image(label="picture", format="png"), gr.Textbox(label="summary")]
        inputs = [title, layers, lines, pace, colors, mishap]
        gr.Button("render").click(render, inputs, made, api_name="render", concurrency_limit=1)
    return app
