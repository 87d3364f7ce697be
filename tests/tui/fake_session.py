"""A session of scripted events, for what no live app can be made to show on demand."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from spacetui.errors import SpacetuiError, UnknownSpace
from spacetui.model.account import Account
from spacetui.model.call import Call
from spacetui.model.events import Cancelled, Event
from spacetui.model.same_file import file_url
from spacetui.model.schema import App, Choice, Endpoint, Parameter, Return
from spacetui.model.source import Source
from spacetui.model.space import SpaceCard
from spacetui.session.call_journal import Journals
from spacetui.session.live_call import LiveCall
from spacetui.session.opened_app import OpenedApp
from spacetui.session.options import Options
from spacetui.session.redaction import Redactor
from spacetui.store.store import Store

HOSTILE = "[/x] [@click=app.quit]y[/] \x1b]0;z\x07 a\u202eb"


class ScriptedEvents:
    """The events of one call, one by one; after the last, only more of them or a cancel go on."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._events = list(events)
        self._started_at = time.monotonic()
        self._more = asyncio.Event()
        self.is_closed = False
        self.silence = 0.0
        self.may_still_run = False

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self._started_at

    async def __anext__(self) -> Event:
        while not self._events:
            self._more.clear()
            await self._more.wait()
        event = self._events.pop(0)
        await asyncio.sleep(0)
        return event

    def give(self, *events: Event) -> None:
        """Let more events come."""
        self._events += events
        self._more.set()

    def cancel(self) -> None:
        self.give(Cancelled(by_user=True, confirmed=True))

    async def aclose(self) -> None:
        self.is_closed = True


class FakeHub:
    """A Hub of given cards."""

    endpoint = "http://127.0.0.1:1"

    def __init__(self, cards: Sequence[SpaceCard]) -> None:
        self.cards = list(cards)
        self.asked: list[str] = []
        self.error: SpacetuiError | None = None

    async def space(self, space_id: str) -> SpaceCard:
        card = next((card for card in self.cards if card.id == space_id), None)
        if card is None:
            raise UnknownSpace(f"no Space {space_id}")
        return card

    async def search(
        self, query: str, *, sdk: str | None = "gradio", include_non_running: bool = False
    ) -> Any:
        self.asked.append(query)
        if self.error is not None:
            raise self.error
        return tuple(self.cards)

    async def readme(self, space_id: str) -> str:
        return "# About\n\nA README with [a link](http://x) and " + HOSTILE

    async def login_place(self) -> str:
        return ""

    async def account(self) -> Account | None:
        return None


# (file, folder, on_progress) -> the path of what came
Download = Callable[[Any, Path, Callable[[int, int | None], None]], Awaitable[Path]]


async def no_files(file: Any, folder: Path, on_progress: Any) -> Path:
    raise SpacetuiError("there are no files here")


def opened_app(
    src: str, app: App, source: Source, card: SpaceCard | None, visit: int = 0
) -> OpenedApp:
    """Return what opening gives, without a connection."""
    return OpenedApp(src, app, source, card, None, visit=visit)


class FakeSession:
    """Opens one app and answers each call with the next script. store: where calls are kept."""

    def __init__(
        self, app: App, cards: Sequence[SpaceCard] = (), store: Store | None = None
    ) -> None:
        self.app = app
        self.store = store or Store(None)
        self.hub = FakeHub(cards or [SpaceCard("demo/text", title="Text lab", stage="RUNNING")])
        self.source = Source(
            app.url, app.url, title="Text lab", api_prefix=app.api_prefix, version=app.version
        )
        self.scripts: list[Sequence[Event]] = []
        self.calls: list[Call] = []
        self.lives: list[ScriptedEvents] = []
        self.open_error: SpacetuiError | None = None
        self.options = Options()
        # How often State was forgotten.
        self.forgotten = 0
        # Of the calls of an app that is opened.
        self.visit = 0
        self.fetch: Download = no_files
        # What widen and enrich give; None: the app as it was opened.
        self.wide: App | None = None
        self.rich: App | None = None
        self.redactor = Redactor()
        # What was sent and received.
        self.traffic: Any = None
        self.journals = Journals(self.store, self.redactor)

    async def connect(self) -> Any:
        return self

    async def open(self, src: str, *, on_stage: Any = None) -> Any:
        if self.open_error is not None:
            raise self.open_error
        card = next((each for each in self.hub.cards if each.id == src), None)
        return opened_app(src, self.app, self.source, card, self.visit)

    def forget_state(self, opened: Any) -> Any:
        self.forgotten += 1
        return opened.with_app(opened.app, opened.notes)

    def with_changes(self, opened: Any, live: LiveCall) -> Any:
        return opened.with_app(opened.app, opened.notes)

    async def widen(self, opened: Any) -> Any:
        return opened.with_app(self.wide or opened.app, opened.notes)

    async def enrich(self, opened: Any) -> Any:
        return opened.with_app(self.rich or opened.app, opened.notes)

    async def download(
        self, opened: Any, file: Any, folder: Path, *, on_progress: Any = None
    ) -> Path:
        return await self.fetch(file, folder, on_progress or (lambda got, total: None))

    def file_url(self, opened: Any, file: Any) -> str:
        return file_url(opened.source, file)

    def submit(
        self,
        opened: Any,
        call: Call,
        *,
        timeout: float | None = None,
        is_only: bool = False,
        is_kept: bool = True,
    ) -> LiveCall:
        self.calls.append(call)
        events = ScriptedEvents(self.scripts.pop(0) if self.scripts else [])
        self.lives.append(events)
        journal = self.journals.new() if is_kept else None
        return LiveCall(call, opened, events, self.redactor, journal, visit=opened.visit)

    async def aclose(self) -> None:
        await self.journals.aclose()


def an_app(*endpoints: Endpoint, url: str = "http://127.0.0.1:9") -> App:
    """Give an app of these endpoints, or of one that takes a text and a number and gives a text."""
    return App(
        url=url,
        version="6.31.0",
        protocol="sse_v3",
        api_prefix="/gradio_api",
        endpoints=endpoints or (SAY,),
    )


SAY = Endpoint(
    "/say",
    0,
    parameters=(
        Parameter("text", "text", "Textbox", {"type": "string"}, "str"),
        Parameter(
            "times",
            "",
            "Slider",
            {"type": "number"},
            "float",
            default=2,
            minimum=1,
            maximum=9,
            step=1,
        ),
        Parameter(
            "style",
            "style",
            "Radio",
            {"type": "string"},
            "str",
            default="plain",
            choices=(Choice("plain", "plain"), Choice("loud", "loud")),
        ),
    ),
    returns=(Return("said", "Textbox", {"type": "string"}, "str"),),
    input_slots=(True, True, True),
    output_slots=(True,),
    streams=True,
)


class SlowSession(FakeSession):
    """A session whose app answers when `answers` is set."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.answers = asyncio.Event()

    async def open(self, src: str, *, on_stage: Any = None) -> Any:
        await self.answers.wait()
        return await super().open(src, on_stage=on_stage)
