"""How fields are laid out: wide, narrow, with an error, and with untrusted text everywhere."""

from typing import Any

import pytest

from spacetui.model.schema import Choice, FileShape, Json, Parameter
from spacetui.tui.inputs import FALLBACK, INPUTS, field_for
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.inputs.lines_editor import TextEditor
from tests.tui.screen_text import screen_text, unsafe_rows
from tests.tui.widget_host import HOSTILE, WidgetHost

SIZES = [(80, 24), (120, 40)]


def hostile(component: str) -> Parameter:
    """Make a parameter in which every text is hostile."""
    data = {"path": f"/tmp/{HOSTILE}", "orig_name": HOSTILE, "meta": {"_type": "gradio.FileData"}}
    defaults: dict[str, Json] = {
        "Number": HOSTILE,
        "Slider": HOSTILE,
        "Checkbox": HOSTILE,
        "CheckboxGroup": [HOSTILE],
        "Dataframe": {"headers": [HOSTILE], "data": [[HOSTILE]], "metadata": HOSTILE},
        "MultimodalTextbox": {"text": HOSTILE, "files": [data]},
        "Thing": {HOSTILE: [HOSTILE]},
    }
    shape = FileShape.ONE if component in FILES else FileShape.NONE
    return Parameter(
        HOSTILE,
        label=HOSTILE + "\n" + HOSTILE,
        component=component,
        python_type=HOSTILE,
        description=HOSTILE,
        default=data if component in FILES else defaults.get(component, HOSTILE),
        choices=(Choice(HOSTILE, HOSTILE), Choice(HOSTILE * 3, 2))
        if component in CHOICES
        else None,
        placeholder=HOSTILE,
        info=HOSTILE,
        file_shape=shape,
        file_types=(HOSTILE,) if component in FILES else (),
        props={"language": HOSTILE, "headers": [HOSTILE]},
    )


FILES = ("Image", "Audio", "Video", "File", "UploadButton", "Model3D", "Gallery")
CHOICES = ("Radio", "CheckboxGroup", "Dropdown", "Dataset")


@pytest.mark.parametrize("component", [*INPUTS, "Thing"])
def test_every_row_of_the_table_loads(component: str) -> None:
    from importlib import import_module

    module, _, name = INPUTS.get(component, FALLBACK).partition(":")

    assert issubclass(getattr(import_module(f"spacetui.tui.inputs.{module}"), name), InputField)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "component", ["Thing", *(pytest.param(each, marks=pytest.mark.soak) for each in INPUTS)]
)
async def test_hostile_texts_run_no_action_crash_nothing_and_reach_no_terminal(
    component: str, size: tuple[int, int]
) -> None:
    app = WidgetHost(lambda: [field_for(hostile(component))])
    async with app.run_test(size=size) as pilot:
        (field,) = app.widgets
        assert isinstance(field, InputField)
        assert unsafe_rows(app) == []
        field.error = HOSTILE
        await pilot.pause()
        assert r"\x1b" in screen_text(app)  # in the error, visible
        field.focus_editor()
        await pilot.press("enter", "down", "x")
        await pilot.pause()
        assert unsafe_rows(app) == []
        field.set_value(HOSTILE)
        field.set_value([HOSTILE, {HOSTILE: None}, 1e999, -(10**400)])
        field.error = field.problem() or ""
        await pilot.pause()
        assert unsafe_rows(app) == []
        await pilot.click("InputField", offset=(20, 1))
        assert app.is_running


async def test_huge_labels_choices_and_values_are_cut() -> None:
    huge = "x" * 1_000_000
    parameters = [
        Parameter(huge, label=huge, info=huge, placeholder=huge, component="Textbox", default=huge),
        Parameter(
            "r", component="Radio", choices=tuple(Choice(huge, i) for i in range(100)), default=0
        ),
        Parameter(
            "d", component="Dropdown", choices=tuple(Choice(huge, i) for i in range(100)), default=0
        ),
        Parameter("j", component="Thing", default=[huge]),
        Parameter("n", component="Number", default=10**4000),
    ]
    app = WidgetHost(lambda: [field_for(each) for each in parameters])
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("tab", "tab", "enter")
        await pilot.pause()
        assert "xxx" in screen_text(app)
        assert app.widgets[0].value() == huge  # type: ignore[attr-defined]


async def test_a_wide_field_has_label_and_note_above_the_value() -> None:
    rows = await shown((120, 40))

    assert rows[0].startswith("  prompt")
    assert rows[0].rstrip().endswith("text")
    assert rows[1].rstrip() == "▌ make it dusk"
    assert (
        rows[2].strip() == "what to do"
    )  # the help of the field in focus, in the row between fields
    assert rows[3].startswith("  guidance") and rows[3].rstrip().endswith("1–10, step 0.1")
    assert "●" in rows[4] and rows[4].rstrip().endswith("4.0")
    assert rows[5].strip() == ""


async def test_a_narrow_and_short_field_is_one_row_with_the_value_in_column_18() -> None:
    rows = await shown((80, 24))

    assert rows[0].rstrip() == "  prompt        ▌ make it dusk"
    assert rows[1].startswith("  guidance      ▌ ━") and rows[1].rstrip().endswith("4.0")
    assert rows[2].strip() == ""


async def shown(size: tuple[int, int], error: str = "") -> list[str]:
    parameters = [
        Parameter("prompt", component="Textbox", default="make it dusk", info="what to do"),
        Parameter(
            "scale",
            label="guidance",
            component="Slider",
            minimum=1,
            maximum=10,
            step=0.1,
            default=4.0,
        ),
    ]
    app = WidgetHost(lambda: [field_for(each) for each in parameters])
    async with app.run_test(size=size) as pilot:
        first: Any = app.widgets[0]
        first.focus_editor()
        first.error = error
        await pilot.pause()
        return screen_text(app).split("\n")


@pytest.mark.parametrize("size", SIZES)
async def test_an_error_stands_under_its_editor(size: tuple[int, int]) -> None:
    rows = await shown(size, "not an image; png, jpg or webp")

    where = next(i for i, row in enumerate(rows) if "make it dusk" in row)
    assert rows[where + 1].strip() == "✕ not an image; png, jpg or webp"
    assert rows[where + 1].index("✕") == rows[where].index("make")


async def test_a_text_is_wrapped_again_when_the_window_changes_its_width() -> None:
    words = "the quick brown fox jumps over the lazy dog again and again"
    app = WidgetHost(lambda: [TextEditor(words, rows=2)])
    async with app.run_test(size=(60, 16)) as pilot:
        for width in (40, 60, 44, 38, 62):
            await pilot.resize_terminal(width, 16)
            await pilot.pause()
            assert screen_text(app).split() == words.split(), width
