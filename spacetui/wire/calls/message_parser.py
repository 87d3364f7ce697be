"""Server messages -> events. The same for every protocol; what a message may lack, it lacks here without harm."""

from collections.abc import Iterator, Mapping

from spacetui.errors import Busy, Lost
from spacetui.model.events import (
    Cancelled,
    Completed,
    Event,
    Failed,
    Log,
    Notice,
    Partial,
    Progress,
    ProgressUnit,
    Queued,
    Started,
)
from spacetui.model.schema import Endpoint, Json
from spacetui.wire.calls.app_failure import app_failure
from spacetui.wire.calls.diff import BadDiff, apply_diff
from spacetui.wire.http.errors import one_line
from spacetui.wire.quirks import Quirks

_SILENT = ("heartbeat", "send_hash", "send_data")


class MessageParser:
    """The messages of one call, read one after another; keeps what edits and updates refer to."""

    def __init__(self, endpoint: Endpoint, quirks: Quirks, *, diffs: bool) -> None:
        self._endpoint = endpoint
        self._quirks = quirks
        self._diffs = diffs
        self._raw: list[Json] = []  # outputs as the server has them: what edits refer to
        self._shown: list[Json] = []  # outputs with updates resolved
        self._broken: set[int] = set()  # outputs an edit did not fit; they wait for the final value
        self._noticed: set[str] = set()

    def events(self, message: Mapping[str, Json]) -> Iterator[Event]:
        """Give the events of one message, mostly one. Raises Lost or Busy when it says that the call is gone."""
        kind = message.get("msg")
        match kind:
            case "process_generating" | "process_streaming":
                yield from self._generating(
                    message, edits=self._diffs and kind == "process_generating"
                )
            case "process_completed":
                yield self._completed(message)
            case "estimation":
                yield Queued(
                    _whole(message.get("rank")),
                    _whole(message.get("queue_size")),
                    _number(message.get("rank_eta")),
                )
            case "process_starts":
                yield Started(_number(message.get("eta")))
            case "progress":
                units = message.get("progress_data")
                found = units if isinstance(units, list) else []
                yield Progress(tuple(_unit(each) for each in found if isinstance(each, Mapping)))
            case "log":
                level = _text(message.get("level")) or "info"
                yield Log(level, _text(message.get("log")), _title(message.get("title"), level))
            case "close_stream":
                raise Lost(
                    "the server closed the stream before the result",
                    where=self._endpoint.api_name,
                    hint="Run it again.",
                )
            case "unexpected_error":
                raise self._lost(message)
            case "queue_full":
                raise Busy(
                    "the queue is full", where=self._endpoint.api_name, hint="Try again in a while."
                )
            case _ if kind not in _SILENT:
                yield from self._notice(
                    f"a message of a kind we do not know was skipped: {str(kind)[:60]!r}"
                )

    def _generating(self, message: Mapping[str, Json], *, edits: bool) -> Iterator[Event]:
        output = message.get("output")
        data = output.get("data") if isinstance(output, Mapping) else None
        if not isinstance(data, list):
            return
        if not edits or not self._raw:
            self._raw = list(data)
        else:
            # An output that was not there before (the app reloaded) starts from null.
            self._raw += [None] * (len(data) - len(self._raw))
            for place, each in enumerate(data):
                if place in self._broken:
                    continue
                try:
                    if not isinstance(each, list):
                        raise BadDiff("not a list of edits")
                    shifted = self._quirks.shifted_deletes
                    self._raw[place] = apply_diff(self._raw[place], each, shifted_deletes=shifted)
                except BadDiff as error:
                    self._broken.add(place)
                    yield from self._notice(
                        f"an update did not fit ({error}); waiting for the final value"
                    )
        self._resolve(self._raw)
        yield Partial(self._endpoint.shown(tuple(self._shown)))

    def _completed(self, message: Mapping[str, Json]) -> Event:
        output = message.get("output")
        said: Mapping[str, Json] = output if isinstance(output, Mapping) else {}
        if message.get("success") is False or said.get("error") is not None:
            return Failed(app_failure(said, quoted=self._quirks.quoted_errors))
        if not said:  # how the server answers a cancel
            return Cancelled(by_user=False, confirmed=True)
        data = said.get("data")
        if not isinstance(data, list):
            raise Lost(
                "the server sent a result without data",
                where=self._endpoint.api_name,
                hint="Run it again.",
            )
        self._resolve(data)
        return Completed(self._endpoint.shown(tuple(self._shown)), 0.0)

    def _resolve(self, data: list[Json]) -> None:
        """Take outputs as shown: a `gr.skip()` or `gr.update()` without a value keeps the one before."""
        shown = self._shown
        self._shown = []
        for place, each in enumerate(data):
            if isinstance(each, dict) and each.get("__type__") == "update":
                before = shown[place] if place < len(shown) else None
                self._shown.append(each.get("value", before))
            else:
                self._shown.append(each)

    def _lost(self, message: Mapping[str, Json]) -> Lost:
        text, details = one_line(_text(message.get("message")))
        if message.get("session_not_found") is True or text.startswith("404"):
            text = "the server restarted or forgot the call; it is lost"
        return Lost(
            text or "the server failed unexpectedly",
            where=self._endpoint.api_name,
            hint="Run it again.",
            details=details,
        )

    def _notice(self, line: str) -> Iterator[Event]:
        # Once each: a stranger's server may send a million.
        if line not in self._noticed and len(self._noticed) < 20:
            self._noticed.add(line)
            yield Notice(line)


def _unit(said: Mapping[str, Json]) -> ProgressUnit:
    return ProgressUnit(
        index=_whole(said.get("index")),
        length=_whole(said.get("length")),
        unit=_text(said.get("unit")) or "steps",
        progress=_number(said.get("progress")),
        desc=_text(said.get("desc")),
    )


def _title(value: Json, level: str) -> str:
    # Gradio 5 and later title a log by its level unless the app gives a title.
    title = _text(value)
    return "" if title.lower() == level.lower() else title


def _text(value: Json) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)[:1000]


def _number(value: Json) -> float | None:
    """Give a finite number, or None for whatever else was sent."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if abs(number) < float("inf") else None


def _whole(value: Json) -> int | None:
    number = _number(value)
    return None if number is None else int(number)
