"""Messages of a server -> events, for every protocol. A message may lack any of its keys."""

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
from spacetui.model.json_values import finite_number
from spacetui.model.schema import Endpoint, Json
from spacetui.wire.calls.app_failure import app_failure
from spacetui.wire.calls.diff import BadDiff, apply_diff
from spacetui.wire.http.errors import one_line
from spacetui.wire.quirks import Quirks

_SILENT = ("heartbeat", "send_hash", "send_data")
# An untrusted server may send a million messages that are worth a notice.
_MAX_NOTICES = 20


class MessageParser:
    """Reads the messages of one call in order, and keeps what edits refer to.

    Outputs are as the app sent them: a component update is not resolved here.
    """

    def __init__(self, endpoint: Endpoint, quirks: Quirks, *, diffs: bool) -> None:
        """diffs: streamed outputs after the first come as edits."""
        self._endpoint = endpoint
        self._quirks = quirks
        self._diffs = diffs
        self._outputs: list[Json] = []  # the latest ones: what edits refer to
        self._broken: set[int] = set()  # outputs that an edit did not fit; they wait for the end
        self._notices: set[str] = set()

    def events(self, message: Mapping[str, Json]) -> Iterator[Event]:
        """Yield the events of one message, mostly one.

        Raises Lost or Busy if the message says that the call is gone.
        """
        kind = message.get("msg")
        match kind:
            case "process_generating":
                yield from self._partial(message, are_edits=self._diffs)
            case "process_streaming":
                yield from self._partial(message, are_edits=False)
            case "process_completed":
                yield self._completed(message)
            case "estimation":
                rank, size = _whole(message.get("rank")), _whole(message.get("queue_size"))
                yield Queued(rank, size, finite_number(message.get("rank_eta")))
            case "process_starts":
                yield Started(finite_number(message.get("eta")))
            case "progress":
                yield _progress(message.get("progress_data"))
            case "log":
                yield _log(message)
            case "close_stream" | "unexpected_error" | "queue_full":
                raise self._error(kind, message)
            case _ if kind not in _SILENT:
                yield from self._notice(
                    f"a message of a kind we do not know was skipped: {str(kind)[:60]!r}"
                )

    def _partial(self, message: Mapping[str, Json], *, are_edits: bool) -> Iterator[Event]:
        output = message.get("output")
        data = output.get("data") if isinstance(output, Mapping) else None
        if not isinstance(data, list):
            return
        if are_edits and self._outputs:
            yield from self._edit(data)
        else:
            self._outputs = list(data)
        yield Partial(self._endpoint.shown(tuple(self._outputs)))

    def _edit(self, data: list[Json]) -> Iterator[Event]:
        """Apply the edits of each output; yield a notice for each that does not fit."""
        # An output that was not there before (the app reloaded) starts from null.
        self._outputs += [None] * (len(data) - len(self._outputs))
        for place, edits in enumerate(data):
            if place in self._broken:
                continue
            try:
                self._outputs[place] = apply_diff(
                    self._outputs[place], edits, shifted_deletes=self._quirks.shifted_deletes
                )
            except BadDiff as error:
                self._broken.add(place)
                yield from self._notice(
                    f"an update did not fit ({error}); waiting for the final value"
                )

    def _completed(self, message: Mapping[str, Json]) -> Event:
        output = message.get("output")
        is_failed = message.get("success") is False
        if is_failed or (isinstance(output, Mapping) and output.get("error") is not None):
            return Failed(app_failure(output, quoted=self._quirks.quoted_errors))
        if not isinstance(output, Mapping):
            raise self._lost("the server sent a result without output")
        if not output:  # how the server answers a cancel
            return Cancelled(by_user=False, confirmed=True)
        data = output.get("data")
        if not isinstance(data, list):
            raise self._lost("the server sent a result without data")
        return Completed(self._endpoint.shown(tuple(data)), 0.0)

    def _error(self, kind: str, message: Mapping[str, Json]) -> Busy | Lost:
        """Return the error of a message that ends the call without a result."""
        if kind == "queue_full":
            where = self._endpoint.api_name
            return Busy("the queue is full", where=where, hint="Try again in a while.")
        if kind == "close_stream":
            return self._lost("the server closed the stream before the result")
        text, details = one_line(_text(message.get("message")))
        if message.get("session_not_found") is True or text.startswith("404"):
            text = "the server restarted or forgot the call; it is lost"
        return self._lost(text or "the server failed unexpectedly", details)

    def _lost(self, text: str, details: str = "") -> Lost:
        where = self._endpoint.api_name
        return Lost(text, where=where, hint="Run it again.", details=details)

    def _notice(self, text: str) -> Iterator[Event]:
        """Yield a notice, each text once."""
        if text not in self._notices and len(self._notices) < _MAX_NOTICES:
            self._notices.add(text)
            yield Notice(text)


def _progress(units: Json) -> Progress:
    found = units if isinstance(units, list) else []
    return Progress(tuple(_unit(each) for each in found if isinstance(each, Mapping)))


def _unit(unit: Mapping[str, Json]) -> ProgressUnit:
    return ProgressUnit(
        index=_whole(unit.get("index")),
        length=_whole(unit.get("length")),
        unit=_text(unit.get("unit")) or "steps",
        progress=finite_number(unit.get("progress")),
        desc=_text(unit.get("desc")),
    )


def _log(message: Mapping[str, Json]) -> Log:
    level = _text(message.get("level")) or "info"
    title = _text(message.get("title"))
    if title.lower() == level.lower():
        title = ""  # Gradio 5 and later title a log by its level unless the app gives a title
    return Log(level, _text(message.get("log")), title)


def _text(value: Json) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else str(value)[:1000]


def _whole(value: Json) -> int | None:
    number = finite_number(value)
    return None if number is None else int(number)
