"""The places at which every key is pressed, and how the app is brought back to one."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from spacetui.tui.inputs.checkbox import Switch
from spacetui.tui.inputs.dropdown import Dropdown
from spacetui.tui.inputs.file import FileField
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.inputs.path_line import PathLine
from spacetui.tui.inputs.slider import Track
from spacetui.tui.outputs.json import JsonView
from spacetui.tui.use.example_list import ExampleList
from spacetui.tui.use.form_pane import FormPane
from spacetui.tui.widgets.page import Page
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.row_list import RowList
from tests.tui.every_key.driven_app import Driven, State, fingerprint


def first(kind: type[Widget], number: int = 0) -> Callable[[Page], Widget]:
    return lambda page: list(page.query(kind))[number]


def in_pane(number: int, kind: type[Widget]) -> Callable[[Page], Widget]:
    def find(page: Page) -> Widget:
        panes = (pane for pane in page.query(Pane) if str(number) == pane.NUMBER)
        pane = next(panes, None)
        assert pane is not None
        return pane.query(kind).first()

    return find


def output(page: Page) -> Widget:
    return next(each for each in page.query("OutputView") if each.can_focus)


# The page, and what has focus there.
PLACES: dict[str, tuple[str, Callable[[Page], Widget]]] = {
    "the search box": ("find", first(Input)),
    "the rows of find": ("find", in_pane(1, RowList)),
    "the card": ("find", in_pane(2, VerticalScroll)),
    "the spaces": ("use", in_pane(1, RowList)),
    "the endpoints": ("use", in_pane(2, RowList)),
    "a chosen text": ("use", first(InputField)),
    "a text": ("use", in_pane(3, Input)),
    "lines of text": ("use", in_pane(3, TextArea)),
    "a chosen file": ("use", first(FileField)),
    "the path of a file": ("use", first(PathLine)),
    "a slider": ("use", first(Track)),
    "a closed dropdown": ("use", first(Dropdown)),
    "a checkbox": ("use", first(Switch)),
    "a radio": ("use", lambda page: page.query("ChoiceListField ChoiceList").first()),
    "an example": ("use", first(ExampleList)),
    "an output": ("use", output),
    "a result in JSON": ("use", first(JsonView)),
    "the code": ("use", in_pane(5, VerticalScroll)),
    "the calls of the recorder": ("recorder", in_pane(6, RowList)),
    "the calls of the history": ("history", in_pane(7, RowList)),
    "the search of the history": ("history", first(Input)),
    "a call of the history": ("history", in_pane(4, VerticalScroll)),
    "the script": ("recorder", in_pane(5, VerticalScroll)),
}


USUAL_FIRST = sorted(
    PLACES,
    key=lambda place: place not in ("a chosen text", "an output", "a slider", "the rows of find"),
)


async def settle(now: Driven) -> None:
    """Wait until no search is on its way, no more rows, and no preview of the first one."""
    while going := [
        each
        for each in now.app.workers
        if each.group in ("search", "card", "more", "call") and not each.is_finished
    ]:
        await now.app.workers.wait_for_complete(going)
        await now.pilot.pause()


async def put_back(now: Driven, values: dict[str, Any] | None) -> None:
    """Leave the zoom and searches, fill the form with `values`, and close what was opened."""
    page, pilot = now.page, now.pilot
    if page.has_class("-has-zoom"):
        page.action_zoom()
    if now.app.app_state.layouts:
        page.page_layout.sizes.reset()
    for pane in page.panes.visible:
        pane.search.close()
    form = next(iter(page.query(FormPane)), None)
    if form is not None and values is not None and form.fields.values() != values:
        form.fields.fill(values)
        await pilot.pause()  # the status bar says whether the form has changed
        await pilot.pause()
    for dropdown in page.query(Dropdown):
        dropdown.is_open = False
    for track in page.query(Track):
        track.stop_typing()
    for view in page.query(JsonView):
        view.draw(deepcopy(view.value), True)  # the same one would stay as it is open


async def go_to(now: Driven, place: str, values: dict[str, Any] | None) -> State:
    """Bring the app back to a place as it was at first, and return its fingerprint."""
    mode, find = PLACES[place]
    app, pilot = now.app, now.pilot
    for stack_screen in list(app.screen_stack)[1:]:
        assert isinstance(stack_screen, Screen)
        app.pop_screen()
    if app.current_mode != mode:
        app.switch_mode(mode)
        await pilot.pause()
    page = now.page
    for live in app.app_state.calls.running:
        live.cancel()
    await put_back(now, values)
    if mode in ("find", "history"):
        await settle(now)
    widget = find(page)
    if isinstance(widget, InputField):
        widget.choose()
    else:
        page.set_focus(widget)
    if isinstance(widget, JsonView):
        await now.pilot.pause()
        widget.action_node(1)  # nodes stand above it, below it and in it
    app.clear_notifications()
    app._quitting._until = 0.0
    return await at_rest(now)


async def at_rest(now: Driven) -> State:
    """Return the fingerprint once what was begun has been done."""
    found: State = {}
    for _ in range(20):
        before, found = found, fingerprint(now)
        if found == before:
            break
        await now.pilot.pause()
        await now.pilot.pause()
    return found
