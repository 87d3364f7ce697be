"""A recorded script over two apps, with answers, that has something of everything that is checked.

Its steps: an upload with a nasty text, a stream that takes a number, and two calls that share State
and take the file of the first. One app wants a token and a header, the other a login.
"""

from pathlib import Path

from spacetui.model.file_input import FileInput
from spacetui.model.schema import FileShape, Json, Parameter, Return
from spacetui.model.script import Link, Script, Step
from spacetui.model.source import Source
from tests.unit.snippets.samples import LOCAL, SPACE, endpoint, image, text

TEXT = 'it\'s "x" \\ $HOME\n`id` %s'
_BARE = Source("http://127.0.0.1:7860/app", "http://127.0.0.1:7860/app", "App")
FILE = {"type": "object", "properties": {"path": {"type": "string"}, "meta": {"type": "object"}}}
NUMBER = {"type": "number"}
PICTURE = {
    "path": "/tmp/gradio/ab/a pic.webp",
    "orig_name": "a pic.webp",
    "url": "https://elsewhere.example/a.webp",
    "meta": {"_type": "gradio.FileData"},
}
ANSWERS: tuple[tuple[Json, ...], ...] = ((PICTURE, 7), ("seven\u2028",), ("one\n two",), ("three",))

# What the steps of `early_script` give, in the form of files of Gradio 3 and of Gradio 4.0.
NAMED_PICTURE = {
    "name": "/tmp/gradio/ab/a pic.webp",
    "orig_name": "a pic.webp",
    "is_file": True,
    "data": None,
    "size": 9,
}
OLD_PICTURE = {
    "path": "/tmp/gradio/ab/a pic.webp",
    "orig_name": "a pic.webp",
    "url": None,
    "size": 9,
    "mime_type": None,
}

_SPACE = SPACE._replace(version="6.31.0", needs_token=True, headers=("X-Key",))
_LOCAL = LOCAL._replace(version="6.31.0")
_PAINT = endpoint(
    "/paint",
    image("image", schema=FILE),
    text("prompt"),
    Parameter("seed", component="Number", schema=NUMBER, default=4.0),
    returns=(Return("image", "Image", FILE), Return("seed", "Number", NUMBER)),
)._replace(
    fn_index=1,
)
_SAY = endpoint("/say", text("text"), streams=True)._replace(fn_index=2)
_TELL = endpoint("/tell", image("file", schema=FILE), text("text"))._replace(
    fn_index=4,
    input_slots=(True, False, True),
    output_slots=(True, False),
)


def a_script(folder: Path, *, has_login: bool = True) -> Script:
    """Return the script; the picture that it uploads lies in `folder`.

    has_login: the second app wants one.
    """
    picture = folder / "it's a picture.png"
    picture.write_bytes(b"\x89PNG\r\n--x\r\n\0")
    return Script(
        (_SPACE, _LOCAL._replace(has_login=has_login)),
        (
            Step(0, _PAINT, {"image": FileInput(str(picture)), "prompt": TEXT}),
            Step(1, _SAY, {}, (Link("text", 0, 1),)),
            Step(1, _TELL, {"text": "a"}, (Link("file", 0, 0),), shares_state=True),
            Step(1, _TELL, {}, (Link("file", 0, 0), Link("text", 2, 0)), shares_state=True),
        ),
    )


def early_script(folder: Path, protocol: str) -> tuple[Script, tuple[tuple[Json, ...], ...]]:
    """Return a script for an app with a queue of before Gradio 4.9, and the answers of its steps.

    protocol: `ws` or `sse`. Its steps: an upload with a nasty text, a generator in the queue and
    one outside of it, and a call outside of it that takes the file of the first.
    """
    source = _BARE._replace(protocol=protocol, version="3.50.2" if protocol == "ws" else "4.8.0")
    note = folder / "it's a note.txt"
    note.write_bytes(b"\x00noted\r\n")
    read = endpoint(
        "/read",
        Parameter("file", component="File", schema=FILE, file_shape=FileShape.ONE),
        text("prompt"),
        returns=(Return("file", "File", FILE), Return("text", "Textbox")),
    )._replace(
        fn_index=2,
    )
    outside = endpoint("/at_once", read.parameters[0])._replace(fn_index=5, is_queued=False)
    generator = outside._replace(
        api_name="/often", fn_index=7, streams=True, parameters=(text("t"),)
    )
    steps = (
        Step(0, read, {"file": FileInput(str(note)), "prompt": TEXT}),
        Step(0, _SAY._replace(fn_index=4), {}, (Link("text", 0, 1),)),
        Step(0, generator, {"t": "x"}),
        Step(0, outside, {}, (Link("file", 0, 0),)),
    )
    picture = NAMED_PICTURE if protocol == "ws" else OLD_PICTURE
    return Script((source,), steps), ((picture, "seven"), ("7\u2028",), ("often",), ("last",))
