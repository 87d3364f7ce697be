"""The report of `run --pick`: parts of the outputs as JSON, for the next command of a script."""

from collections.abc import Sequence

from spacetui.cli import output
from spacetui.cli.status_line import StatusLine, status_text
from spacetui.errors import BadValue, Failure
from spacetui.model.events import Completed, Event, Log, Notice
from spacetui.model.file_data import file_data, is_certain_file, map_files, name_of, path_of
from spacetui.model.output_path import part_at_pointer
from spacetui.model.run import RunState
from spacetui.model.schema import MISSING, Json


class PickReport:
    """Prints the parts of the final outputs to which JSON Pointers lead, one a line.

    A file that was downloaded is printed as what `--data` and a file parameter take for it.
    """

    def __init__(self, pointers: Sequence[str]) -> None:
        self._pointers = pointers
        self._status = StatusLine()

    def print_event(self, event: Event, run: RunState) -> None:
        match event:
            case Log(level=level, message=message):
                self.print_note(f"{level}: {message}")
            case Notice(message=message):
                self.print_note(message)
        self.refresh(run, run.last_at)

    def refresh(self, run: RunState, now: float) -> None:
        """Redraw the status line on a terminal."""
        if not run.status.is_final:
            self._status.draw(status_text(run, now))

    def print_result(self, event: Completed, data: list[Json], *, are_local: bool) -> None:
        """Print each part. Raises BadValue for a pointer that leads nowhere."""
        self._status.clear()
        parts = [part_at_pointer(data, each) for each in self._pointers]
        for pointer, part in zip(self._pointers, parts, strict=True):
            if part is MISSING:
                raise BadValue(
                    f"the app gave nothing at {pointer!r}"[:200],
                    where="--pick",
                    hint="Look at what it gives with --json.",
                )
        for part in parts:
            output.print_json(_as_input(part) if are_local else part)

    def print_failure(self, failure: Failure, duration: float | None = None) -> None:
        """End the line on the terminal; the command prints the failure itself."""
        self._status.clear()

    def print_note(self, text: str) -> None:
        self._status.clear()
        output.print_note(text)


def _as_input(value: Json) -> Json:
    return map_files(
        value, is_certain_file, lambda file: file_data(path_of(file), orig_name=name_of(file))
    )
