"""A Gradio app of every component with values of an everyday kind: `python gallery_app.py PORT`.

Each output component has an endpoint `/show_NAME` that gives it a value; the inputs are those of
the endpoints `/fill_NAME`, a few each. `gallery.py` makes the pictures.
"""

# ruff: noqa: E501  most lines are values

import json
import math
import subprocess
import sys
import wave
from array import array
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import gradio as gr
import pandas
from PIL import Image, ImageDraw, ImageFilter

from spacetui.demo.apps import samples

OUT = Path(mkdtemp())
PORT = int(sys.argv[1])
RATE = 22_050


def picture(name: str, change: Callable[[Image.Image], Image.Image] = lambda image: image) -> str:
    """Write the demo's landscape, changed, and return its path."""
    target = OUT / name
    change(Image.open(samples.picture())).save(target)
    return str(target)


def wheel() -> str:
    """Write a moving picture of 24 frames: a ball that goes round."""
    frames = []
    for step in range(24):
        frame = Image.new("RGB", (160, 100), (24, 32, 58))
        angle = step * math.tau / 24
        x, y = 80 + 50 * math.cos(angle), 50 + 30 * math.sin(angle)
        ImageDraw.Draw(frame).ellipse((x - 12, y - 12, x + 12, y + 12), fill=(255, 190, 90))
        frames.append(frame)
    target = OUT / "wheel.gif"
    frames[0].save(target, save_all=True, append_images=frames[1:], duration=80, loop=0)
    return str(target)


def speech() -> str:
    """Write 4 s of sound in bursts, as of words."""
    target = OUT / "answer.wav"
    length = RATE * 4
    levels = (
        abs(math.sin(index / RATE * 5) * math.sin(index / RATE * 1.7)) for index in range(length)
    )
    sound = array(
        "h", (int(24_000 * level * math.sin(index / 9)) for index, level in enumerate(levels))
    )
    with wave.open(str(target), "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes(sound.tobytes())
    return str(target)


def clip() -> str:
    """Write a video of 3 s with ffmpeg."""
    target = OUT / "clip.mp4"
    source = "testsrc2=size=320x180:rate=24:duration=3"
    subprocess.run(
        [
            "ffmpeg",
            "-loglevel",
            "error",
            "-y",
            "-f",
            "lavfi",
            "-i",
            source,
            "-pix_fmt",
            "yuv420p",
            target,
        ],
        check=True,
    )
    return str(target)


def text_file(name: str, text: str) -> str:
    target = OUT / name
    target.write_text(text, encoding="utf-8")
    return str(target)


def moon_phases() -> str:
    """Write a drawing as SVG."""
    circles = "".join(
        f'<circle cx="{40 + 50 * at}" cy="50" r="20" fill="#{at * 2:x}{at * 2:x}8"/>'
        for at in range(6)
    )
    return text_file(
        "phases.svg",
        f'<svg xmlns="http://www.w3.org/2000/svg" width="340" height="100">{circles}'
        '<text x="20" y="92">six phases</text></svg>',
    )


class Chart:
    """Stands for a figure of plotly, which is not installed: Gradio calls this method alone."""

    def to_json(self) -> str:
        days = list(range(1, 15))
        tides = [
            {"type": "scatter", "name": name, "x": days,
             "y": [round(2 + math.sin(day / 2 + shift), 2) for day in days]}
            for name, shift in (("high water", 0), ("low water", 2))
        ]  # fmt: skip
        layout = {"title": {"text": "Tides at the pier"}, "xaxis": {"title": {"text": "day"}},
                  "yaxis": {"title": {"text": "metres"}}}  # fmt: skip
        return json.dumps({"data": tides, "layout": layout})


def spending() -> pandas.DataFrame:
    return pandas.read_csv(samples.spreadsheet())


def flights() -> pandas.DataFrame:
    """Return a table of every type of column."""
    return pandas.DataFrame(
        {
            "flight": ["LH 402", "BA 117", "AF 006", "SK 909", "EI 105", "LX 14"],
            "from": ["Frankfurt", "London Heathrow", "Paris Charles de Gaulle", "Copenhagen", "Dublin", "Zürich"],
            "leaves": pandas.to_datetime([f"2026-11-27 {hour:02}:25" for hour in (9, 8, 13, 12, 16, 17)]),
            "delay, min": [0, 12, 135, 4, None, 7],
            "price": [412.5, 389.0, 1204.99, 298.75, 351.2, 640.0],
            "seats": [True, False, True, True, False, True],
        }
    )  # fmt: skip


def styled() -> Any:
    frame = spending()[["month", "category", "amount"]].head(8)
    return frame.style.format({"amount": "€ {:.2f}"}).highlight_max(
        subset=["amount"], color="#94cca4"
    )


TOOL = {
    "title": "Looked up the tide table",
    "id": 1,
    "status": "done",
    "duration": 1.24,
    "log": "pier 7",
}
CHAT: list[Any] = [
    {"role": "user", "content": "When is **low water** at the pier tomorrow?"},
    {"role": "assistant", "content": "tides.lookup(pier=7, day='2026-11-28')\n→ 05:42, 18:10", "metadata": TOOL},
    {
        "role": "assistant",
        "content": "Twice:\n\n| tide | time | height |\n|---|---|---|\n| low | 05:42 | 0.4 m |\n| low | 18:10 | 0.6 m |\n\n"
        "The second is a little higher, because the moon is past its quarter. As code:\n\n"
        "```python\nfor tide in tides(pier=7):\n    print(tide.time, tide.height)  # metres\n```",
    },
    {"role": "user", "content": "Show me the place."},
    {"role": "assistant", "content": {"path": picture("pier.png")}},
    {"role": "assistant", "content": "The pier is at the *left* edge.\n\n1. Take the stairs\n2. Mind the `tide` sign"},
]  # fmt: skip
ANSWER = {
    "model": "lighthouse-7b",
    "usage": {"prompt_tokens": 42, "completion_tokens": 318, "cached": False},
    "choices": [
        {"index": 0, "text": "A lighthouse has one lamp and must send it to the horizon.", "finish": "stop"},
        {"index": 1, "text": "The lamp is small; the lens is not.", "finish": None},
    ],
    "scores": [0.9312, 0.0511, 0.0177],
    "empty": {},
    "none": [],
}  # fmt: skip
PAGE = """<h2>Departures</h2><p>Delays are <b>given in minutes</b>; see <a href="https://example.com/rules">the rules</a>.</p>
<table><thead><tr><th>flight</th><th>from</th><th>delay</th></tr></thead>
<tbody><tr><td>LH 402</td><td>Frankfurt</td><td>0</td></tr><tr><td>AF 006</td><td>Paris Charles de Gaulle</td><td>135</td></tr></tbody></table>
<ul><li>Gate 7 is closed</li><li>Bring:<ul><li>a passport</li><li>the ticket</li></ul></li></ul>
<iframe src="https://example.com/map" title="map"></iframe>"""
WORDS = """# The lamp and the lens

A lighthouse has **one lamp** and must send it to the *horizon*. The lens bends
what would be lost to the sky, so that nearly all of it goes where ships are.

## In numbers

| order | focal length | used for |
|---|---:|---|
| first | 920 mm | sea coasts |
| fourth | 250 mm | harbours |

1. Cut the lens into rings
2. Keep each ring's *slope*

> Fresnel was thirty-four.

```python
focal = 920  # mm
```
See [the museum](https://example.com/museum) and `lens.stl`."""
SOURCE = '''"""The lens of a lighthouse."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Ring:
    radius: float  # metres
    slope: float = 0.0

    def bends(self, angle: float) -> float:
        if angle > 0.7:
            raise ValueError(f"{angle} is past the rim")
        return angle * self.slope - 1e-3
'''
VIEWER = {
    "prompt": {"type": "str", "description": "What the picture shows.", "default": "None"},
    "steps": {"type": "int", "description": "More are slower.", "default": "28"},
}
MARKED = [("Ada Lovelace", "PERSON"), (" met ", None), ("Charles Babbage", "PERSON"), (" in ", None),
          ("London", "PLACE"), (" in ", None), ("June 1833", "DATE"), (" at one of his parties.", None)]  # fmt: skip
SCORES = [("The lamp is bright", 0.92), (", but the ", 0.1), ("stairs are awful", -0.85)]
LABEL = {
    "lighthouse": 0.874,
    "water tower": 0.081,
    "minaret": 0.0311,
    "chimney": 0.0102,
    "windmill": 0.0037,
}
POETRY = "I have a lamp that turns all night,\nand ships go by, and none come near.\n\nThat is the point of being bright."
BOXES = [
    ((40, 40, 120, 110), "mountain"),
    ((170, 18, 206, 54), "sun"),
    ((0, 110, 240, 160), "meadow"),
]
BLURRED = picture("blurred.png", lambda image: image.filter(ImageFilter.GaussianBlur(6)))
GREY = picture("grey.png", lambda image: image.convert("L"))
TURNED = picture("turned.png", lambda image: image.rotate(90, expand=True))
GALLERY = [(picture("as it was.png"), "as it was"), (BLURRED, "softened"), (GREY, "without colour"),
           (TURNED, "turned a quarter, with a caption that is long"), (picture("again.png"), None)]  # fmt: skip
AXES = {"x": "month", "y": "amount", "color": "category", "title": "Spending"}
NEIGHBOURS = {"x": "day", "y": "height", "title": "Height of the tide"}
VOICE = "[Ann] Is the lamp lit?\n[Tim] Since six. Shall I fetch the oil, or does it last until the morning?"


def tide() -> pandas.DataFrame:
    days = [day / 4 for day in range(57)]
    return pandas.DataFrame(
        {"day": days, "height": [2 + math.sin(day * 1.8) + day / 20 for day in days]}
    )


# name: (component, what the function gives)
OUTPUTS: dict[str, tuple[Any, Any]] = {
    "text": (gr.Textbox(label="Poem"), POETRY),
    "markdown": (gr.Markdown(label="Article"), WORDS),
    "html": (gr.HTML(label="Board"), PAGE),
    "code": (gr.Code(label="Program", language="python"), SOURCE),
    "json": (gr.JSON(label="Answer"), ANSWER),
    "label": (gr.Label(label="What it is"), LABEL),
    "marked": (gr.HighlightedText(label="Names"), MARKED),
    "scores": (gr.HighlightedText(label="Mood"), SCORES),
    "image": (gr.Image(label="Picture", type="filepath"), picture("landscape.png")),
    "gif": (gr.Image(label="Wheel", type="filepath", format="gif"), wheel()),
    "drawing": (gr.Image(label="Drawing", type="filepath"), moon_phases()),
    "editor": (gr.ImageEditor(label="Edited", type="filepath"),
               {"background": BLURRED, "layers": [GREY], "composite": BLURRED}),
    "annotated": (gr.AnnotatedImage(label="Found"), (picture("found.png"), BOXES)),
    "pair": (gr.ImageSlider(label="Before and after", type="filepath"), (picture("before.png"), BLURRED)),
    "gallery": (gr.Gallery(label="Variants"), GALLERY),
    "audio": (gr.Audio(label="Speech", type="filepath"), speech()),
    "video": (gr.Video(label="Clip"), clip()),
    "file": (gr.File(label="Report"), text_file("report.csv", samples.SPENDING)),
    "files": (gr.File(label="Parts", file_count="multiple"),
              [text_file("lens.stl", "solid lens\n" * 900), BLURRED, text_file("readme.txt", "read me")]),
    "model": (gr.Model3D(label="Lens"), text_file("lens.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n" * 40)),
    "download": (gr.DownloadButton(label="Download"), text_file("lens.txt", "920 mm")),
    "table": (gr.Dataframe(label="Departures"), flights()),
    "styled": (gr.Dataframe(label="Largest"), styled()),
    "wide": (gr.Dataframe(label="Measurements"),
             pandas.DataFrame([[row * column for column in range(40)] for row in range(400)],
                              columns=[f"sensor {at}" for at in range(40)])),
    "plot": (gr.Plot(label="Tides"), Chart()),
    "bar": (gr.BarPlot(label="By month", **AXES), spending()),
    "line": (gr.LinePlot(label="Tide", **NEIGHBOURS), tide()),
    "scatter": (gr.ScatterPlot(label="Measured", **NEIGHBOURS), tide()),
    "chat": (gr.Chatbot(label="Harbour master"), CHAT),
    "dialogue": (gr.Dialogue(label="Two voices", speakers=["Ann", "Tim"]), VOICE),
    "multimodal": (gr.MultimodalTextbox(label="Message"), {"text": "Is this the pier?", "files": [BLURRED]}),
    "viewer": (gr.ParamViewer(), VIEWER),
    "explorer": (gr.FileExplorer(label="Files", root_dir=str(Path(__file__).parent), glob="*.py"), "make.py"),
    "color": (gr.ColorPicker(label="Sky"), "#5c9ad6"),
    "number": (gr.Number(label="Seed"), 1_843_220_117),
    "state": (gr.BrowserState({"visits": 3}), {"visits": 4}),
}  # fmt: skip
SHORT = (gr.Number(label="Seed"), gr.Checkbox(label="Safe"), gr.Radio([("Fast", 1), ("Good", 2)], label="Mode"),
         gr.CheckboxGroup([("Red", 1), ("Green", 2)], label="Channels"), gr.ColorPicker(label="Sky"),
         gr.DateTime(label="When", type="string"), gr.Slider(0, 1, label="Strength"), gr.Textbox(label="Prompt as used"))  # fmt: skip
SHORT_VALUES = [1_843_220_117, True, 2, [1, 2], "#5c9ad6", "2026-11-27 10:52:00", 0.35,
                "a lighthouse in a storm, wide angle, long exposure, very detailed, in the manner of an old postcard"]  # fmt: skip
LANGUAGES = [
    "Arabic",
    "Danish",
    "Dutch",
    "English",
    "Finnish",
    "French",
    "German",
    "Greek",
    "Hindi",
    "Italian",
]
VOICES = [("Ann, warm", "af_ann"), ("Tim, low", "am_tim"), ("Zoë, bright", "bf_zoe")]
TABLE = [
    ["ada@example.com", 36, True],
    ["tim@example.com", 29, False],
    ["zoe@example.com", None, True],
]
# name: the inputs of an endpoint, with the app's own values
FORMS: dict[str, list[Any]] = {
    "text": [
        gr.Textbox(label="Title", placeholder="a few words", max_length=40, info="Stands above the poem."),
        gr.Textbox(label="Poem", lines=4, value=POETRY),
        gr.Textbox(label="API key", type="password"),
        gr.Markdown(label="Notes", value="# Notes\n\n*none*"),
    ],
    "numbers": [
        gr.Number(label="Seed", value=42, precision=0, minimum=0, maximum=2**31 - 1, info="0 is random."),
        gr.Slider(1, 50, value=28, step=1, label="Steps"),
        gr.Slider(0, 20, value=7.5, step=0.1, label="Guidance"),
        gr.Checkbox(label="Upscale", value=True, info="Twice as large."),
        gr.Checkbox(label="Keep the seed"),
        gr.Number(label="Weight"),
    ],
    "choices": [
        gr.Radio(VOICES, value="am_tim", label="Voice"),
        gr.CheckboxGroup(["noise", "echo", "hum", "clicks"], value=["echo"], label="Remove"),
        gr.Dropdown(LANGUAGES, value="French", label="Language"),
        gr.Dropdown(LANGUAGES, value=["Danish", "Greek"], multiselect=True, label="Also in"),
        gr.Dropdown(["small", "large"], allow_custom_value=True, label="Model", value="my/own"),
    ],
    "moments": [
        gr.ColorPicker(label="Sky", value="#5c9ad6"),
        gr.DateTime(label="When", type="string", value="2026-11-27 10:52:00"),
        gr.DateTime(label="Day", include_time=False, type="string"),
        gr.Timer(2, active=False),
    ],
    "files": [
        gr.Image(label="Picture", type="filepath", value=picture("landscape.png")),
        gr.Audio(label="Speech", type="filepath"),
        gr.Video(label="Clip"),
        gr.File(label="Papers", file_count="multiple", file_types=[".pdf", ".txt"]),
        gr.Model3D(label="Lens"),
    ],
    "pictures": [
        gr.Gallery(label="Variants", type="filepath"),
        gr.ImageEditor(label="Canvas", type="filepath"),
        gr.ImageSlider(label="Before and after", type="filepath"),
    ],
    "code": [
        gr.Code(label="Program", language="python", value=SOURCE),
        gr.JSON(label="Options", value={"order": "first", "focal": [920, 700], "lit": True}),
        gr.Code(label="Settings", language="json"),
    ],
    "table": [
        gr.Dataframe(TABLE, headers=["mail", "age", "member"], datatype=["str", "number", "bool"],
                     label="People", type="array"),
        gr.Dataframe(headers=["x", "y"], label="Points", type="array"),
    ],
    "chat": [
        gr.Chatbot(label="So far", value=CHAT[:1]),
        gr.MultimodalTextbox(label="Message", value={"text": "Is this the pier?", "files": []}),
    ],
    "objects": [
        gr.HighlightedText(label="Names"),
        gr.Label(label="What it is"),
        gr.FileExplorer(label="Files", root_dir=str(Path(__file__).parent), glob="*.py"),
        gr.Dataset(components=["textbox"], samples=[["a lighthouse"], ["a harbour"]], label="Prompts"),
        gr.ParamViewer(value=VIEWER),
    ],
    "html": [gr.HTML(label="Page", value="<p>hello</p>"), gr.BrowserState({"visits": 3})],
}  # fmt: skip


def given(value: Any) -> Callable[[], Any]:
    """Return a function without parameters that gives a value."""
    return lambda: value


def fail() -> str:
    raise gr.Error("The model wants a picture of at least 512 × 512.", title="Too small")


def crash() -> str:
    raise ValueError("cannot reshape array of size 230400 into shape (3,512,512)")


with gr.Blocks(title="Gallery") as demo:
    said = gr.Textbox(label="Said")
    for name, (output, value) in OUTPUTS.items():
        output.render()
        gr.Button(name).click(given(value), None, output, api_name=f"show_{name}")
    for each in SHORT:
        each.render()
    gr.Button("short").click(given(SHORT_VALUES), None, list(SHORT), api_name="show_short")
    wanted = [
        OUTPUTS[each][0]
        for each in (
            "image",
            "table",
            "json",
            "text",
            "gallery",
            "audio",
            "label",
            "chat",
            "number",
        )
    ]
    gr.Button("null").click(
        given([None] * len(wanted)), None, wanted, api_name="show_null", postprocess=False
    )
    empty: list[Any] = [
        None,
        {"headers": ["a"], "data": []},
        {},
        "",
        [],
        None,
        {"label": None},
        [],
        0,
    ]
    gr.Button("empty").click(given(empty), None, wanted, api_name="show_empty", postprocess=False)
    odd: list[Any] = [{"odd": ["wrong", 7]}] * len(wanted)
    gr.Button("odd").click(given(odd), None, wanted, api_name="show_odd", postprocess=False)
    gr.Button("fail").click(fail, None, said, api_name="show_fail")
    gr.Button("crash").click(crash, None, said, api_name="show_crash")
    for name, fields in FORMS.items():
        for each in fields:
            each.render()
        gr.Button(name).click(lambda *values: str(values), fields, said, api_name=f"fill_{name}")

if __name__ == "__main__":
    demo.queue()
    demo.launch(
        server_name="127.0.0.1", server_port=PORT, show_error=True, quiet=True,
        allowed_paths=[str(OUT), str(samples.folder())],
    )  # fmt: skip
