"""ParamViewer: the parameters of a function, each with its type, default and description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual.content import Content

from spacetui.model.json_values import as_text
from spacetui.model.schema import Json
from spacetui.text.format import count_text
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.outputs.text_layout import cut_note
from spacetui.tui.widgets.safe_content import line_content, text_content

MAX_PARAMETERS = 200
# Characters of a name, of a type or default, and of a description.
MAX_NAME, MAX_CODE, MAX_DESCRIPTION = 80, 300, 2_000
INDENT = 2


class _Entry(NamedTuple):
    """A parameter. default: as Python writes it; None of a parameter that has to be given."""

    name: str
    type: str
    default: str | None
    description: str

    @property
    def is_cut(self) -> bool:
        """Whether some of it is longer than what is shown."""
        is_code_cut = max(len(self.type), len(self.default or "")) > MAX_CODE
        is_name_cut = len(self.name) > MAX_NAME
        return is_name_cut or is_code_cut or len(self.description) > MAX_DESCRIPTION


class ParamViewerView(OutputView):
    """`{name: {"type", "description", "default"}, …}`, a head for each and its text below."""

    def draw(self, value: Json, final: bool) -> None:
        entries = _entries_in(value)
        if entries is None:
            self.draw_json(value)
            return
        self.summary = count_text(len(entries), "parameter", is_grouped=True)
        shown = entries[:MAX_PARAMETERS]
        texts = [(_head(each), text_content(each.description, MAX_DESCRIPTION)) for each in shown]
        hidden = len(entries) - len(shown)
        more = count_text(hidden, "parameter", is_grouped=True) if hidden else ""
        after = cut_note(hidden > 0 or any(each.is_cut for each in shown), more)
        self.body.show_lines(lambda width: [*_lines(texts, width), *after])


def _entries_in(value: Json) -> list[_Entry] | None:
    """Return the parameters in a value; None for another shape."""
    if not isinstance(value, Mapping):
        return None
    entries = []
    for name, each in value.items():
        if not isinstance(each, Mapping) or not isinstance(each.get("type"), str):
            return None
        default = each.get("default")
        entries.append(
            _Entry(
                str(name),
                each["type"],
                default if default is None else str(default),
                as_text(each.get("description")),
            )
        )
    return entries


def _head(entry: _Entry) -> Content:
    parts = [
        line_content(entry.name, MAX_NAME, "bold"),
        Content.styled(": ", "$muted"),
        line_content(entry.type, MAX_CODE, "$accent"),
    ]
    if entry.default is not None:
        parts += [Content.styled(" = ", "$muted"), line_content(entry.default, MAX_CODE)]
    return Content.assemble(*parts)


def _lines(texts: list[tuple[Content, Content]], width: int) -> list[Content]:
    lines = []
    for head, description in texts:
        lines += _hanging(head, width)
        if description.plain.strip():
            narrow = description.wrap(max(1, width - INDENT))
            lines += [(Content(" " * INDENT) + each).stylize("$muted") for each in narrow]
    return lines


def _hanging(head: Content, width: int) -> list[Content]:
    """Wrap a head; its further rows are indented."""
    first, *rest = head.wrap(max(1, width - INDENT)) or [head]
    return [first, *(Content(" " * INDENT) + each for each in rest)]
