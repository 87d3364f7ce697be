"""The report of `run --pick`: parts of the outputs as JSON, for the next command of a script."""

from collections.abc import Sequence

from spacetui.cli import output
from spacetui.cli.run_reports import StatusReport
from spacetui.errors import BadValue
from spacetui.model.events import Completed
from spacetui.model.file_data import file_data, is_certain_file, map_files, name_of, path_of
from spacetui.model.output_path import part_at_pointer
from spacetui.model.schema import MISSING, Json


class PickReport(StatusReport):
    """Prints the parts of the final outputs to which JSON Pointers lead, one a line.

    A file that was downloaded is printed as what `--data` and a file parameter take for it.
    """

    def __init__(self, pointers: Sequence[str]) -> None:
        super().__init__()
        self._pointers = pointers

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


def _as_input(value: Json) -> Json:
    return map_files(
        value, is_certain_file, lambda file: file_data(path_of(file), orig_name=name_of(file))
    )
