"""A Gradio app of every component both ways, for every Gradio from 3.50 to 6.

`take` says what its function was given by a form of every input component. `show` gives every
output component a value of its own kind, and `send` JSON as it is: null, wrong types, files that
are missing or corrupt, nothing, a million characters. What a version lacks is left out.

Run: python components.py PORT
"""

import inspect
import json
import math
import sys
import wave
import zlib
from pathlib import Path
from tempfile import mkdtemp

import gradio as gr

HERE = Path(__file__).parent
VERSION = tuple(int(part) for part in gr.__version__.split(".")[:2])
OUT = Path(mkdtemp())
PORT = sys.argv[1]
MILLION = 1_000_000


def told(value):
    """Return what a function was given as JSON: a path by its name, a message by its text."""
    if isinstance(value, dict) and "role" in value:
        content = value["content"]
        text = content if isinstance(content, str) else "".join(part["text"] for part in content)
        return [value["role"], text]
    if isinstance(value, dict) and value.get("is_file"):
        return value["orig_name"]
    if isinstance(value, dict) and value.keys() == {"image", "caption"}:
        return [told(value["image"]), value["caption"]]
    if isinstance(value, dict):
        return {key: told(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [told(each) for each in value]
    if hasattr(value, "to_dict"):
        value = value.values.tolist()  # a table of pandas
    value = getattr(value, "name", value)  # Gradio 3 gives a file object
    if isinstance(value, str) and "/" in value and "\n" not in value:
        return Path(value).name
    return value


def make(name, **options):
    """Make a component with those of the options that this version has."""
    component = getattr(gr, name)
    known = inspect.signature(component.__init__).parameters
    return component(**{key: value for key, value in options.items() if key in known})


ONE_TWO = [("One", 1), ("Two", 2)]
MESSAGES = {} if VERSION < (4, 44) or VERSION >= (6, 0) else {"type": "messages"}
VIEWER = {"a": {"type": "int", "description": "", "default": "1"}}
# label: (class, options)
INPUTS = {
    "text": ("Textbox", {}),
    "number": ("Number", {"value": 1}),
    "slider": ("Slider", {"minimum": 1, "maximum": 9, "value": 2, "step": 1}),
    "checkbox": ("Checkbox", {}),
    "group": ("CheckboxGroup", {"choices": ONE_TWO}),
    "radio": ("Radio", {"choices": ONE_TWO}),
    "dropdown": ("Dropdown", {"choices": ONE_TWO}),
    "multi": ("Dropdown", {"choices": ["x", "y", "z"], "multiselect": True}),
    "color": ("ColorPicker", {}),
    "moment": ("DateTime", {"type": "string"}),
    "code": ("Code", {"language": "python"}),
    "json": ("JSON", {}),
    "table": ("Dataframe", {"value": [["a", "b"]], "headers": ["p", "q"], "type": "array"}),
    "markdown": ("Markdown", {"value": "x"}),
    "html": ("HTML", {"value": "x"}),
    "image": ("Image", {"type": "filepath"}),
    "audio": ("Audio", {"type": "filepath"}),
    "video": ("Video", {}),
    "file": ("File", {}),
    "files": ("File", {"file_count": "multiple"}),
    "upload": ("UploadButton", {}),
    "gallery": ("Gallery", {"type": "filepath"}),
    "model": ("Model3D", {}),
    "editor": ("ImageEditor", {"type": "filepath"}),
    "sketchpad": ("Sketchpad", {"type": "filepath"}),
    "mask": ("ImageMask", {"type": "filepath"}),
    "pair": ("ImageSlider", {"type": "filepath"}),
    "chat": ("Chatbot", MESSAGES),
    "multimodal": ("MultimodalTextbox", {}),
    "marked": ("HighlightedText", {}),
    "label": ("Label", {}),
    "viewer": ("ParamViewer", {"value": VIEWER}),
    "browser": ("BrowserState", {"default_value": {"visits": 3}}),
    "timer": ("Timer", {"value": 2, "active": False}),
    "state": ("State", {"value": "kept"}),
    "explorer": ("FileExplorer", {"root_dir": str(HERE), "root": str(HERE), "glob": "*.py"}),
    "dataset": ("Dataset", {"components": ["textbox"], "samples": [["Ann"], ["Tim"]]}),
    "series": ("Timeseries", {"x": "x", "y": ["y"]}),
}


def take(*values):
    return {name: told(each) for name, each in zip(TAKEN, values)}  # noqa: B905  Python 3.8


def written(name, content):
    target = OUT / name
    target.write_bytes(content)
    return str(target)


def png(width, height):
    """Return the bytes of a picture, red above and blue below."""

    def chunk(kind, body):
        whole = kind + body
        return len(body).to_bytes(4, "big") + whole + zlib.crc32(whole).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    red, blue = (b"\x00" + pixel * width for pixel in (b"\xd0\x30\x30", b"\x30\x50\xd0"))
    rows = red * (height // 2) + blue * (height - height // 2)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def tone():
    target = OUT / "tone.wav"
    with wave.open(str(target), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        samples = (int(9000 * math.sin(step / 9) * step / 8000) for step in range(8000))
        sound.writeframes(b"".join(each.to_bytes(2, "little", signed=True) for each in samples))
    return str(target)


class Chart:
    """Stands for a figure of plotly, which is not installed: Gradio calls this method alone."""

    def to_json(self):
        points = {"type": "scatter", "name": "tides", "x": [1, 2, 3], "y": [2, 1, 4]}
        return json.dumps({"data": [points], "layout": {"title": {"text": "Plotted"}}})


def rows_of_a_plot():
    import pandas

    return pandas.DataFrame({"x": [1, 2, 3, 4], "y": [3.5, 1, 4, 2], "z": list("abab")})


PICTURE, LARGE = written("lake.png", png(64, 32)), written("hill.png", png(48, 48))
CORRUPT = b"\x89PNG\r\n\x1a\nnot a picture"
MEDIA = {"image", "gallery", "annotated", "editor", "pair", "audio", "video", "file", "model"}
MEDIA |= {"download", "upload", "chat", "multimodal", "files"}
TURNS = [("user", "What **is** it?"), ("assistant", "A `lake`.\n\n- cold\n- deep")]
CHAT = [{"role": role, "content": text} for role, text in TURNS]
PAIRS = [[TURNS[0][1], TURNS[1][1]]]
TABLE = {"headers": ["name", "size"], "data": [["ant", 1], ["bee", 2]]}
AXES = {"x": "x", "y": "y"}
# label: (class, options, what a function returns). Most functions return a value.
OUTPUTS = {
    "text": ("Textbox", {}, "A line.\nAnother line."),
    "number": ("Number", {}, 4.25),
    "slider": ("Slider", {}, 7),
    "checkbox": ("Checkbox", {}, True),
    "group": ("CheckboxGroup", {"choices": ONE_TWO}, [1, 2]),
    "radio": ("Radio", {"choices": ONE_TWO}, 2),
    "dropdown": ("Dropdown", {"choices": ONE_TWO}, 1),
    "multi": ("Dropdown", {"choices": ONE_TWO, "multiselect": True}, [2]),
    "color": ("ColorPicker", {}, "#ff8800"),
    "moment": ("DateTime", {"type": "string"}, "2026-11-27 10:52:00"),
    "code": ("Code", {"language": "python"}, "def f(x):\n    return x + 1"),
    "json": ("JSON", {}, {"name": "lake", "sizes": [64, 32], "none": None}),
    "table": ("Dataframe", {}, TABLE),
    "markdown": ("Markdown", {}, "# Heading\n\nSome *words*."),
    "html": ("HTML", {}, "<h1>Title</h1><ul><li>first</li><li>second</li></ul>"),
    "image": ("Image", {"type": "filepath"}, PICTURE),
    "audio": ("Audio", {"type": "filepath"}, tone),
    "video": ("Video", {}, lambda: written("clip.mp4", b"\x00\x00\x00\x18ftypmp42")),
    "file": ("File", {}, lambda: written("notes.txt", b"some notes")),
    "files": ("File", {"file_count": "multiple"}, [PICTURE, LARGE]),
    "upload": ("UploadButton", {}, lambda: written("sent.txt", b"sent")),
    "download": ("DownloadButton", {}, lambda: written("report.txt", b"report")),
    "gallery": ("Gallery", {}, [(PICTURE, "the lake"), (LARGE, "the hill")]),
    "model": ("Model3D", {}, lambda: written("ball.obj", b"v 0 0 0\n")),
    "editor": (
        "ImageEditor",
        {"type": "filepath"},
        {"background": PICTURE, "layers": [], "composite": PICTURE},
    ),
    "pair": ("ImageSlider", {"type": "filepath"}, (PICTURE, LARGE)),
    "annotated": (
        "AnnotatedImage",
        {},
        (PICTURE, [((2, 2, 30, 20), "boat"), ((40, 8, 60, 30), "tree")]),
    ),
    "chat": ("Chatbot", MESSAGES, CHAT if VERSION >= (4, 44) else PAIRS),
    "multimodal": ("MultimodalTextbox", {}, {"text": "see this", "files": [PICTURE]}),
    "marked": ("HighlightedText", {}, [("The lake", "PLACE"), (" is ", None), ("cold", "ADJ")]),
    "label": ("Label", {}, {"cat": 0.75, "dog": 0.25}),
    "viewer": ("ParamViewer", {}, VIEWER),
    "explorer": ("FileExplorer", {"root_dir": str(HERE), "root": str(HERE)}, "components.py"),
    "plot": ("Plot", {}, Chart),
    "line": ("LinePlot", AXES, rows_of_a_plot),
    "bar": ("BarPlot", AXES, rows_of_a_plot),
    "scatter": ("ScatterPlot", AXES, rows_of_a_plot),
    "series": ("Timeseries", AXES, rows_of_a_plot),
    "dialogue": ("Dialogue", {"speakers": ["Ann", "Tim"]}, "[Ann] Hello.\n[Tim] Hi."),
    "button": ("Button", {}, "Pressed"),
}


def show():
    """Give each output component a value of its kind."""
    return [value() if callable(value) else value for _, _, value in SHOWN.values()]


def file_at(name):
    """Return a file in the form of this version; only Gradio 3 takes it as it is."""
    if VERSION < (4, 0):
        return {"name": str(OUT / name), "data": None, "is_file": True, "orig_name": name}
    url = f"http://127.0.0.1:{PORT}/file={OUT / name}"
    if (OUT / name).exists():
        url = None
    marked = {"meta": {"_type": "gradio.FileData"}}
    return {"path": str(OUT / name), "url": url, "orig_name": name, **marked}


def in_its_shape(label, file):
    """Return a file as the value of a component that holds one."""
    shapes = {
        "gallery": [{"image": file, "caption": "the lake"}],
        "annotated": {"image": file, "annotations": []},
        "editor": {"background": file, "layers": [], "composite": file},
        "pair": [file, file],
        "files": [file],
        "multimodal": {"text": "see", "files": [file]},
        "chat": [{"role": "user", "content": [{"type": "file", "file": file}]}],
    }
    if VERSION < (6, 0):
        shapes["chat"] = [{"role": "user", "content": {"file": file, "alt_text": None}}]
        shapes["video"] = {"video": file, "subtitles": None}
    if VERSION < (4, 0):
        shapes |= {"annotated": [file, []], "chat": [[[file, None], None]], "video": [file, None]}
    return shapes.get(label, file)


EMPTY = {
    "text": "",
    "markdown": "",
    "html": "",
    "code": "",
    "json": {},
    "group": [],
    "multi": [],
    "table": {"headers": ["name", "size"], "data": [], "metadata": None},
    "gallery": [],
    "files": [],
    "chat": [],
    "marked": [],
    "label": {"label": None, "confidences": []},
    "multimodal": {"text": "", "files": []},
    "line": {"columns": ["x", "y"], "data": [], "datatypes": {}, "mark": "line"},
    "bar": {"columns": ["x", "y"], "data": [], "datatypes": {}, "mark": "bar"},
    "scatter": {"columns": ["x", "y"], "data": [], "datatypes": {}, "mark": "point"},
    "explorer": [],
    "dialogue": [],
    "viewer": {},
    "pair": [],
}
if VERSION < (4, 0):  # a plot is a chart of Altair there
    EMPTY = {
        label: value for label, value in EMPTY.items() if label not in ("line", "bar", "scatter")
    }
LONG = "abcdefghi " * (MILLION // 10)
# A million characters in each, which is less than an answer may have in all.
LARGE_VALUES = {
    **dict.fromkeys(("text", "code", "markdown", "html", "dropdown", "button"), LONG),
    "json": {"long": LONG},
    "table": {"headers": ["name"], "data": [[LONG]], "metadata": None},
    "chat": [{"role": "user", "content": LONG}] if VERSION >= (4, 44) else [[LONG, None]],
    "marked": [{"token": LONG, "class_or_confidence": "x"}],
    "label": {"label": LONG, "confidences": [{"label": LONG, "confidence": 0.5}]},
    "multimodal": {"text": LONG, "files": []},
    "plot": {"type": "plotly", "plot": json.dumps({"data": [], "layout": {"title": LONG}})},
    "viewer": {"a": {"type": LONG, "description": "", "default": "1"}},
    "dialogue": [{"speaker": "Ann", "text": LONG}],
}


def send(case):
    """Give each output component the JSON of a case, as it is."""
    return [raw_value(case, label) for label in SHOWN]


def raw_value(case, label):
    if case == "wrong":
        return {"odd": ["wrong type", 7]}
    if case == "number":
        return 12.5
    if case == "empty":
        return EMPTY.get(label)
    if case == "million":
        return LARGE_VALUES.get(label)
    if case in ("missing", "corrupt") and label in MEDIA:
        file = file_at("gone.png")
        if case == "corrupt":
            written("corrupt.png", CORRUPT)
            file = file_at("corrupt.png")
        return in_its_shape(label, file)
    return None


def there(table):
    """Return the rows of a table whose class this version has."""
    return {label: row for label, row in table.items() if hasattr(gr, row[0])}


TAKEN, SHOWN = there(INPUTS), there(OUTPUTS)
if VERSION < (4, 0):
    for absent in ("dataset", "sketchpad", "mask"):  # parts of a page there, or an Image
        del TAKEN[absent]
with gr.Blocks(title="Components") as demo:
    given = gr.JSON(label="Given")
    inputs = [make(name, label=label, **more) for label, (name, more) in TAKEN.items()]
    outputs = []
    for label, (name, more, _) in SHOWN.items():
        outputs.append(make(name, label=label, **more))
    case = gr.Textbox(label="case")
    gr.Button("take").click(take, inputs, given, api_name="take")
    gr.Button("show").click(show, None, outputs, api_name="show")
    gr.Button("send").click(send, case, outputs, api_name="send", postprocess=False)

if __name__ == "__main__":
    demo.queue()
    demo.launch(
        server_name="127.0.0.1",
        server_port=int(PORT),
        show_error=True,
        quiet=True,
        allowed_paths=[str(OUT)],
    )
