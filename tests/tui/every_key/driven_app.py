"""The app for the test of every key, and all that a key may change in it."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from spacetui.model.events import Completed
from spacetui.model.file_data import file_data
from spacetui.model.schema import Choice, FileShape, Parameter, Return
from spacetui.model.space import SpaceCard
from spacetui.store.store import Store
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.find.filter_row import FilterRow
from spacetui.tui.inputs.dropdown import Dropdown
from spacetui.tui.inputs.slider import Track
from spacetui.tui.outputs.json import JsonView
from spacetui.tui.use.form_pane import FormPane
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.page import Page
from spacetui.tui.widgets.row_view import RowView
from spacetui.tui.widgets.status_bar import StatusBar
from tests.tui.app_driver import make_app, wait_for_form, wait_for_recordings, wait_until
from tests.tui.fake_session import SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text

# What the widgets, the page and the app are at one moment.
State = dict[str, Any]

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
    returns=(*SAY.returns, Return("counts", "JSON")),
)
COUNTS = {"words": [{"the": 3}, {"cat": 1}], "of": "a text"}
CARDS = [SpaceCard(f"demo/{name}", title=name, stage="RUNNING") for name in ("one", "two", "three")]
FINGERPRINTED = (
    FormPane,
    Input,
    TextArea,
    RowView,
    VerticalScroll,
    FilterRow,
    Dropdown,
    Track,
    JsonView,
    StatusBar,
)
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
    session.scripts = [[Completed(("one", COUNTS), 1.0)], [Completed((LONG, COUNTS), 1.0)]]
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


def fingerprint(now: Driven) -> State:
    """Return all that a key may change."""
    app, page, session = now.app, now.page, now.session
    shown = _widgets_by_kind(page)
    form = next(iter(shown[FormPane]), None)
    space = app.app_state.space
    return {
        "screens": [type(each).__name__ for each in app.screen_stack],
        "mode": app.current_mode,
        "focus": app.screen_stack[0].focused,
        "typing": page.is_typing,
        "classes": sorted(page.classes),
        "layout": str(app.app_state.layouts),
        "values": form.fields.values() if form is not None else None,
        "texts": [each.value for each in shown[Input]] + [each.text for each in shown[TextArea]],
        "places": [each.cursor_position for each in shown[Input]]
        + [each.cursor_location for each in shown[TextArea]],
        "rows": [(each.current, len(each.rows)) for each in shown[RowView]],
        "scrolled": [each.scroll_offset for each in shown[VerticalScroll]],
        "filters": [(each.part, each.picked) for each in shown[FilterRow]],
        "open": [each.is_open for each in shown[Dropdown]],
        "typed": [each.typed for each in shown[Track]],
        "nodes": [
            (each.body.path, each.body.line_count(each.size.width)) for each in shown[JsonView]
        ],
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
        "status": shown[StatusBar][0].line,
        "notices": [each.message for each in app._notifications],
        "outside": list(now.done),
        "files": sorted(each.name for each in Path.cwd().iterdir()),
        "selected": [each for each in page.selections if each.is_attached],
    }


def _widgets_by_kind(page: Page) -> dict[type, list[Any]]:
    """Return the widgets that a fingerprint reads; one walk costs less than a query for each."""
    found: dict[type, list[Any]] = {kind: [] for kind in FINGERPRINTED}
    for widget in page.walk_children():
        for kind in FINGERPRINTED:
            if isinstance(widget, kind):
                found[kind].append(widget)
    return found


def shown_keys(now: Driven) -> set[str]:
    """Return the ids of the keys that the footer shows."""
    groups = now.page.query_one(PageFooter).groups
    return {id for group in groups for each in group for id in each.ids}
