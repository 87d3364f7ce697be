"""The history as text for people: calls by day, and one call with its values and files."""

from collections.abc import Callable, Sequence
from itertools import groupby

from spacetui.cli.human_output import cells, columns, fit, outputs_text, value_text
from spacetui.model.file_data import file_data
from spacetui.model.file_input import map_file_inputs
from spacetui.model.recording import Recording
from spacetui.model.run import RunState, Status
from spacetui.model.schema import WITHHELD, Json
from spacetui.store.row_types import HistoryRow, StoredFile, StoreSize
from spacetui.text.format import (
    count_text,
    day_text,
    duration_text,
    moment_of,
    size_text,
    today,
)
from spacetui.text.terminal_escapes import visible_line

# Cells of the columns that shrink: the app and its endpoint. Of the inputs at least.
_APP, _ENDPOINT, _INPUTS = 28, 20, 12


def days_text(rows: Sequence[HistoryRow]) -> str:
    """Return calls under their days, a line each: id, time, app, endpoint, inputs, outcome."""
    this_day = today()
    line_of = _line_format(rows)
    parts = []
    for day, of_day in groupby(rows, lambda row: moment_of(row.made_at).date()):
        parts.append("\n".join([day_text(day, this_day), *map(line_of, of_day)]))
    return "\n\n".join(parts)


def _line_format(rows: Sequence[HistoryRow]) -> Callable[[HistoryRow], str]:
    """Return what makes a line of a row, in columns that fit all rows and the page."""
    number = max(len(str(row.id)) for row in rows)
    app = min(_APP, max(cells(_app(row)) for row in rows))
    endpoint = min(_ENDPOINT, max(cells(visible_line(row.api_name, 100)) for row in rows))
    outcome = max(len(outcome_text(row)) for row in rows)
    left = columns() - number - len("00:00") - app - endpoint - outcome - 6 * len("  ")
    inputs = max(cells(visible_line(row.inputs, 200)) for row in rows)
    inputs = min(max(_INPUTS, left), inputs)

    def line(row: HistoryRow) -> str:
        texts = (
            f"  {row.id:>{number}}",
            f"{moment_of(row.made_at):%H:%M}",
            fit(_app(row), app),
            fit(row.api_name, endpoint),
            fit(row.inputs, inputs),
            outcome_text(row),
        )
        return "  ".join(texts)

    return line


def outcome_text(row: HistoryRow) -> str:
    """Return how a call ended, in a word, or how long it took."""
    if row.status is Status.COMPLETE:
        return duration_text(row.duration)
    return "running" if row.status.is_live else row.status.value


def size_line(size: StoreSize) -> str:
    """Return how much is kept: `214 calls, 31 MB of at most 500 MB`."""
    calls = count_text(size.calls, "call", is_grouped=True)
    return f"{calls}, {size_text(size.bytes)} of at most {size_text(size.limit)}"


def call_text(recording: Recording, files: Sequence[StoredFile]) -> str:
    """Return a call: its inputs, its outputs or its failure, and its files."""
    call, state, source = recording.call, recording.state, recording.source
    moment = moment_of(recording.made_at)
    what = " · ".join(each for each in (source.title, source.src, call.endpoint.api_name) if each)
    took = "" if state.status.is_live else f" after {duration_text(state.duration)}"
    when = f"{day_text(moment.date(), today())} {moment:%H:%M:%S}"
    lines = [visible_line(what, 1000), f"{when}, {state.status.value}{took}", "", "inputs"]
    lines += [_indented(f"{name}: {_input_text(value)}") for name, value in call.values.items()]
    if state.batch is not None:
        lines.insert(3, f"for every row of {visible_line(state.batch.rows, 1000)}:")
        lines += ["", "rows", f"  {visible_line(str(state.batch), 1000)}"]
        return "\n".join([*lines, *_failure_lines(state)])
    lines += ["", "outputs"]
    if state.outputs:
        lines.append(_indented(outputs_text(call.endpoint.returns, state.outputs, alone=False)))
    else:
        lines.append("  none are kept" if state.status is Status.COMPLETE else "  none")
    lines += _failure_lines(state)
    if files:
        lines += ["", "files", *(f"  {_file_line(each)}" for each in files)]
    return "\n".join(lines)


def _failure_lines(state: RunState) -> list[str]:
    return [] if state.failure is None else ["", "failure", _indented(str(state.failure))]


def _input_text(value: Json) -> str:
    if value is WITHHELD:
        return "not kept, since it is a secret"
    return value_text(map_file_inputs(value, lambda file: file_data(file.path)), are_local=True)


def _file_line(file: StoredFile) -> str:
    facts = ["input" if file.is_input else "output", file.media_type]
    if file.size is not None:
        facts.append(size_text(file.size))
    if file.is_changed:
        facts.append("changed since")
    if file.is_gone:
        facts.append("gone")
    elif file.kept is not None:
        facts.append(f"kept as {file.kept}")
    where = file.path if file.is_input else file.saved_path or file.name
    return f"{where} ({', '.join(each for each in facts if each)})"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))


def _app(row: HistoryRow) -> str:
    return visible_line(row.title or row.src, 100)
