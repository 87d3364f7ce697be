"""One rule for keys: a field is chosen or typed into; letters are text only while one types."""

from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, TextArea

from spacetui.model.events import Started
from spacetui.model.run import Status
from spacetui.model.schema import Choice, Parameter
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.inputs.dropdown import Dropdown
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.footer import PageFooter
from tests.soak_after import soak_after
from tests.tui.app_driver import call_status, make_app, wait_for_form, wait_until
from tests.tui.fake_session import SAY, FakeSession, an_app

COLOURS = tuple(Choice(name, name) for name in ("red", "green", "blue"))
TEXT, NUMBER, JSON = {"type": "string"}, {"type": "number"}, {"type": "object"}


def parameter(name: str, component: str, schema: Any = TEXT, **more: Any) -> Parameter:
    return Parameter(name, name, component, schema, "str", **more)


FIELDS = SAY._replace(
    parameters=(
        parameter("prompt", "Textbox", default="a cat"),
        parameter("steps", "Slider", NUMBER, default=2, minimum=1, maximum=90, step=1),
        parameter("colour", "Dropdown", default="red", choices=COLOURS),
        parameter("style", "Radio", default="red", choices=COLOURS),
        parameter("safe", "Checkbox", {"type": "boolean"}, default=True),
        parameter("seed", "Number", NUMBER, default=7),
        parameter("more", "JSON", JSON, default={"a": 1}),
        parameter("picture", "Image", {"type": "object"}, default=None),
    ),
)
NAMES = [each.name for each in FIELDS.parameters]
TYPED = ("prompt", "seed", "more", "picture")


def fields_app(*more: Any) -> tuple[FakeSession, SpacetuiApp]:
    session = FakeSession(an_app(FIELDS, *more))
    return session, make_app(session, src="demo/text")


def field_of(page: UsePage, name: str) -> InputField:
    return page.view.form.fields[NAMES.index(name)]


def is_in(page: UsePage, name: str) -> bool:
    """Whether the focus is in a field: chosen, or in its editor."""
    return page.focused is not None and field_of(page, name) in page.focused.ancestors_with_self


def has_focus(page: UsePage, widget: Widget) -> bool:
    return page.focused is widget


async def choose(pilot: Pilot[Any], page: UsePage, name: str) -> None:
    """Choose a field by the keys of a user who types nothing."""
    await pilot.press("escape", "g")
    for _ in range(12):  # a radio has rows of its own
        if not is_in(page, name):
            await pilot.press("j")
    assert is_in(page, name)
    await pilot.pause()


def footer_labels(app: SpacetuiApp) -> dict[str, str]:
    """Return what the footer shows: the name of a key -> what it does."""
    found: dict[str, str] = {}
    for group in app.screen.query_one(PageFooter).groups:
        for each in group:
            found["".join(each.names)] = each.label
    return found


async def test_opening_a_space_starts_in_typing_and_esc_and_enter_change_over() -> None:
    _, app = fields_app()
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        field = field_of(page, "prompt")
        assert isinstance(page.focused, Input)
        typing = field.query_one(".editor").styles.background
        await pilot.press("!")
        await pilot.press("escape")
        await pilot.pause()
        assert has_focus(page, field)
        editor = field.query_one(".editor")
        assert editor.styles.background != typing, "chosen is seen: no fill"
        assert field.is_in_focus, "chosen is seen: the bold label"
        await pilot.press("x")
        assert page.view.form.fields.values()["prompt"] == "a cat!"
        await pilot.press("enter", "x")
        await pilot.pause()
        assert page.view.form.fields.values()["prompt"] == "a cat!x"
        assert editor.styles.background == typing


async def test_a_click_types_into_a_chosen_field() -> None:
    _, app = fields_app()
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("escape")
        await pilot.click(field_of(page, "prompt").query_one(Input))
        assert isinstance(page.focused, Input)


@pytest.mark.parametrize("name", soak_after(1, TYPED))
async def test_d_and_n_act_on_a_chosen_field(name: str) -> None:
    _, app = fields_app()
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await choose(pilot, page, name)
        before = page.view.form.fields.values()[name]
        await pilot.press("n")
        await pilot.pause()
        assert page.view.form.fields.values()[name] is None
        await pilot.press("d")
        await pilot.pause()
        assert page.view.form.fields.values()[name] == before


@pytest.mark.parametrize("name", soak_after(2, NAMES))
async def test_digits_and_slash_are_the_pages_on_every_field(name: str) -> None:
    _, app = fields_app()
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await choose(pilot, page, name)
        before = page.view.form.fields.values()
        await pilot.press("4")
        await pilot.pause()
        assert page.panes.focused is page.view.result
        assert page.view.form.fields.values() == before


async def test_letters_on_a_closed_dropdown_are_keys_and_filter_only_open_choices() -> None:
    _, app = fields_app()
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await choose(pilot, page, "colour")
        dropdown = field_of(page, "colour").query_one(Dropdown)
        await pilot.press("n")
        await pilot.pause()
        assert page.view.form.fields.values()["colour"] is None
        await pilot.press("enter", "n")
        assert dropdown.typed == "n"
        assert footer_labels(app)["esc"] == "close"
        await pilot.press("escape")
        assert not dropdown.is_open
        assert has_focus(page, dropdown)


async def test_a_number_is_typed_into_a_slider_after_enter() -> None:
    _, app = fields_app()
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await choose(pilot, page, "steps")
        await pilot.press("l", "l", "h")
        assert page.view.form.fields.values()["steps"] == 3
        await pilot.press("enter", "4", "2")
        await pilot.pause()
        assert page.view.form.fields.values()["steps"] == 42
        assert footer_labels(app)["esc"] == "leave the text"
        await pilot.press("escape", "5")
        await pilot.pause()
        assert page.view.form.fields.values()["steps"] == 42
        assert page.panes.focused is page.view.code


async def test_enter_after_a_typed_number_goes_to_the_next_field() -> None:
    _, app = fields_app()
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await choose(pilot, page, "steps")
        await pilot.press("enter", "4", "2", "enter")
        await wait_until(pilot, lambda: is_in(page, "colour"))
        assert page.view.form.fields.values()["steps"] == 42


async def test_tab_goes_on_typing_until_esc_and_choosing_until_enter() -> None:
    _, app = fields_app()
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press(*["tab"] * 5)
        assert has_focus(page, field_of(page, "seed").query_one(Input))
        await pilot.press("escape", "tab")
        assert has_focus(page, field_of(page, "more"))
        await pilot.press("shift+tab")
        assert has_focus(page, field_of(page, "seed"))
        await pilot.press("enter", "tab")
        assert has_focus(page, field_of(page, "more").query_one(TextArea))


async def test_j_and_k_walk_through_all_fields_and_back_and_change_nothing() -> None:
    _, app = fields_app()
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("escape")
        values = page.view.form.fields.values()
        seen = [page.view.form.field_focus.focused]
        for _ in range(12):
            await pilot.press("j")
            if page.view.form.field_focus.focused is not seen[-1]:
                seen.append(page.view.form.field_focus.focused)
        assert seen == list(page.view.form.fields)
        await pilot.press("g")
        assert has_focus(page, field_of(page, "prompt"))
        await pilot.press("G")
        assert has_focus(page, field_of(page, "picture"))
        await pilot.pause()
        assert page.view.form.fields.values() == values


async def test_keys_pressed_at_once_after_esc_are_keys() -> None:
    session, app = fields_app()
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        for key in ("a", "escape", "n"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await wait_until(pilot, lambda: page.view.form.fields.values()["prompt"] is None)
        assert session.calls == []


async def test_the_palette_offers_null_and_default_while_typing() -> None:
    _, app = fields_app()
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("!", "ctrl+p", *"null", "space", *"for")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await wait_until(pilot, lambda: page.view.form.fields.values()["prompt"] is None)


async def test_esc_does_one_thing_a_press_and_the_footer_names_it() -> None:
    session, app = fields_app()
    session.scripts = [[Started()]]
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: bool(session.lives))
        await pilot.press("f9")
        named: list[str] = []
        for _ in range(5):
            await pilot.pause()
            named.append(footer_labels(app)["esc"])
            if named[-1] == "find":
                break
            await pilot.press("escape")
            await pilot.pause()
            if named[-1] == "cancel the call":
                await wait_until(pilot, lambda: call_status(page) is Status.CANCELLED)
        assert named == ["leave the text", "end zoom", "cancel the call", "find"]
        assert app.screen is page
        await pilot.press("escape")
        assert app.current_mode == "find"


async def test_esc_cancels_only_the_call_in_view() -> None:
    session, app = fields_app(SAY._replace(api_name="/other"))
    session.scripts = [[Started()]]
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: bool(session.lives))
        await pilot.press("escape", "2", "j", "enter")
        await wait_until(pilot, lambda: page.space is not None and page.space.api_name == "/other"
                         and page.view.shown_form.is_of(page.space))  # fmt: skip
        await pilot.press("escape")
        await pilot.pause()
        assert footer_labels(app)["esc"] == "find"
        await pilot.press("escape", "ctrl+c")
        await pilot.pause()
        assert len(app.app_state.calls.running) == 1
        assert app.is_running
