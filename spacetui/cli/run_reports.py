"""The reports of `run`: a line of JSON for each event, or text and a status line for users."""

import sys
from collections.abc import Callable
from typing import Protocol

from spacetui.cli import output
from spacetui.cli.human_output import output_name, outputs_text
from spacetui.cli.status_line import StatusLine, status_text
from spacetui.errors import Failure
from spacetui.model.component_update import Output, outputs_after
from spacetui.model.events import (
    Completed,
    Event,
    Log,
    Notice,
    Partial,
    Progress,
    ProgressUnit,
    Queued,
    Started,
)
from spacetui.model.run import RunState
from spacetui.model.schema import Endpoint, Json


class Report(Protocol):
    """Prints one call: each event except the last, then its result or its failure."""

    def print_event(self, event: Event, run: RunState) -> None: ...
    def refresh(self, run: RunState, now: float) -> None: ...
    def print_result(self, event: Completed, data: list[Json], *, are_local: bool) -> None: ...
    def print_failure(self, failure: Failure, duration: float | None = None) -> None: ...
    def print_note(self, text: str) -> None: ...


class JsonReport:
    """Prints one JSON object for each event, in the order of the events."""

    def __init__(
        self, add_urls: Callable[[Json], Json] = lambda value: value, *, step: str = ""
    ) -> None:
        """add_urls: adds to the files in an output where they can be fetched.

        step: the name of the step that the call is, which each line has then.
        """
        self._add_urls = add_urls
        self._step = {"step": step} if step else {}

    def print_event(self, event: Event, run: RunState) -> None:
        match event:
            case Queued(rank=rank, queue_size=size, eta=eta):
                self._print({"event": "queued", "rank": rank, "queue_size": size, "eta": eta})
            case Started():
                self._print({"event": "started"})
            case Progress(units=units):
                bars = [_unit_json(each) for each in units]
                self._print({"event": "progress", "units": bars})
            case Log(level=level, title=title, message=message):
                self._print({"event": "log", "level": level, "title": title, "message": message})
            case Partial(data=data):
                outputs = [self._add_urls(each) for each in data]
                self._print({"event": "output", "data": outputs})
            case Notice(message=message):
                self.print_note(message)

    def refresh(self, run: RunState, now: float) -> None:
        """Print nothing: a line of JSON does not change."""

    def print_result(self, event: Completed, data: list[Json], *, are_local: bool) -> None:
        self._print({"event": "done", "data": data, "duration": event.duration})

    def print_failure(self, failure: Failure, duration: float | None = None) -> None:
        took = {} if duration is None else {"duration": duration}
        self._print({"event": "error", **failure.as_json(), **took})

    def print_note(self, text: str) -> None:
        output.print_note(text)

    def _print(self, event: dict[str, Json]) -> None:
        output.print_json({**event, **self._step})


def _unit_json(unit: ProgressUnit) -> Json:
    return {
        "index": unit.index,
        "length": unit.length,
        "unit": unit.unit,
        "progress": unit.progress,
        "desc": unit.desc,
    }


class StatusReport:
    """The base of reports for users: what is no output goes to stderr.

    On a terminal, the state of the call is one line of stderr that is redrawn.
    """

    def __init__(self) -> None:
        self._status = StatusLine()

    def print_event(self, event: Event, run: RunState) -> None:
        match event:
            case Log(level=level, title="", message=message):
                self.print_note(f"{level}: {message}")
            case Log(level=level, title=title, message=message):
                self.print_note(f"{level}: {title}: {message}")
            case Notice(message=message):
                self.print_note(message)
        self.refresh(run, run.last_at)

    def refresh(self, run: RunState, now: float) -> None:
        """Redraw the status line."""
        if not run.status.is_final:
            self._status.draw(status_text(run, now))

    def print_failure(self, failure: Failure, duration: float | None = None) -> None:
        """End the line on the terminal; the command prints the failure itself."""
        self._status.clear()

    def print_note(self, text: str) -> None:
        self._status.clear()
        output.print_note(text)


class TextReport(StatusReport):
    """Prints outputs to stdout, a text while it grows."""

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__()
        self._returns = endpoint.returns
        # What is printed so far of the first output, while it is a text that only grows.
        self._printed = ""
        self._is_growing = bool(endpoint.returns)
        # The outputs so far, to which a final component update may refer.
        self._outputs: tuple[Output, ...] = ()

    def print_event(self, event: Event, run: RunState) -> None:
        if isinstance(event, Partial):
            self._outputs = run.outputs or ()
            self._print_growth(self._outputs)
        super().print_event(event, run)

    def refresh(self, run: RunState, now: float) -> None:
        """Redraw the status line, unless there is an unfinished line of text on the terminal."""
        if not self._printed:
            super().refresh(run, now)

    def print_result(self, event: Completed, data: list[Json], *, are_local: bool) -> None:
        self._status.clear()
        remaining = outputs = outputs_after(self._outputs, data)
        rest = self._rest_of(outputs[0]) if outputs else None
        if rest is not None:
            output.print_text(rest)
            remaining = outputs[1:]
        else:
            self._end_line()
        if not outputs:
            output.print_note("done; it gives nothing back")
        elif remaining:
            returns = self._returns[len(outputs) - len(remaining) :]
            is_alone = len(outputs) == 1
            output.print_text(outputs_text(returns, remaining, alone=is_alone, are_local=are_local))

    def print_failure(self, failure: Failure, duration: float | None = None) -> None:
        super().print_failure(failure, duration)
        self._end_line()

    def print_note(self, text: str) -> None:
        self._status.clear()
        if self._printed and sys.stdout.isatty():
            self._end_line()
            self._is_growing = False
        super().print_note(text)

    def _print_growth(self, outputs: tuple[Output, ...]) -> None:
        """Print what the first output has gained, if it is a text that only grows."""
        text = outputs[0].value if self._is_growing and outputs else None
        if not isinstance(text, str) or not text.startswith(self._printed):
            self._is_growing = False
            return
        gained = text[len(self._printed) :]
        if not gained:
            return
        self._status.clear()
        if not self._printed and len(outputs) > 1:
            output.print_text(f"{output_name(self._returns, 0)}: ", end="")
        output.print_text(gained, end="")
        self._printed = text

    def _rest_of(self, output: Output) -> str | None:
        """Return what follows what is printed already; None where it is not the start of it."""
        text = output.value
        if not self._printed or output.changes or not isinstance(text, str):
            return None
        return text[len(self._printed) :] if text.startswith(self._printed) else None

    def _end_line(self) -> None:
        if self._printed and not self._printed.endswith("\n"):
            output.print_text("")
        self._printed = ""
