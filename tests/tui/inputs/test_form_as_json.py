"""`J` shows the whole form as JSON; what is edited there goes back into the fields."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from spacetui.model.file_data import file_data
from spacetui.model.file_input import FileInput
from spacetui.model.schema import FileShape, Json, Parameter
from spacetui.tui.use.form_json_dialog import FormJsonDialog
from tests.tui.app_driver import make_app, wait_for_form, wait_until
from tests.tui.fake_session import SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text

LAKE = file_data("/srv/lake.png", orig_name="lake.png")
GALLERY = {"image": LAKE, "caption": None}
FIELDS = (
    Parameter("text", component="Textbox", default="a"),
    Parameter("count", component="Number", default=3),
    Parameter("album", component="Gallery", file_shape=FileShape.GALLERY, default=[GALLERY]),
    Parameter("key", component="Textbox", is_secret=True, default="s3cret"),
    Parameter("thing", component="Thing", default=None),
)
SHOWN: dict[str, Json] = {"text": "a", "count": 3, "album": [GALLERY], "thing": None}


async def with_dialog(act: Callable[[Any, FormJsonDialog], Awaitable[None]]) -> dict[str, Json]:
    """Open the dialog over a form, act on it, and return the values of the form after it."""
    app = make_app(FakeSession(an_app(SAY._replace(parameters=FIELDS))), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("escape", "J")
        await wait_until(pilot, lambda: isinstance(app.screen, FormJsonDialog))
        dialog = app.screen
        assert isinstance(dialog, FormJsonDialog)
        assert "s3cret" not in dialog.editor.text
        await pilot.pause()
        await act(pilot, dialog)
        return page.view.form.fields.values()


async def test_the_form_goes_there_and_back_unchanged() -> None:
    async def take(pilot: Any, dialog: FormJsonDialog) -> None:
        assert json.loads(dialog.editor.text) == SHOWN
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: not isinstance(pilot.app.screen, FormJsonDialog))

    assert await with_dialog(take) == {**SHOWN, "key": "s3cret"}


async def test_edited_values_go_into_the_fields_and_a_file_of_the_apps_is_never_read_here() -> None:
    more = [GALLERY, {"image": file_data("/home/me/b.png"), "caption": "b"}]

    async def edit(pilot: Any, dialog: FormJsonDialog) -> None:
        dialog.editor.text = json.dumps({"text": None, "album": more, "thing": LAKE})
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: not isinstance(pilot.app.screen, FormJsonDialog))

    assert await with_dialog(edit) == {
        "text": None,
        "count": 3,
        "album": [GALLERY, {"image": FileInput("/home/me/b.png"), "caption": "b"}],
        "key": "s3cret",
        "thing": FileInput("/srv/lake.png"),  # the user wrote it there
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not JSON"),
        ("[]", "an object is wanted"),
        ('{"texts": 1}', "no field is called 'texts'; the fields are text, count"),
        ('{"key": "x"}', "no field is called 'key'"),
    ],
)
async def test_what_is_no_form_is_named_and_changes_nothing(text: str, words: str) -> None:
    async def edit(pilot: Any, dialog: FormJsonDialog) -> None:
        dialog.editor.text = text
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: words in " ".join(screen_text(pilot.app).split()))
        await pilot.press("escape")

    assert await with_dialog(edit) == {**SHOWN, "key": "s3cret"}
