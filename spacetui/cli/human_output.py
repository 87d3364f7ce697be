"""Plain text for users: tables, the page of an app, outputs.

Almost all of it is untrusted text; output.print_text makes it safe.
"""

import json
import math
import shutil
import sys
import unicodedata
from collections.abc import Sequence

from spacetui.model.component_update import Output
from spacetui.model.components import COMPONENTS, component_type
from spacetui.model.file_data import (
    is_certain_file,
    is_inline_file,
    name_of,
    path_of,
    video_files,
)
from spacetui.model.parameter_limits import limits_of_value
from spacetui.model.schema import MISSING, App, Choice, Endpoint, Json, Parameter, Return
from spacetui.model.source import Source
from spacetui.model.space import SpaceCard
from spacetui.text.component_changes import changes_lines, short_json
from spacetui.text.format import duration_text, range_text
from spacetui.text.terminal_escapes import visible_line

# Columns of a page that does not go to a terminal.
WIDTH = 120
# Choices of one parameter that a page lists; the others are counted.
MAX_CHOICES = 12


def cells(text: str) -> int:
    """Return the number of terminal cells that `text` takes."""
    return sum(_cells_of(character) for character in text)


def _cells_of(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    is_wide = unicodedata.east_asian_width(character) in ("W", "F")
    if is_wide:
        return 2
    return 1


def fit(text: str, width: int) -> str:
    """Return one safe line of exactly `width` cells: cut with an ellipsis, or padded."""
    line = visible_line(text, 1000)
    if cells(line) > width:
        kept, used = [], 0
        for character in line:
            used += _cells_of(character)
            if used > width - 1:
                break
            kept.append(character)
        line = "".join(kept) + "…"
    return line + " " * (width - cells(line))


def columns() -> int:
    """Return the width of a page: that of the terminal, or WIDTH if stdout is not one."""
    if not sys.stdout.isatty():
        return WIDTH
    return shutil.get_terminal_size((WIDTH, 24)).columns


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, wide: int = 1) -> str:
    """Return rows as aligned columns, two spaces apart.

    wide: the column that shrinks if the page is too narrow.
    """
    lines = [heads, *rows]
    widths = [
        max(cells(visible_line(text, 1000)) for text in column)
        for column in zip(*lines, strict=True)
    ]
    spare = columns() - sum(widths) - 2 * (len(widths) - 1)
    if spare < 0:
        widths[wide] = max(8, widths[wide] + spare)
    return "\n".join(_aligned(line, widths) for line in lines)


def _aligned(texts: Sequence[str], widths: Sequence[int]) -> str:
    fitted = (fit(text, width) for text, width in zip(texts, widths, strict=True))
    return "  ".join(fitted).rstrip()


def app_page(
    app: App,
    endpoints: Sequence[Endpoint],
    source: Source,
    card: SpaceCard | None,
    notes: Sequence[str] = (),
) -> str:
    """Return the page of an app: what it is, then each endpoint with its parameters and returns."""
    name, facts, description = app.url, [app.url, f"gradio {app.version}"], ""
    if card is not None:
        name, description = card.id, card.description
        facts += [card.stage.lower(), card.hardware]
    heads = [_joined(name, source.title), _joined(*facts)]
    if description:
        heads.append(description)
    heads += [f"! {note}" for note in notes]
    lines = [visible_line(head, 1000) for head in heads]
    for endpoint in endpoints:
        lines += ["", *endpoint_lines(endpoint)]
    return "\n".join(lines)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def endpoint_lines(endpoint: Endpoint) -> list[str]:
    """Return the lines of a page that are about one endpoint."""
    about = [endpoint.description.strip().partition("\n")[0]]
    if endpoint.streams:
        about.append("streams")
    if endpoint.oauth_token:
        is_required = endpoint.oauth_token == "required"
        about.append(f"{'wants' if is_required else 'can take'} an --oauth-token of yours")
    if endpoint.visibility != "public":
        about.append(endpoint.visibility)
    head = _joined(endpoint.api_name, *about, usage_text(endpoint))
    name_width = _column_width([each.name for each in endpoint.parameters], 40)
    component_width = _column_width([each.component for each in endpoint.parameters], 24)
    returns = ", ".join(visible_line(_return_text(each), 80) for each in endpoint.returns)
    return [
        visible_line(head, 1000),
        *(_parameter_line(each, name_width, component_width) for each in endpoint.parameters),
        f"  {fit('gives', name_width)}  {returns or 'nothing'}",
    ]


def _column_width(texts: Sequence[str], limit: int) -> int:
    return max([5, *(cells(visible_line(text, limit)) for text in texts)])


def _parameter_line(parameter: Parameter, name_width: int, component_width: int) -> str:
    default = "required" if parameter.required else f"= {_short_json(parameter.default)}"
    parts = (
        _extra_label(parameter),
        _own_type(parameter),
        limits_text(parameter),
        parameter.info,
        parameter.description,
    )
    texts = (
        fit(parameter.name, name_width),
        fit(parameter.component, component_width),
        fit(default, 24),
        visible_line("; ".join(part for part in parts if part), 300),
    )
    return f"  {'  '.join(texts)}".rstrip()


def _extra_label(parameter: Parameter) -> str:
    """Return a parameter's label, unless it is only another spelling of its name."""
    if parameter.label.replace(" ", "_").lower() == parameter.name.lower():
        return ""
    return visible_line(parameter.label, 60)


def _own_type(parameter: Parameter) -> str:
    """Return the type of a value whose component says nothing of it."""
    is_known = component_type(parameter.component) in COMPONENTS
    if is_known:
        return ""
    return visible_line(parameter.python_type, 60)


def usage_text(endpoint: Endpoint) -> str:
    """Return how calls went so far: `usually 12 s, 98% succeed`; empty if it is not known."""
    usage, parts = endpoint.usage, []
    if usage is None:
        return ""
    if usage.seconds is not None:
        is_instant = usage.seconds < 0.1
        parts.append("usually at once" if is_instant else f"usually {duration_text(usage.seconds)}")
    if usage.success_rate is not None:
        parts.append(f"{math.floor(usage.success_rate * 100)}% succeed")
    return ", ".join(parts)


def _return_text(output: Return) -> str:
    if not output.label:
        return output.component
    return f"{output.label} ({output.component})"


def _short_json(value: Json) -> str:
    text = value
    if not isinstance(text, str) or not text:
        text = json.dumps(value, ensure_ascii=False)
    if len(text) > 200:
        text = text[:200] + "…"
    return text


def limits_text(parameter: Parameter) -> str:
    """Return which values are allowed: choices, limits, files, forms; empty if all are."""
    if parameter.choices is not None:
        return _choices_text(parameter, parameter.choices)
    step = parameter.step
    if step == component_type(parameter.component).plain_step:
        step = None
    parts = [range_text(parameter.minimum, parameter.maximum, step)]
    if parameter.file_types:
        parts.append("file: " + " ".join(parameter.file_types[:MAX_CHOICES]))
    elif parameter.takes_files:
        parts.append("file")
    parts.append(limits_of_value(parameter))
    return ", ".join(part for part in parts if part)


def _choices_text(parameter: Parameter, choices: Sequence[Choice]) -> str:
    labels = [each.label for each in choices[:MAX_CHOICES]]
    if len(choices) > MAX_CHOICES:
        labels.append(f"… {len(choices) - MAX_CHOICES} more")
    text = " | ".join(labels)
    if parameter.takes_list:
        text = f"some of {text}"
    if parameter.allow_custom_value:
        text += ", or your own"
    return text


def outputs_text(
    returns: Sequence[Return], outputs: Sequence[Output], *, alone: bool, are_local: bool = False
) -> str:
    """Return final outputs as text: each under its label, or one that is `alone` by itself.

    Under a value stands what else of its component the app changed.
    are_local: files are on this machine, so a file is shown by its path and not by its URL.
    """
    if alone:
        lines = [*_value_lines(outputs[0], are_local), *_changes(outputs[0], are_local)]
        return "\n".join(lines or ["unchanged"])
    parts = []
    for at, output in enumerate(outputs):
        changes = [f"  {line}" for line in _changes(output, are_local)]
        text = "\n".join(_value_lines(output, are_local))
        if not text and not changes:
            text = "unchanged"
        separator = "\n" if "\n" in text else " "
        head = f"{output_name(returns, at)}:{separator}{text}".rstrip(" ")
        parts += [head, *changes]
    return "\n".join(parts)


def _value_lines(output: Output, are_local: bool) -> list[str]:
    if output.value is MISSING:
        return []
    return [value_text(output.value, are_local=are_local)]


def _changes(output: Output, are_local: bool) -> list[str]:
    def show(value: Json) -> str:
        if is_certain_file(value):
            return value_text(value, are_local=are_local)
        return short_json(value)

    return changes_lines(output.changes, show)


def output_name(returns: Sequence[Return], at: int) -> str:
    """Return the label of an output, or its number if it has none."""
    label = ""
    if at < len(returns):
        label = visible_line(returns[at].label, 80)
    return label or f"output {at + 1}"


def value_text(value: Json, *, are_local: bool = False) -> str:
    """Return one value as text: a text as it is, a file by its path or URL, all else as JSON."""
    if isinstance(value, str):
        return value
    if is_certain_file(value):
        path = path_of(value)
        if are_local and path:
            return path
        if is_inline_file(value):
            return f"{name_of(value)} (its content is in the value; --download saves it)"
        return str(value.get("url") or path)
    if (files := video_files(value)) is not None:
        video, subtitles = files
        text = value_text(video, are_local=are_local)
        if subtitles is None:
            return text
        return f"{text}\nsubtitles: {value_text(subtitles, are_local=are_local)}"
    return json.dumps(value, ensure_ascii=False, indent=2)
