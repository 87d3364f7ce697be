"""Plain pages and tables for people. Everything here is a stranger's text; printing makes it safe."""

import json
import math
import shutil
import sys
import unicodedata
from collections.abc import Sequence

from spacetui.model.components import component_type
from spacetui.model.file_data import is_certain_file, path_of, video_in
from spacetui.model.recording import Source
from spacetui.model.schema import App, Endpoint, Json, Parameter, Return
from spacetui.model.space import SpaceCard
from spacetui.text.format import duration_text, range_text
from spacetui.text.terminal import visible_line

# Columns where there is no terminal to ask.
WIDTH = 120
# Choices of one parameter that a page names; the rest are counted.
MAX_CHOICES = 12


def cells(text: str) -> int:
    """Give the number of terminal cells that `text` takes."""
    return sum(_cells_of(character) for character in text)


def _cells_of(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def fit(text: str, width: int) -> str:
    """Give one safe line of exactly `width` cells: cut with an ellipsis, or filled with blanks."""
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
    """Give the width of the page: the terminal's on a terminal."""
    return shutil.get_terminal_size((WIDTH, 24)).columns if sys.stdout.isatty() else WIDTH


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, wide: int = 1) -> str:
    """Give rows as aligned columns, two blanks apart; column `wide` gives way when the page is narrow."""
    widths = [
        max(cells(visible_line(row[at], 1000)) for row in (heads, *rows))
        for at in range(len(heads))
    ]
    spare = columns() - sum(widths) - 2 * (len(widths) - 1)
    if spare < 0:
        widths[wide] = max(8, widths[wide] + spare)
    lines = [
        "  ".join(fit(cell, width) for cell, width in zip(row, widths, strict=True))
        for row in (heads, *rows)
    ]
    return "\n".join(line.rstrip() for line in lines)


def app_page(
    app: App,
    endpoints: Sequence[Endpoint],
    source: Source,
    card: SpaceCard | None,
    notes: Sequence[str] = (),
) -> str:
    """Give an app as a page: what it is, then each endpoint with its parameters and what it gives."""
    name = card.id if card is not None else app.url
    facts = [app.url, f"gradio {app.version}"]
    if card is not None:
        facts += [each for each in (card.stage.lower(), card.hardware) if each]
    heads = [" · ".join(each for each in (name, source.title) if each), " · ".join(facts)]
    if card is not None and card.description:
        heads.append(card.description)
    lines = [visible_line(head, 1000) for head in (*heads, *(f"! {note}" for note in notes))]
    for endpoint in endpoints:
        lines += ["", *endpoint_lines(endpoint)]
    return "\n".join(lines)


def endpoint_lines(endpoint: Endpoint) -> list[str]:
    """Give an endpoint's lines of a page."""
    about = [endpoint.description.strip().partition("\n")[0]]
    about.append("streams" if endpoint.streams else "")
    about.append(endpoint.visibility if endpoint.visibility != "public" else "")
    about.append(usage_words(endpoint))
    lines = [visible_line(" · ".join([endpoint.api_name, *(each for each in about if each)]), 1000)]
    names = [each.name for each in endpoint.parameters]
    name_width = max([5, *(cells(visible_line(name, 40)) for name in names)])
    kind_width = max(
        [5, *(cells(visible_line(each.component, 24)) for each in endpoint.parameters)]
    )
    for each in endpoint.parameters:
        default = "required" if each.required else f"= {_short(each.default)}"
        label = (
            ""
            if each.label.replace(" ", "_").lower() == each.name.lower()
            else visible_line(each.label, 60)
        )
        about_it = "; ".join(
            part for part in (label, limits(each), each.info, each.description) if part
        )
        head = (
            f"  {fit(each.name, name_width)}  {fit(each.component, kind_width)}  {fit(default, 24)}"
        )
        lines.append(f"{head}  {visible_line(about_it, 300)}".rstrip())
    gives = ", ".join(visible_line(_given(each), 80) for each in endpoint.returns) or "nothing"
    lines.append(f"  {fit('gives', name_width)}  {gives}")
    return lines


def usage_words(endpoint: Endpoint) -> str:
    """Say how calls of an endpoint went so far, `usually 12 s, 98% succeed`; empty where nothing is known."""
    usage, words = endpoint.usage, []
    if usage is not None and usage.seconds is not None:
        words.append(
            f"usually {duration_text(usage.seconds)}" if usage.seconds >= 0.1 else "usually at once"
        )
    if usage is not None and usage.success_rate is not None:
        words.append(f"{math.floor(usage.success_rate * 100)}% succeed")
    return ", ".join(words)


def _given(output: Return) -> str:
    return f"{output.label} ({output.component})" if output.label else output.component


def _short(value: Json) -> str:
    text = value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else text[:200] + "…"


def limits(parameter: Parameter) -> str:
    """Say what a value must be, in a few words: choices, limits, kinds of file."""
    if parameter.choices is not None:
        names = [each.label for each in parameter.choices[:MAX_CHOICES]]
        more = len(parameter.choices) - len(names)
        listed = " | ".join(names) + (f" | … {more} more" if more > 0 else "")
        some = "some of " if parameter.takes_list else ""
        return f"{some}{listed}{', or your own' if parameter.allow_custom_value else ''}"
    step = parameter.step
    if step == component_type(parameter.component).plain_step:
        step = None
    parts = [range_text(parameter.minimum, parameter.maximum, step)]
    if parameter.file_types:
        parts.append("file: " + " ".join(parameter.file_types[:MAX_CHOICES]))
    elif parameter.takes_files:
        parts.append("file")
    return ", ".join(part for part in parts if part)


def outputs_text(
    returns: Sequence[Return], data: Sequence[Json], *, alone: bool, are_local: bool = False
) -> str:
    """Give final outputs for people: one that is `alone` by itself, else each under its label.

    are_local: files lie here, so a file is its path, and not where it can be had.
    """
    if alone:
        return value_text(data[0], are_local=are_local)
    parts = []
    for at, value in enumerate(data):
        text = value_text(value, are_local=are_local)
        parts.append(f"{output_name(returns, at)}:{chr(10) if chr(10) in text else ' '}{text}")
    return "\n".join(parts)


def output_name(returns: Sequence[Return], at: int) -> str:
    """Give the label of an output, or its number."""
    label = visible_line(returns[at].label, 80) if at < len(returns) else ""
    return label or f"output {at + 1}"


def value_text(value: Json, *, are_local: bool = False) -> str:
    """Give one value for people: text as it is, a file by where it lies, all else as JSON."""
    if isinstance(value, str):
        return value
    if is_certain_file(value):
        path = path_of(value)
        return path if are_local else str(value.get("url") or path)
    if (video := video_in(value)) is not None:
        return value_text(video, are_local=are_local)
    return json.dumps(value, ensure_ascii=False, indent=2)
