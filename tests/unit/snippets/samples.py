"""Endpoints, sources, and texts that break code, for all tests of snippets."""

import re
from typing import Any

from hypothesis import strategies as st

from spacetui.model.schema import Choice, Endpoint, FileShape, Parameter, Return
from spacetui.model.source import Source
from spacetui.snippets import LANGUAGES

# The languages whose text makes the calls when it is run.
PROGRAMS = tuple(
    name for name, row in LANGUAGES.items() if row.is_program and row.suffix != ".ipynb"
)

SPACE = Source(
    "Qwen/Qwen-Image-Edit", "https://qwen-qwen-image-edit.hf.space", "Qwen", "/gradio_api", "sse_v3"
)
LOCAL = Source(
    "http://127.0.0.1:7860/app", "http://127.0.0.1:7860/app", "App", "/gradio_api", "sse_v3"
)

# A language whose literals and comments are those of another.
WRITTEN_AS = {
    "typescript": "javascript",
    "html": "javascript",
    "python-async": "python",
    "uv": "python",
    "python-submit": "python",
    "command": "curl",
    "gradio-predict": "curl",
    "fastapi": "python",
}
# Those that run a command of another program for each call, and keep no State.
COMMANDS = ("command", "gradio-predict")
KEEP_STATE = tuple(name for name in PROGRAMS if name not in COMMANDS)
# Languages whose code calls gradio_client, which sends the Hub token in its own way.
USE_GRADIO_CLIENT = ("python", "uv", "python-submit", "fastapi", "gradio-predict")

# Each would end a literal, a comment or a command in some language, or cannot be seen in it.
HOSTILE = (
    '"); __import__("os").system("id"); ("',
    "'; import os; os.system('id') #",
    '"""\nprint(1)\n"""',
    "`; process.exit(7); `${1}",
    "*/ process.exit(7) /*",
    "\u2028process.exit(7)//",
    "\n$(id) `id` ; id #",
    "'\"'\"'; id; '",
    "\r\nHost: x",
    "\x1b]0;x\x07\x9b\x7f\x00\u202e\ufeff\U000e0041\ud800",
    "-o/etc/x",
    "@/etc/passwd",
    "",
    " ",
    "class",
    "self",
    "api_name",
    "__proto__",
    "é漢",
    "ﬁ",
    "param_0",
    "x" * 5000,
)


def endpoint(api_name: str = "/infer", *parameters: Parameter, **options: Any) -> Endpoint:
    returns = options.pop("returns", (Return("out", "Textbox"),))
    shown = {"input_slots": (True,) * len(parameters), "output_slots": (True,) * len(returns)}
    tool = {"mcp_tool": re.sub(r"[^a-zA-Z0-9]", "_", api_name.removeprefix("/"))}
    return Endpoint(
        api_name, 3, parameters=parameters, returns=returns, **{**shown, **tool, **options}
    )


def text(name: str, **options: Any) -> Parameter:
    return Parameter(name, component="Textbox", schema={"type": "string"}, **options)


def image(name: str, **options: Any) -> Parameter:
    return Parameter(name, component="Image", file_shape=FileShape.ONE, **options)


INFER = endpoint(
    "/infer",
    image("image"),
    text("prompt"),
    Parameter(
        "aspect_ratio", component="Dropdown", default="16:9", choices=(Choice("wide", "16:9"),)
    ),
    Parameter("true_guidance_scale", component="Slider", default=4.0),
    Parameter("num_inference_steps", component="Slider", default=28),
    Parameter("randomize_seed", component="Checkbox", default=True),
    returns=(Return("image", "Image"), Return("seed", "Number")),
)

texts = st.text(st.characters(codec=None), max_size=30) | st.sampled_from(HOSTILE)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=20,
)
