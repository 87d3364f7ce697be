"""What stands above the outputs of an earlier call: where it went, its inputs, its files."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from spacetui.model.call import Call
from spacetui.model.run import Status
from spacetui.model.schema import MISSING
from spacetui.store.row_types import StoredFile
from spacetui.text.format import size_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.past_call import PastCall
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.wording.value_summary import summarize_quoted

# Cells of the names of inputs at most. Files that are listed.
MAX_NAME, MAX_FILES = 16, 20


def inputs_content(past: PastCall, width: int) -> Content:
    """Return where a call went, its inputs, and what became of its files, in lines of `width`."""
    return Content("\n").join(line.truncate(width, ellipsis=True) for line in _lines(past))


def _lines(past: PastCall) -> Iterator[Content]:
    row = past.row
    name, endpoint = visible_line(row.title or row.src, 60), visible_line(row.api_name, 60)
    yield Content.assemble((name, "bold"), " ", (endpoint, "$secondary"))
    if row.title and row.title != row.src:
        yield Content.styled(visible_line(row.src, 200), "$muted")
    yield from _input_lines(past.call)
    for file in past.files[:MAX_FILES]:
        if note := file_note(file):
            where = visible_line(file.name, 60)
            yield Content.assemble((f"{glyphs().warning} ", "$warning"), where, (note, "$muted"))
    yield from _outcome_lines(past)


def _input_lines(call: Call) -> Iterator[Content]:
    names = [each.name for each in call.endpoint.parameters]
    longest = min(MAX_NAME, max(map(len, names), default=0))
    for parameter in call.endpoint.parameters:
        value = call.value_of(parameter)
        if value is not MISSING:
            shown = f"{visible_line(parameter.name, MAX_NAME):<{longest}}  "
            yield Content.assemble((shown, "$muted"), summarize_quoted(value))


def _outcome_lines(past: PastCall) -> Iterator[Content]:
    """Say why there are no outputs, or not all of them."""
    row = past.row
    if past.state.batch is not None:
        return  # the result below says it
    if row.status is Status.COMPLETE and not row.has_outputs and past.call.endpoint.returns:
        yield Content.styled("its outputs were removed to save room", "$muted")
    if row.status is Status.INTERRUPTED:
        yield Content.styled("interrupted: spacetui ended before the call did", "$muted")


def file_note(file: StoredFile) -> str:
    """Say that a file is gone, or is another one now; empty where it is as it was."""
    size = "" if file.size is None else f", {size_text(file.size)},"
    kind = "input" if file.is_input else "output"
    if file.is_gone:
        return f" {kind}{size} is gone"
    if file.is_changed:
        return f" {kind}{size} has changed since"
    return ""
