"""Large forms: what is made, mounted and laid out, counted."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from textual.geometry import Region
from textual.widget import Widget

from spacetui.model.schema import Choice, Parameter
from spacetui.tui.inputs.choice_search import MANY, ChoiceFilter
from spacetui.tui.inputs.dropdown import DropdownField
from spacetui.tui.key_priority import KeyPriority
from spacetui.tui.textual_private.compositor import RegionCompositor
from spacetui.tui.textual_private.page_screen import HeldBackScreen
from spacetui.tui.use.form_body import FIRST, LAID_OUT, FormBody
from tests.tui.app_driver import wait_until
from tests.tui.fake_session import SAY
from tests.tui.screen_text import screen_text
from tests.tui.widget_host import WidgetHost

FIELDS = 30


class HeldBackHost(WidgetHost):
    def get_default_screen(self) -> HeldBackScreen[None]:
        return HeldBackScreen(KeyPriority())


async def test_a_long_form_can_be_filled_before_it_is_whole_and_is_laid_out_a_few_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each of its fields is three widgets: itself, its head and its editor."""
    laid_out: list[int] = []
    reflow = RegionCompositor.reflow

    def counted(compositor: RegionCompositor, *args: object) -> object:
        if not compositor.is_held:
            laid_out.append(len(body.fields))
        return reflow(compositor, *args)  # type: ignore[arg-type]

    body = FormBody(KeyPriority())
    parameters = tuple(
        Parameter(f"p{n}", component="Checkbox", default=True) for n in range(FIELDS)
    )
    host = HeldBackHost(lambda: [body])
    async with host.run_test(size=(80, 30)) as pilot:
        monkeypatch.setattr(RegionCompositor, "reflow", counted)
        at_first: list[int] = []
        endpoint = SAY._replace(parameters=parameters)
        await body.build(endpoint, {}, "", lambda: at_first.append(len(body.fields)))
        await pilot.pause()
        assert at_first == [FIRST]
        assert len(body.fields) == FIELDS
        assert len(body.fields.values()) == FIELDS
        assert len(list(body.walk_children())) == 3 * FIELDS
        # A scrollbar that comes asks for one more.
        assert len(laid_out) <= FIELDS / LAID_OUT + 2
        grown = [after - before for before, after in pairwise([0, *laid_out])]
        assert max(grown) <= FIRST + LAID_OUT  # more at once would hold keys up


async def test_the_focus_moves_without_a_layout_and_only_what_it_changes_is_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = FormBody(KeyPriority())
    parameters = tuple(
        Parameter(f"p{n}", component="Number", default=1, info=f"help {n}") for n in range(FIELDS)
    )
    host = HeldBackHost(lambda: [body])
    drawn: list[Region] = []
    async with host.run_test(size=(120, 40)) as pilot:
        await body.build(SAY._replace(parameters=parameters), {}, "", lambda: None)
        await pilot.pause()
        compositor = host.screen._compositor
        monkeypatch.setattr(RegionCompositor, "reflow", None)
        monkeypatch.setattr(RegionCompositor, "render_full_update", None)
        render = RegionCompositor.render_partial_update

        def noted(compositor: RegionCompositor) -> object:
            drawn.extend(compositor._dirty_regions)
            return render(compositor)

        monkeypatch.setattr(RegionCompositor, "render_partial_update", noted)
        await pilot.press("tab", "tab")
        assert body.fields[1].is_in_focus
        assert "help 1" in screen_text(host) and "help 0" not in screen_text(host)
        two = Region.from_union([body.fields[0].region, body.fields[1].region])
        assert drawn and all(two.contains_region(each) for each in drawn)
        body.fields[FIELDS - 1].focus_editor()  # the first scroll after a layout
        await pilot.pause()
        await wait_until(pilot, lambda: f"help {FIELDS - 1}" in screen_text(host))
        assert compositor.size.region not in drawn
        monkeypatch.undo()  # the app is taken down


@pytest.mark.parametrize(("wanting", "expected"), [(2, FIRST), (20, 22)])
async def test_a_form_begins_when_the_first_field_that_wants_a_value_is_there(
    wanting: int, expected: int
) -> None:
    body = FormBody(KeyPriority())
    given = [Parameter(f"p{n}", component="Checkbox", default=True) for n in range(FIELDS)]
    given[wanting] = Parameter("wanted", component="Number")
    at_first: list[int] = []
    host = WidgetHost(lambda: [body])
    async with host.run_test(size=(80, 30)):
        endpoint = SAY._replace(parameters=tuple(given))
        await body.build(endpoint, {}, "", lambda: at_first.append(len(body.fields)))
    assert at_first == [expected]


async def test_the_choices_of_a_dropdown_are_mounted_when_it_is_opened_and_searched_in_a_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prepared: list[Widget] = []
    prepare = ChoiceFilter.prepare

    def counted(search: ChoiceFilter, widget: Widget, on_ready: Callable[[], None]) -> None:
        prepared.append(widget)
        prepare(search, widget, on_ready)

    monkeypatch.setattr(ChoiceFilter, "prepare", counted)
    choices = tuple(Choice(f"choice {n}", n) for n in range(MANY + 1))
    field = DropdownField(Parameter("one", component="Dropdown", choices=choices))
    host = WidgetHost(lambda: [field])
    async with host.run_test(size=(80, 30)) as pilot:
        assert not field.dropdown.list.is_attached
        field.focus_editor()
        await pilot.press("enter", *str(MANY))
        assert prepared == [field.dropdown]
        rows = field.dropdown.list.rows
        await wait_until(pilot, lambda: list(rows.rows) == [MANY])
        await pilot.press("enter")
        assert field.value() == MANY


async def test_enter_takes_what_fits_the_letters_also_before_the_thread_is_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ChoiceFilter, "prepare", lambda *args: None)
    choices = tuple(Choice(f"choice {n}", n) for n in range(MANY + 1))
    field = DropdownField(Parameter("one", component="Dropdown", choices=choices))
    host = WidgetHost(lambda: [field])
    async with host.run_test(size=(80, 30)) as pilot:
        field.focus_editor()
        await pilot.press("enter", *str(MANY), "enter")
        assert field.value() == MANY
