"""A chat as text that is easily typed: each turn begins with its role, `user: hello`.

What a turn of an app may have besides (files, tool steps, options) has no place in it.
"""

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from spacetui.model.schema import Json
from spacetui.model.schema_check import schema_problem

ROLES = ("user", "assistant", "system")
EXAMPLE = "user: hello"
_START = re.compile(rf"({'|'.join(ROLES)}):[ \t]?(.*)", re.DOTALL)


class Turn(NamedTuple):
    """What one side said; role: one of ROLES."""

    role: str
    text: str


class ChatForm(Enum):
    """How a Chatbot takes its turns on the wire. It is read from its schema, not from a version."""

    PAIRS = "pairs"  # [[user, assistant], …], to Gradio 5
    MESSAGES = "messages"  # [{"role", "content": "…"}, …]
    PARTS = "parts"  # [{"role", "content": [{"type": "text", "text": "…"}]}, …], since Gradio 6


def chat_form(schema: Mapping[str, Json]) -> ChatForm:
    """Return the form that fits a schema; pairs where it takes any JSON (Gradio 3)."""
    if not schema_problem(0, schema):
        return ChatForm.PAIRS
    sample = [Turn("user", "a"), Turn("assistant", "b")]
    forms = (ChatForm.MESSAGES, ChatForm.PARTS)
    fitting = (each for each in forms if not schema_problem(chat_value(sample, each), schema))
    return next(fitting, ChatForm.PAIRS)


def read_turns(text: str) -> list[Turn]:
    """Return the turns of a text. Raises ValueError where it does not begin with a role."""
    turns: list[Turn] = []
    for line in text.strip("\n").split("\n"):
        start = _START.fullmatch(line)
        if start is not None:
            turns.append(Turn(start[1], start[2]))
        elif turns:
            turns[-1] = turns[-1]._replace(text=f"{turns[-1].text}\n{line}")
        else:
            raise ValueError(f"a turn begins with a role: {EXAMPLE}")
    return turns


def chat_value(turns: Sequence[Turn], form: ChatForm) -> Json:
    """Return turns in the form that an app takes. Raises ValueError for what a pair cannot hold."""
    match form:
        case ChatForm.MESSAGES:
            return [{"role": each.role, "content": each.text} for each in turns]
        case ChatForm.PARTS:
            return [
                {"role": each.role, "content": [{"type": "text", "text": each.text}]}
                for each in turns
            ]
    return _pairs(turns)


def _pairs(turns: Sequence[Turn]) -> Json:
    pairs: list[list[Json]] = []
    for turn in turns:
        if turn.role == "user":
            pairs.append([turn.text, None])
        elif turn.role == "system":
            raise ValueError("this app takes turns of user and assistant only")
        elif pairs and pairs[-1][1] is None:
            pairs[-1][1] = turn.text
        else:
            pairs.append([None, turn.text])
    return pairs


def chat_text(value: Json) -> str | None:
    """Return a chat as text; None for one that has more than turns of text."""
    turns = _turns_of(value)
    if turns is None:
        return None
    text = "\n".join(f"{each.role}: {each.text}" for each in turns)
    if not turns or read_turns(text) == turns:
        return text
    return None


def _turns_of(value: Json) -> list[Turn] | None:
    if not isinstance(value, list):
        return None
    turns: list[Turn] = []
    for each in value:
        found = _turns_of_pair(each) if isinstance(each, list) else _turns_of_message(each)
        if found is None:
            return None
        turns += found
    return turns


def _turns_of_pair(pair: list[Json]) -> list[Turn] | None:
    if len(pair) != 2 or not all(isinstance(each, (str, type(None))) for each in pair):
        return None
    sides = zip(ROLES, pair, strict=False)
    return [Turn(role, text) for role, text in sides if text is not None]


def _turns_of_message(message: Json) -> list[Turn] | None:
    match message:
        case {"role": str(role), "content": str(text), **more}:
            pass
        case {"role": str(role), "content": [{"type": "text", "text": str(text)}], **more}:
            pass
        case _:
            return None
    has_more = any(more.values())
    if has_more or role not in ROLES:
        return None
    return [Turn(role, text)]
