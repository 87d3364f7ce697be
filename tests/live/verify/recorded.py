"""A recorded script over two apps, with answers, that has something of everything that is checked.

Its steps: an upload with a nasty text, a stream that takes a number, and two calls that share State
and take the file of the first. One app wants a token and a header, the other a login.
"""

from dataclasses import replace
from pathlib import Path

from spacetui.model.file_input import FileInput
from spacetui.model.schema import Json, Parameter, Return
from spacetui.model.script import Link, Script, Step
from tests.unit.snippets.samples import LOCAL, SPACE, endpoint, image, text

TEXT = 'it\'s "x" \\ $HOME\n`id` %s'
FILE = {"type": "object", "properties": {"path": {"type": "string"}, "meta": {"type": "object"}}}
NUMBER = {"type": "number"}
PICTURE = {
    "path": "/tmp/gradio/ab/a pic.webp",
    "orig_name": "a pic.webp",
    "url": "https://elsewhere.example/a.webp",
    "meta": {"_type": "gradio.FileData"},
}
ANSWERS: tuple[tuple[Json, ...], ...] = ((PICTURE, 7), ("seven\u2028",), ("one\n two",), ("three",))

_SPACE = replace(SPACE, version="6.31.0", needs_token=True, headers=("X-Key",))
_LOCAL = replace(LOCAL, version="6.31.0", has_login=True)
_PAINT = replace(
    endpoint(
        "/paint",
        image("image", schema=FILE),
        text("prompt"),
        Parameter("seed", component="Number", schema=NUMBER, default=4.0),
        returns=(Return("image", "Image", FILE), Return("seed", "Number", NUMBER)),
    ),
    fn_index=1,
)
_SAY = replace(endpoint("/say", text("text"), streams=True), fn_index=2)
_TELL = replace(
    endpoint("/tell", image("file", schema=FILE), text("text")),
    fn_index=4,
    input_slots=(True, False, True),
    output_slots=(True, False),
)


def a_script(folder: Path) -> Script:
    """Return the script; the picture that it uploads lies in `folder`."""
    picture = folder / "it's a picture.png"
    picture.write_bytes(b"\x89PNG\r\n--x\r\n\0")
    return Script(
        (_SPACE, _LOCAL),
        (
            Step(0, _PAINT, {"image": FileInput(str(picture)), "prompt": TEXT}),
            Step(1, _SAY, {}, (Link("text", 0, 1),)),
            Step(1, _TELL, {"text": "a"}, (Link("file", 0, 0),), shares_state=True),
            Step(1, _TELL, {}, (Link("file", 0, 0), Link("text", 2, 0)), shares_state=True),
        ),
    )
