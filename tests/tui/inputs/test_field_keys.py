"""Keys in fields: those a field takes, those it leaves to the page, and the messages it posts."""

from typing import Any

import pytest
from textual import on
from textual.binding import Binding

from spacetui.model.schema import Choice, FileShape, Parameter
from spacetui.tui.inputs import field_for
from spacetui.tui.inputs.dropdown import Dropdown, DropdownField
from spacetui.tui.inputs.input_field import InputField
from tests.tui.widget_host import WidgetHost

CHOICES = (Choice("one", 1), Choice("two", 2))
PARAMETERS = [
    Parameter("text", component="Textbox"),
    Parameter("lines", component="Textbox", lines=3),
    Parameter("number", component="Number"),
    Parameter("slider", component="Slider", minimum=0, maximum=9, step=1, default=3),
    Parameter("check", component="Checkbox", default=False),
    Parameter("radio", component="Radio", choices=CHOICES),
    Parameter("group", component="CheckboxGroup", choices=CHOICES, default=[]),
    Parameter("drop", component="Dropdown", choices=CHOICES),
    Parameter("file", component="File", file_shape=FileShape.ONE),
    Parameter("json", component="Thing"),
    Parameter("message", component="MultimodalTextbox"),
]
EVERYWHERE = ("ctrl+r", "ctrl+y", "ctrl+l", "ctrl+o", "f2", "f5", "f6", "f8", "escape")


class KeyHost(WidgetHost):
    """Has the keys of the page, and records them and the messages of fields."""

    BINDINGS = [
        *(Binding(key, f"record('{key}')", priority=True) for key in EVERYWHERE),
        *(Binding(key, f"record('{key}')") for key in "dnJy/4-"),
    ]

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.pressed: list[str] = []
        self.messages: list[Any] = []

    def action_record(self, key: str) -> None:
        self.pressed.append(key)

    @on(InputField.Changed)
    @on(InputField.Submitted)
    def record_message(self, event: InputField.Changed | InputField.Submitted) -> None:
        self.messages.append(event)


async def test_no_field_takes_the_keys_that_work_everywhere() -> None:
    app = KeyHost(lambda: [field_for(each) for each in PARAMETERS])
    async with app.run_test(size=(120, 60)) as pilot:
        for field in app.widgets:
            assert isinstance(field, InputField)
            field.focus_editor()
            app.pressed.clear()
            await pilot.press(*EVERYWHERE)
            assert app.pressed == list(EVERYWHERE), field.label


async def test_letters_are_left_to_the_page_where_nothing_is_typed() -> None:
    quiet = [
        each for each in PARAMETERS if each.name in ("slider", "check", "radio", "group", "drop")
    ]
    app = KeyHost(lambda: [field_for(each) for each in quiet])
    async with app.run_test(size=(120, 60)) as pilot:
        for field in app.widgets:
            assert isinstance(field, InputField)
            field.focus_editor()
            app.pressed.clear()
            await pilot.press(*"dn/4-")
            assert app.pressed == list("dn/4-"), field.label


async def test_tab_and_shift_tab_reach_every_editor() -> None:
    app = KeyHost(lambda: [field_for(each) for each in PARAMETERS])
    async with app.run_test(size=(120, 60)) as pilot:
        editors = list(app.query(".editor"))
        app.set_focus(editors[0])
        for editor in editors[1:]:
            await pilot.press("tab")
            assert app.focused is editor
        for editor in reversed(editors[:-1]):
            await pilot.press("shift+tab")
            assert app.focused is editor


@pytest.mark.parametrize("name", ["text", "number", "slider", "file"])
async def test_enter_in_a_one_line_field_posts_submitted(name: str) -> None:
    parameter = next(each for each in PARAMETERS if each.name == name)
    app = KeyHost(lambda: [field_for(parameter)])
    async with app.run_test() as pilot:
        (field,) = app.widgets
        assert isinstance(field, InputField)
        field.focus_editor()
        if name == "slider":
            await pilot.press("enter")  # a number is typed only then
        await pilot.press("1", "enter")
        await pilot.pause()
        assert isinstance(app.messages[-1], InputField.Submitted)
        assert app.messages[-1].control is field


async def test_each_change_posts_one_message_and_set_value_posts_one_too() -> None:
    app = KeyHost(lambda: [field_for(each) for each in PARAMETERS[:2]])
    async with app.run_test() as pilot:
        first = app.widgets[0]
        assert isinstance(first, InputField)
        await pilot.pause()
        assert app.messages == []  # drawing a form changes nothing
        first.focus_editor()
        await pilot.press("a", "b")
        await pilot.pause()
        assert [each.field for each in app.messages] == [first, first]
        first.set_value("c")
        await pilot.pause()
        assert len(app.messages) == 3
        assert first.value() == "c"


async def test_closing_the_choices_keeps_the_value() -> None:
    app = WidgetHost(lambda: [field_for(PARAMETERS[7])])
    async with app.run_test() as pilot:
        (field,) = app.widgets
        assert isinstance(field, DropdownField)
        field.focus_editor()
        await pilot.press("enter", "down")
        assert field.dropdown.is_open
        field.dropdown.is_open = False
        await pilot.pause()
        assert not field.dropdown.is_open
        assert not field.is_set


async def test_leaving_a_dropdown_closes_its_choices() -> None:
    app = WidgetHost(lambda: [field_for(each) for each in PARAMETERS[7:9]])
    async with app.run_test() as pilot:
        field = app.widgets[0]
        assert isinstance(field, DropdownField)
        field.focus_editor()
        await pilot.press("enter", "tab")
        await pilot.pause()
        assert not field.dropdown.is_open


async def test_a_click_works_a_slider_a_checkbox_a_list_and_a_dropdown() -> None:
    wanted = [each for each in PARAMETERS if each.name in ("slider", "check", "radio", "drop")]
    app = WidgetHost(lambda: [field_for(each) for each in wanted])
    async with app.run_test(size=(120, 40)) as pilot:
        slider, check, radio, drop = (each for each in app.widgets if isinstance(each, InputField))
        await pilot.click(slider.query_one("Track"), offset=(2, 0))
        await pilot.click(check.query_one("Switch"), offset=(2, 0))
        await pilot.click(radio.query_one("ChoiceList"), offset=(4, 1))
        await pilot.click(drop.query_one("DropdownRow"), offset=(4, 0))
        await pilot.pause()
        assert drop.query_one(Dropdown).is_open
        await pilot.click(drop.query_one("ChoiceList"), offset=(4, 1))
        await pilot.pause()
        assert [each.value() for each in (slider, check, radio, drop)] == [0, True, 2, 2]
        assert not drop.query_one(Dropdown).is_open
