"""A chat that an app gives, in the form of any version, as turns: who says what, with which files.

Pairs of user and assistant come from Gradio 3 and 4, objects with a role since Gradio 4.44; since
Gradio 6 their content is a list of parts.
Source: gradio 3.50.2, 4.44.1, 6.31 components/chatbot.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from spacetui.model.file_data import files_within, is_file_data
from spacetui.model.output_path import OutputPath
from spacetui.model.schema import Json

# Seconds: a step that is said to take longer is not told how long.
MAX_DURATION = 10_000_000


class ChatItem(NamedTuple):
    """A text or a file of a turn. path: leads to it in the message, empty where nothing does.

    text: in Markdown; of a file what describes it, if anything.
    """

    text: str
    path: OutputPath = ()
    file: Mapping[str, Json] | None = None


class Step(NamedTuple):
    """What a tool did. duration: in seconds, None where it is not known."""

    title: str
    log: str = ""
    duration: float | None = None
    id: str = ""
    parent_id: str = ""
    is_done: bool = False


class ChatTurn(NamedTuple):
    """One message. options: the answers that it offers."""

    role: str
    items: tuple[ChatItem, ...]
    step: Step | None = None
    options: tuple[str, ...] = ()


def turns_in(message: Json) -> list[ChatTurn] | None:
    """Return the turns of one element of a chat, of which a pair has two; None for no message.

    The paths in them begin at the element.
    """
    match message:
        case {"role": str(role)}:
            items = tuple(_items(message.get("content"), ("content",)))
            options = tuple(_options(message.get("options")))
            return [ChatTurn(role, items, step_of(message.get("metadata")), options)]
        case [user, assistant]:
            sides = enumerate((("user", user), ("assistant", assistant)))
            return [
                ChatTurn(role, tuple(_items(part, (at,))))
                for at, (role, part) in sides
                if part is not None
            ]
    return None


def step_of(metadata: Json) -> Step | None:
    """Return the step of a tool that a message is; None for an answer.

    Source: gradio 6.31 components/chatbot.py, MetadataDict.
    """
    if not isinstance(metadata, Mapping):
        return None
    title, log = _text(metadata.get("title")), _text(metadata.get("log"))
    if not title and not log:
        return None
    return Step(
        title,
        log,
        _seconds(metadata.get("duration")),
        _id(metadata.get("id")),
        _id(metadata.get("parent_id")),
        is_done=metadata.get("status") == "done",
    )


def _seconds(value: Json) -> float | None:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return None
    return value if 0 <= value < MAX_DURATION else None


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _id(value: Json) -> str:
    return str(value) if isinstance(value, (str, int)) else ""


def _options(options: Json) -> Iterator[str]:
    for each in options if isinstance(options, list) else ():
        text = each.get("label") or each.get("value") if isinstance(each, Mapping) else each
        if isinstance(text, str) and text:
            yield text


def _items(content: Json, path: OutputPath) -> Iterator[ChatItem]:
    """List the texts and files in the content of a message: a text, a part, a list, or a file."""
    if isinstance(content, str):
        yield ChatItem(content, path)
    elif isinstance(content, (list, tuple)):
        for at, each in enumerate(content):
            yield from _items(each, (*path, at))
    elif isinstance(content, Mapping):
        yield from _part_items(content, path)
    elif content is not None:
        yield ChatItem(str(content), path)


def _part_items(part: Mapping[str, Json], path: OutputPath) -> Iterator[ChatItem]:
    for key in ("text", "value"):
        if isinstance(part.get(key), str):
            yield ChatItem(part[key], (*path, key))
            return
    about = _text(part.get("alt_text"))
    if is_file_data(part):
        yield ChatItem(about, path, part)
        return
    file = part.get("file")
    if is_file_data(file):
        yield ChatItem(about, (*path, "file"), file)
        return
    files = files_within(part)
    for each in files:
        yield ChatItem(about, (), each)
    if not files:
        yield ChatItem(f"[{part.get('component') or 'a component'}]", path)
