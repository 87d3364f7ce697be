"""Every key of the table, pressed in every pane: it does what help says, or nothing.

A key that does nothing there is not in the footer. A printable one is text where text is typed.
"""

import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from spacetui.model.events import Completed
from spacetui.model.file_data import file_data
from spacetui.model.schema import Choice, FileShape, Parameter
from spacetui.model.space import SpaceCard
from spacetui.store.store import Store
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.find import controller
from spacetui.tui.find.filter_row import FilterRow
from spacetui.tui.inputs.checkbox import Switch
from spacetui.tui.inputs.dropdown import Dropdown
from spacetui.tui.inputs.file import FileField
from spacetui.tui.inputs.input_field import InputField
from spacetui.tui.inputs.path_line import PathLine
from spacetui.tui.inputs.slider import Track
from spacetui.tui.keys import IN_DIALOGS, KEYS
from spacetui.tui.use.example_list import ExampleList
from spacetui.tui.use.form_pane import FormPane
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.page import Page
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.pane_navigation import pane_of
from spacetui.tui.widgets.row_list import RowList
from spacetui.tui.widgets.row_view import RowView
from spacetui.tui.widgets.status_bar import StatusBar
from tests.soak_after import soak_after
from tests.tui.app_driver import make_app, wait_for_form, wait_for_recordings, wait_until
from tests.tui.fake_session import SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text

LAKE = file_data("/srv/lake.png", orig_name="lake.png")
COLOURS = tuple(Choice(name, name) for name in ("red", "green", "blue"))


def parameter(name: str, component: str, type_: str, **more: Any) -> Parameter:
    return Parameter(name, name, component, {"type": type_}, "str", **more)


MIXED = SAY._replace(
    parameters=(
        parameter("prompt", "Textbox", "string", default="a cat"),
        parameter("steps", "Slider", "number", default=5, minimum=1, maximum=90, step=1),
        parameter("colour", "Dropdown", "string", default="red", choices=COLOURS),
        parameter("style", "Radio", "string", default="green", choices=COLOURS),
        parameter("safe", "Checkbox", "boolean", default=True),
        parameter("lines", "Textbox", "string", default="a\nb", lines=2),
        parameter("picture", "Image", "object", default=LAKE, file_shape=FileShape.ONE),
    ),
    examples=({"prompt": "a dog"}, {"prompt": "a bird"}),
)
CARDS = [SpaceCard(f"demo/{name}", title=name, stage="RUNNING") for name in ("one", "two", "three")]
LONG = "\n".join(f"line {number}" for number in range(80))


@dataclass
class Driven:
    """The app, its page, and what was done outside of it."""

    pilot: Pilot[Any]
    app: SpacetuiApp
    session: FakeSession
    done: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        page = self.app.screen_stack[0]
        assert isinstance(page, Page)
        return page


@asynccontextmanager
async def driven(mode: str) -> AsyncIterator[Driven]:
    """Give the app with an open Space and two calls, and the page of `mode` on show."""
    # In the current folder, which is watched for what a key writes, the store would be seen.
    folder = Path(tempfile.mkdtemp())
    store = Store(folder / "spacetui.sqlite" if mode == "history" else None)
    session = FakeSession(an_app(MIXED, SAY._replace(api_name="/other")), CARDS, store)
    session.scripts = [[Completed(("one",), 1.0)], [Completed((LONG,), 1.0)]]
    app = make_app(session, start_ids=tuple(card.id for card in CARDS))
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        now = Driven(pilot, app, session)
        replace_outside(now)
        await wait_until(pilot, lambda: "3 apps" in screen_text(app))
        if mode != "find":
            await pilot.press("enter")
            await wait_for_form(pilot, app)
            for count in (1, 2):
                await pilot.press("ctrl+r")
                await wait_for_recordings(pilot, app, count)
            app.switch_mode(mode)
        await pilot.pause()
        yield now
    await store.aclose()


def replace_outside(now: Driven) -> None:
    """Note what would leave the app, quitting and copying, and what the Hub is asked."""
    app, ask = now.app, now.session.hub.space

    async def ask_and_note(space_id: str) -> SpaceCard:
        now.session.hub.asked.append(space_id)
        return await ask(space_id)

    now.session.hub.space = ask_and_note  # type: ignore[method-assign]
    for name in ("exit", "copy_text"):

        def note(*args: Any, name: str = name, **more: Any) -> None:
            now.done.append(name)

        setattr(app, name, note)


def fingerprint(now: Driven) -> dict[str, Any]:
    """Return all that a key may change."""
    app, page, session = now.app, now.page, now.session
    form = next(iter(page.query(FormPane)), None)
    space = app.app_state.space
    return {
        "screens": [type(each).__name__ for each in app.screen_stack],
        "mode": app.current_mode,
        "focus": app.screen_stack[0].focused,
        "typing": page.is_typing,
        "classes": sorted(page.classes),
        "values": form.fields.values() if form is not None else None,
        "texts": [each.value for each in page.query(Input)]
        + [each.text for each in page.query(TextArea)],
        "places": [each.cursor_position for each in page.query(Input)]
        + [each.cursor_location for each in page.query(TextArea)],
        "rows": [(each.current, len(each.rows)) for each in page.query(RowView)],
        "scrolled": [each.scroll_offset for each in page.query(VerticalScroll)],
        "filters": [(each.part, each.picked) for each in page.query(FilterRow)],
        "open": [each.is_open for each in page.query(Dropdown)],
        "typed": [each.typed for each in page.query(Track)],
        "language": app.app_state.languages.current,
        "space": space,
        "spaces": len(app.app_state.spaces),
        "shown": space.position if space is not None else "",
        "widened": space.show_undocumented if space is not None else False,
        "recorded": app.app_state.calls.recorded,
        "calls": len(session.calls),
        "asked": len(session.hub.asked),
        "forgotten": session.forgotten,
        "opening": app.app_state.held_keys.is_holding,
        "status": page.query_one(StatusBar).line,
        "notices": [each.message for each in app._notifications],
        "outside": list(now.done),
        "files": sorted(each.name for each in Path.cwd().iterdir()),
        "selected": [each for each in page.selections if each.is_attached],
    }


# Places: the page, and what has focus there.
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


async def go_to(now: Driven, place: str, values: dict[str, Any] | None) -> dict[str, Any]:
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
    if page.has_class("-has-zoom"):
        page.action_zoom()
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
    if mode in ("find", "history"):
        await settle(now)
    widget = find(page)
    if isinstance(widget, InputField):
        widget.choose()
    else:
        page.set_focus(widget)
    app.clear_notifications()
    app._quitting._until = 0.0
    return await at_rest(now)


async def at_rest(now: Driven) -> dict[str, Any]:
    """Return the fingerprint once what was begun has been done."""
    found: dict[str, Any] = {}
    for _ in range(20):
        before, found = found, fingerprint(now)
        if found == before:
            break
        await now.pilot.pause()
        await now.pilot.pause()
    return found


def every_key() -> Iterator[str]:
    """Yield each key of the table once, in the words of Textual."""
    found: set[str] = set()
    for id, key in KEYS.items():
        if id in IN_DIALOGS:
            continue
        for name in key.all_keys.split(","):
            textual_name = _character_to_key(name) if len(name) == 1 else name
            if textual_name not in found:
                found.add(textual_name)
                yield textual_name


def shown_keys(now: Driven) -> set[str]:
    """Return the ids of the keys that the footer shows."""
    groups = now.page.query_one(PageFooter).groups
    return {id for group in groups for each in group for id in each.ids}


def bound(now: Driven, key: str) -> Binding | None:
    """Return what the key is bound to at the present focus, if that is enabled."""
    active = now.page.active_bindings.get(key)
    return active.binding if active is not None and active.enabled else None


# What a key has done, by its id: help's words as a claim on the state before and after.
State = dict[str, Any]


def pane_number(state: State) -> str:
    pane = pane_of(state["focus"])
    return pane.NUMBER if pane is not None else ""


def opens(name: str) -> Callable[[State, State], bool]:
    return lambda before, after: after["screens"][-1] == name


def changes(*names: str) -> Callable[[State, State], bool]:
    return lambda before, after: any(before[name] != after[name] for name in names)


def goes_to(number: str) -> Callable[[State, State], bool]:
    return lambda before, after: pane_number(after) == number and not after["typing"]


def stays(before: State, after: State) -> bool:
    return pane_number(before) == pane_number(after)


def moves_inside(before: State, after: State) -> bool:
    return pane_number(before) == pane_number(after) and before["values"] == after["values"]


CLAIMS: dict[str, Callable[[State, State], bool]] = {
    # In find the query is selected, so that typing replaces it.
    "pane_1": lambda before, after: pane_number(after) == "1",
    **{f"pane_{number}": goes_to(str(number)) for number in range(2, 8)},
    "run": changes("calls", "asked", "status", "rows"),
    "copy": changes("outside"),
    "copy_value": changes("outside"),
    "page": changes("notices"),  # no terminal is there for a pager
    "browse": changes("status"),
    "quit": changes("outside"),
    "interrupt": changes("notices", "outside"),
    "language": changes("language"),
    "jump": opens("JumpDialog"),
    "help": opens("HelpDialog"),
    "help_letter": opens("HelpDialog"),
    "palette": opens("CommandPalette"),
    "menu": opens("ItemMenu"),
    "next_pane": lambda before, after: pane_number(before) != pane_number(after),
    "previous_pane": lambda before, after: pane_number(before) != pane_number(after),
    "field_after": changes("focus"),
    "field_before": changes("focus"),
    "back": changes("focus", "typing", "mode", "texts", "status"),
    "zoom": changes("classes"),
    "zoom_letter": changes("classes"),
    "search": changes("typing"),
    "older": changes("shown"),
    "newer": changes("shown"),
    "null": changes("values"),
    "side": changes("classes"),
    "drop": changes("recorded"),
    "send": changes("screens", "status"),
    "take": changes("screens", "status"),
    "undo": changes("recorded", "status"),
    "run_again": changes("calls", "mode"),
    "to_recorder": changes("recorded"),
    "compare": changes("status", "classes"),
    "forget": changes("status"),
    "link": changes("screens", "status"),
    "rerun": changes("calls", "status", "screens"),
    "describe": opens("StepDialog"),
    "keep_needed": changes("recorded"),
    "verify": changes("status"),
    "export": changes("files"),
    "export_toml": changes("files"),
    "close_space": changes("spaces"),
    "example": changes("values"),
    "editor": changes("notices", "status"),
    "field.type": changes("typing"),
    "field.pick": opens("FilePicker"),
    "field.pick_letter": opens("FilePicker"),
    "slider.type": changes("typing"),
    "fill_example": changes("values"),
    "slider.less": changes("values"),
    "slider.more": changes("values"),
    "dropdown.open": changes("open"),
    "checkbox.toggle": changes("values"),
    **{f"move.{name}": moves_inside for name in ("up", "down", "page_up", "page_down")},
    **{f"list.{name}": stays for name in ("down", "page_up", "page_down", "first", "last")},
}


# Some 75 keys a place take half a minute on a busy machine.
@pytest.mark.parametrize("place", soak_after(1, USUAL_FIRST))
async def test_every_key_does_what_help_says_or_nothing(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(controller, "open_with_viewer", lambda url: "there is no browser here")
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    wrong: list[str] = []
    async with driven(PLACES[place][0]) as now:
        form = next(iter(now.page.query(FormPane)), None)
        values = form.fields.values() if form is not None else None
        for key in every_key():
            before = await go_to(now, place, values)
            is_line = key == "enter" and isinstance(now.page.focused, TextArea)
            is_text = now.page.is_typing and (is_printable(key) or is_line)
            binding = bound(now, key)
            shown = shown_keys(now)
            ids = {id for id in shown if key in names_of(id)}
            await now.pilot.press(key)
            if sending := [each for each in now.app.workers if each.group in {"send", "verify"}]:
                await now.app.workers.wait_for_complete(sending)
            await now.pilot.pause()
            await now.pilot.pause()
            after = fingerprint(now)
            wrong += problems(key, before, after, binding, ids, is_text=is_text)
    assert not wrong, "\n".join(wrong)


def is_printable(key: str) -> bool:
    """Whether a key types a character."""
    names = (name for each in KEYS.values() for name in each.all_keys.split(","))
    return key == "space" or any(
        len(name) == 1 and _character_to_key(name) == key for name in names
    )


def names_of(id: str) -> set[str]:
    names = KEYS[id].all_keys.split(",")
    return {_character_to_key(name) if len(name) == 1 else name for name in names}


def problems(
    key: str, before: State, after: State, binding: Binding | None, ids: set[str], *, is_text: bool
) -> list[str]:
    """List what a key did against the rule."""
    changed = sorted(name for name in before if before[name] != after[name])
    if is_text:
        allowed = {"texts", "places", "values", "asked", "rows", "status", "scrolled", "selected"}
        extra = set(changed) - allowed
        return [f"{key} is text and changed {sorted(extra)}"] if extra or not changed else []
    id = binding.id if binding is not None else None
    if id in CLAIMS:
        return [] if CLAIMS[id](before, after) else [f"{key} is {id} and changed {changed}"]
    if binding is None and changed:
        return [f"{key} is no key here and changed {changed}"]
    if binding is None and ids:
        return [f"{key} does nothing and is in the footer as {ids}"]
    return []
