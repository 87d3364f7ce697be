"""Dates and their calendar, colours and their swatch, code and its check, the count of a text."""

import pytest
from textual import events

from spacetui.model.schema import Parameter
from spacetui.tui.inputs import field_for
from spacetui.tui.inputs.calendar import Calendar
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.widgets.color_swatch import shade_of
from tests.tui.app_driver import wait_until
from tests.tui.inputs.test_typing_into_fields import after
from tests.tui.widget_host import WidgetHost

WHEN = Parameter("when", component="Datetime")
DAY = Parameter("day", component="Datetime", props={"include_time": False})
COLOUR = Parameter("colour", component="Colorpicker")


async def picked(parameter: Parameter, text: str, *keys: str) -> tuple[str, str]:
    """Return the text of a field, and its note, after keys in the calendar."""
    app = WidgetHost(lambda: [field_for(parameter)])
    async with app.run_test(size=(100, 30)) as pilot:
        (field,) = app.widgets
        assert isinstance(field, InputField)
        field.set_value(text)
        field.focus_editor()
        await pilot.press("f7")
        await wait_until(pilot, lambda: isinstance(app.screen, Calendar))
        await pilot.press(*keys)
        await wait_until(pilot, lambda: not isinstance(app.screen, Calendar))
        await pilot.pause()
        return str(field.value()), field.note


@pytest.mark.parametrize(
    ("parameter", "text", "keys", "value"),
    [
        (DAY, "2026-11-27", ["right", "down", "enter"], "2026-12-05"),
        (WHEN, "2026-11-27 10:47:00", ["left", "enter"], "2026-11-26 10:47:00"),
        (WHEN, "2024-02-29", ["pagedown", "pageup", "enter"], "2024-02-29 00:00:00"),
        (DAY, "2026-01-31", ["pagedown", "enter"], "2026-02-28"),
        (DAY, "2026-01-31", ["down", "escape"], "2026-01-31"),
        (DAY, "9999-12-31", ["right", "pagedown", "enter"], "9999-12-31"),
        (DAY, "0001-01-01", ["up", "pageup", "enter"], "0001-01-01"),
    ],
)
async def test_a_day_is_picked_from_the_calendar(
    parameter: Parameter, text: str, keys: list[str], value: str
) -> None:
    assert (await picked(parameter, text, *keys))[0] == value


async def test_the_note_names_the_weekday_of_a_date() -> None:
    assert (await picked(DAY, "2026-11-27", "enter"))[1] == "date · Fri"


@pytest.mark.parametrize(
    ("text", "shade"),
    [
        ("#f80", "#FF8800"),
        ("rgba(255, 0, 0, 0.5)", "#FF0000"),
        ("red", "#FF0000"),
        ("[/x]", ""),
        ("#12", ""),
    ],
)
def test_a_colour_has_a_swatch(text: str, shade: str) -> None:
    assert shade_of(text) == shade


@pytest.mark.parametrize(
    ("typed", "words"),
    [("#ff880", "not a colour; write #rrggbb"), ("#ff8800", ""), ("rgb(1,2,3)", ""), ("navy", "")],
)
async def test_a_colour_is_checked(typed: str, words: str) -> None:
    field, value = await after(COLOUR, typed)
    assert words in field.error and bool(words) is bool(field.error)
    assert value == typed


@pytest.mark.parametrize(
    ("language", "typed", "note"),
    [
        ("json", '{"a": 1}', "json"),
        ("json", '{"a"', "json · not JSON: Expecting ':' delimiter at line 1, column 5"),
        ("python", "x = 1", "python"),
        ("python", "x = = 1", "python · line 1: invalid syntax"),
        ("python", "print('\\d')", "python"),
        ("python", "(" * 3000, "python · line 1: too many nested parentheses"),
        ("rust", "fn (", "rust"),
        (None, "{", "code"),
    ],
)
async def test_code_is_checked_and_sent_as_it_is(language: str, typed: str, note: str) -> None:
    parameter = Parameter("c", component="Code", props={"language": language})
    field, value = await after(parameter, paste=typed)
    assert (field.note, value, field.error) == (note, typed, "")


async def test_the_characters_of_a_limited_text_are_counted_and_the_limit_stands_once() -> None:
    field, _ = await after(Parameter("t", component="Textbox", max_length=20), "hello")
    assert field.note == "5 of 20 characters"
    assert "20" not in field.help


async def test_a_wrong_value_is_named_when_its_field_is_left() -> None:
    number = Parameter("n", component="Number", schema={"type": "number"}, maximum=10)
    app = WidgetHost(lambda: [field_for(number), field_for(Parameter("t", component="Textbox"))])
    async with app.run_test(size=(100, 30)) as pilot:
        wrong, other = app.widgets
        assert isinstance(wrong, InputField) and isinstance(other, InputField)
        wrong.focus_editor()
        await pilot.press("1")
        assert wrong.error == ""
        assert app.focused is not None
        app.focused.post_message(events.Key("2", "2"))  # tab is quicker than the last letter
        other.focus_editor()
        await wait_until(pilot, lambda: bool(wrong.error))
        assert (wrong.value(), wrong.error) == (12, "at most 10")
