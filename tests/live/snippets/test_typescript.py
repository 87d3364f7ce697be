"""A program in TypeScript compiles as it is, and fails to where a value has another type."""

from pathlib import Path

import pytest

from spacetui.model.call import Call
from spacetui.model.file_input import FileInput
from spacetui.model.schema import Choice, FileShape, Parameter, Return
from spacetui.model.script import script_of_call
from spacetui.snippets import render
from tests.node_modules import compile_typescript, link_modules
from tests.unit.snippets.samples import LOCAL, endpoint

pytestmark = [pytest.mark.live, pytest.mark.soak]

PAINT = endpoint(
    "/paint",
    Parameter("prompt", component="Textbox", schema={"type": "string"}),
    Parameter("steps", component="Slider", schema={"type": "number"}),
    Parameter("ratio", component="Radio", choices=(Choice("Wide", "16:9"), Choice("Tall", "9:16"))),
    Parameter("image", component="Image", file_shape=FileShape.ONE),
    Parameter(
        "tags",
        component="HighlightedText",
        schema={
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"token": {"type": "string"}, "score": {"type": "number"}},
                "required": ["token"],
            },
        },
    ),
    returns=(Return("seed", "Number", {"type": "number"}),),
)
VALUES = {
    "prompt": "dusk",
    "steps": 4,
    "ratio": "16:9",
    "image": FileInput("a.png"),
    "tags": [{"token": "sea", "score": 0.5}],
}
CODE = render(script_of_call(Call(PAINT, VALUES), LOCAL), "typescript")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("", ""),
        ('await local("a.png")', "await local(3)"),
        ('prompt: "dusk",', "prompt: 3,"),
        ("steps: 4,", "steps: null,"),
        ('ratio: "16:9",', 'ratio: "4:3",'),
        ('image: await local("a.png"),', 'image: "a.png",'),
        ('token: "sea"', "token: 7"),
        ('token: "sea", ', ""),
        ("score: 0.5", "colour: 0.5"),
        ('prompt: "dusk",\n', ""),
        ("JSON.stringify(result.data", "JSON.parse(result.data[0]"),
    ],
)
def test_a_wrong_type_does_not_compile(
    right: str, wrong: str, node_modules: Path, tmp_path: Path
) -> None:
    assert right in CODE
    link_modules(node_modules, tmp_path)
    path = tmp_path / "program.ts"
    path.write_text(CODE.replace(right, wrong) if right else CODE, "utf-8")
    done = compile_typescript(node_modules, path)
    assert (done.returncode == 0) is (right == wrong), done.stdout
    assert ("error TS2" in done.stdout) is (right != wrong)
