"""A session of scripted events: for what no live app can be made to show on demand."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from spacetui.errors import SpacetuiError
from spacetui.model.call import Call
from spacetui.model.events import Cancelled, Event
from spacetui.model.recording import Recording, Source
from spacetui.model.run import RunState
from spacetui.model.schema import App, Choice, Endpoint, Parameter, Return
from spacetui.model.space import Account, SpaceCard
from spacetui.session.session import Options, Session

HOSTILE = "[/x] [@click=app.quit]y[/] \x1b]0;z\x07 a\u202eb"


class ScriptedCall:
    """Gives its events one by one; waits for `go` before each when the session says so."""

    def __init__(self, session: "FakeSession", call: Call, events: Sequence[Event]) -> None:
        self._session, self._call, self._events = session, call, list(events)
        self._state = RunState()
        self._cancelled = asyncio.Event()
        self.is_closed = False
        self.elapsed = 0.0
        self.silence = 0.0

    def __aiter__(self) -> "ScriptedCall":
        return self

    async def __anext__(self) -> Event:
        if self._state.status.is_final:
            raise StopAsyncIteration
        if not self._events:
            # The script is at its end and the call is not: only a cancel ends it.
            await self._cancelled.wait()
            self._events = [Cancelled(by_user=True, confirmed=True)]
        event = self._events.pop(0)
        self._state = self._state.after(event)
        if self._state.status.is_final and self._session.on_recording is not None:
            self._session.on_recording(Recording(self._call, self._session.source, self._state))
        await asyncio.sleep(0)
        return event

    def cancel(self) -> None:
        self._cancelled.set()

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
        return next(card for card in self.cards if card.id == space_id)

    async def search(
        self, query: str, *, sdk: str | None = "gradio", include_non_running: bool = False
    ) -> Any:
        self.asked.append(query)
        if self.error is not None:
            raise self.error
        return tuple(self.cards)

    async def readme(self, space_id: str) -> str:
        return "# About\n\nA README with [a link](http://x) and " + HOSTILE

    async def account(self) -> Account | None:
        return None


# (file, folder, on_progress) -> the path of what came
Download = Callable[[Any, Path, Callable[[int, int | None], None]], Awaitable[Path]]


async def no_files(file: Any, folder: Path, on_progress: Any) -> Path:
    raise SpacetuiError("there are no files here")


class FakeConnection:
    """Fetches what the session says."""

    def __init__(self, session: "FakeSession") -> None:
        self.session = session

    async def download(self, file: Any, folder: Path, *, on_progress: Any = None) -> Path:
        return await self.session.download(file, folder, on_progress or (lambda got, total: None))


@dataclass(frozen=True, eq=False)
class FakeOpened:
    """What opening gives."""

    src: str
    app: App
    source: Source
    card: SpaceCard | None
    connection: FakeConnection
    notes: tuple[str, ...] = ()


class FakeSession:
    """Opens one app and answers each call with the next script."""

    def __init__(self, app: App, cards: Sequence[SpaceCard] = ()) -> None:
        self.app = app
        self.hub = FakeHub(cards or [SpaceCard("demo/text", title="Text lab", stage="RUNNING")])
        self.source = Source(
            app.url, app.url, title="Text lab", api_prefix=app.api_prefix, version=app.version
        )
        self.scripts: list[Sequence[Event]] = []
        self.calls: list[Call] = []
        self.lives: list[ScriptedCall] = []
        self.on_recording: Callable[[Recording], None] | None = None
        self.open_error: SpacetuiError | None = None
        self.options = Options()
        # How often State was forgotten.
        self.forgotten = 0
        self.download: Download = no_files
        # What widen and enrich give; None: the app as it was opened.
        self.wide: App | None = None
        self.rich: App | None = None
        self.secrets: set[str] = set()
        self.tokens: set[str] = set()

    async def connect(self, on_recording: Callable[[Recording], None]) -> Any:
        self.on_recording = on_recording
        return self

    async def open(self, src: str, *, on_stage: Any = None) -> Any:
        if self.open_error is not None:
            raise self.open_error
        card = next((each for each in self.hub.cards if each.id == src), None)
        return FakeOpened(src, self.app, self.source, card, FakeConnection(self))

    def forget_state(self, opened: Any) -> Any:
        self.forgotten += 1
        return replace(opened)

    async def widen(self, opened: Any) -> Any:
        return replace(opened, app=self.wide or opened.app)

    async def enrich(self, opened: Any) -> Any:
        return replace(opened, app=self.rich or opened.app)

    def submit(self, opened: Any, call: Call, *, timeout: float | None = None) -> ScriptedCall:
        self.calls.append(call)
        live = ScriptedCall(self, call, self.scripts.pop(0) if self.scripts else [])
        self.lives.append(live)
        return live

    def without_secrets(self, state: RunState) -> RunState:
        return Session.without_secrets(self, state)  # type: ignore[arg-type]  # the real one, on our secrets

    async def aclose(self) -> None: ...


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
        Parameter("times", "", "Slider", {"type": "number"}, "float", default=2, minimum=1, maximum=9, step=1),
        Parameter(
            "style", "style", "Radio", {"type": "string"}, "str", default="plain",
            choices=(Choice("plain", "plain"), Choice("loud", "loud")),
        ),
    ),
    returns=(Return("said", "Textbox", {"type": "string"}, "str"),),
    input_slots=(True, True, True),
    output_slots=(True,),
    streams=True,
)  # fmt: skip
