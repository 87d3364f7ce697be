"""How `run` tells a call: a line of JSON for each event, or text for people with a status line beside it."""

import sys
from collections.abc import Callable
from typing import Protocol

from spacetui.cli import output
from spacetui.cli.plain_text import output_name, outputs_text
from spacetui.cli.status_line import StatusLine, status_text
from spacetui.errors import Failure
from spacetui.model.events import Completed, Event, Log, Notice, Partial, Progress, Queued, Started
from spacetui.model.run import RunState
from spacetui.model.schema import Endpoint, Json


class Report(Protocol):
    """What hears of a call: each event but the last, then `done` or `failed`."""

    def event(self, event: Event, run: RunState) -> None: ...
    def tick(self, run: RunState, now: float) -> None: ...
    def done(self, event: Completed, data: list[Json], *, are_local: bool) -> None: ...
    def failed(self, failure: Failure, duration: float | None = None) -> None: ...
    def notice(self, text: str) -> None: ...


class JsonReport:
    """One object a line, in the order things happen; the contract names the shapes."""

    def __init__(self, place: Callable[[Json], Json]) -> None:
        self._place = place

    def event(self, event: Event, run: RunState) -> None:
        match event:
            case Queued(rank=rank, queue_size=size, eta=eta):
                output.print_json({"event": "queued", "rank": rank, "queue_size": size, "eta": eta})
            case Started():
                output.print_json({"event": "started"})
            case Progress(units=units):
                bars = [
                    {
                        "index": each.index,
                        "length": each.length,
                        "unit": each.unit,
                        "progress": each.progress,
                        "desc": each.desc,
                    }
                    for each in units
                ]
                output.print_json({"event": "progress", "units": bars})
            case Log(level=level, title=title, message=message):
                output.print_json(
                    {"event": "log", "level": level, "title": title, "message": message}
                )
            case Partial(data=data):
                output.print_json({"event": "output", "data": [self._place(each) for each in data]})
            case Notice(message=message):
                self.notice(message)

    def tick(self, run: RunState, now: float) -> None:
        """Nothing moves between two lines."""

    def done(self, event: Completed, data: list[Json], *, are_local: bool) -> None:
        output.print_json({"event": "done", "data": data, "duration": event.duration})

    def failed(self, failure: Failure, duration: float | None = None) -> None:
        optional = {
            "title": failure.title,
            "where": failure.where,
            "hint": failure.hint,
            "parameter": failure.parameter,
            "details": failure.details,
            "retry_after": failure.retry_after,
            "duration": duration,
        }
        given = {name: value for name, value in optional.items() if value not in ("", None)}
        output.print_json(
            {"event": "error", "kind": failure.kind, "message": failure.message, **given}
        )

    def notice(self, text: str) -> None:
        output.print_note(text)


class TextReport:
    """The outputs on stdout, a text as it grows; all else on stderr, on a terminal in one moving line."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._returns = endpoint.returns
        self._status = StatusLine()
        self._printed = ""
        self._is_growing = bool(endpoint.returns)

    def event(self, event: Event, run: RunState) -> None:
        match event:
            case Partial(data=data):
                self._grow(data)
            case Log(level=level, title=title, message=message):
                self.notice(f"{level}: {title + ': ' if title else ''}{message}")
            case Notice(message=message):
                self.notice(message)
        self.tick(run, run.last_at)

    def tick(self, run: RunState, now: float) -> None:
        # A status line over a half-printed text would tear it.
        if not self._printed and not run.status.is_final:
            self._status.draw(status_text(run, now))

    def done(self, event: Completed, data: list[Json], *, are_local: bool) -> None:
        self._status.clear()
        rest = data
        first = data[0] if data and isinstance(data[0], str) else ""
        if self._printed and first.startswith(self._printed):
            output.print_text(first[len(self._printed) :])
            rest = data[1:]
        else:
            self._end_line()
        if not data:
            output.print_note("done; it gives nothing back")
        elif rest:
            output.print_text(self._rest_of(data, rest, are_local))

    def _rest_of(self, data: list[Json], rest: list[Json], are_local: bool) -> str:
        returns = self._returns[len(data) - len(rest) :]
        return outputs_text(returns, rest, alone=len(data) == 1, are_local=are_local)

    def failed(self, failure: Failure, duration: float | None = None) -> None:
        self._status.clear()
        self._end_line()

    def notice(self, text: str) -> None:
        self._status.clear()
        if self._printed and sys.stdout.isatty():
            self._end_line()
            self._is_growing = False
        output.print_note(text)

    def _grow(self, data: tuple[Json, ...]) -> None:
        text = data[0] if self._is_growing and data else None
        if not isinstance(text, str) or not text.startswith(self._printed):
            self._is_growing = False
            return
        if new := text[len(self._printed) :]:
            self._status.clear()
            if not self._printed and len(data) > 1:
                output.print_text(f"{output_name(self._returns, 0)}: ", end="")
            output.print_text(new, end="")
            self._printed = text

    def _end_line(self) -> None:
        if self._printed and not self._printed.endswith("\n"):
            output.print_text("")
        self._printed = ""
