"""What a server repeats of the user's credentials is hidden before it is printed, drawn or kept (security.md P4).

Two sets: `secrets`, every credential that went along, are hidden in what people are told (errors, logs, notes);
`tokens`, those that no other text looks like, in values too, which must else stay exact (a header may say `john`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from spacetui.errors import SpacetuiError
from spacetui.model.recording import Recording
from spacetui.model.run import LogLine, RunState
from spacetui.text.terminal import MIN_START, redact_text

if TYPE_CHECKING:
    from spacetui.wire.http.credentials import Credentials

_Value = TypeVar("_Value")

# Deeper than this nobody repeats a token by carelessness, and recursion has its price.
MAX_DEPTH = 100
# Characters from which on a credential is like no other text.
_TOKEN_LENGTH = 8
_CREDENTIAL = re.compile(r"auth|token|key|secret|cookie|pass|session|sign", re.IGNORECASE)
_PARTS = re.compile(r"[\s,;=]+")


def credentials_of(access: "Credentials") -> tuple[set[str], set[str]]:
    """Give the secrets and the tokens of an access."""
    secrets = {access.token, *(value for _, value in access.headers)}
    tokens = {access.token}
    for name, value in access.headers:
        if _CREDENTIAL.search(name):  # `Bearer x`, `a=x; b=y`: a server may repeat x alone
            tokens |= {value, *_PARTS.split(value)}
    if access.auth is not None:
        secrets.add(access.auth[1])
    tokens = {each for each in tokens if len(each) >= _TOKEN_LENGTH}
    return {each for each in secrets if each} | tokens, tokens


def redact(value: _Value, secrets: Iterable[str], depth: int = 0) -> _Value:
    """Give `value`, JSON or one of our own, with the secrets hidden in every text; itself if none was there."""
    if not secrets or depth > MAX_DEPTH:
        return value
    made: object = value
    if isinstance(value, str):
        made = redact_text(value, secrets)
    elif isinstance(value, Mapping):
        made = {
            redact(key, secrets): redact(each, secrets, depth + 1) for key, each in value.items()
        }
        if all(made.get(key, made) is each for key, each in value.items()):
            made = value
    elif isinstance(value, (list, tuple)):
        parts = [redact(each, secrets, depth + 1) for each in value]
        if any(new is not old for new, old in zip(parts, value, strict=True)):
            made = parts if isinstance(value, list) else tuple(parts)
    elif is_dataclass(value) and not isinstance(value, type):
        found = {each.name: getattr(value, each.name) for each in fields(value)}
        changed = {name: redact(each, secrets, depth + 1) for name, each in found.items()}
        if any(changed[name] is not found[name] for name in found):
            made = replace(value, **changed)
    return made  # type: ignore[return-value]


def hide_in_error(error: SpacetuiError, secrets: Iterable[str]) -> None:
    """Hide the secrets in an error, which goes on as it is."""
    error.failure = redact(error.failure, secrets)
    error.args = (error.failure.message,)


def hide_in_state(state: RunState, secrets: Iterable[str], tokens: Iterable[str]) -> RunState:
    """Give `state` with the secrets hidden in what was told, and the tokens in its outputs."""
    if not secrets:
        return state
    told = redact(replace(state, data=None, logs=()), secrets)
    # Asked anew at each event of a call that may log thousands: most lines only need a look.
    starts = [each[:MIN_START] for each in secrets]
    logs = tuple(redact(each, secrets) if _has(each, starts) else each for each in state.logs)
    return replace(told, data=redact(state.data, tokens), logs=logs)


def _has(line: LogLine, starts: list[str]) -> bool:
    return any(each in line.message or each in line.title or each in line.level for each in starts)


def hide_in_recording(
    recording: Recording, secrets: Iterable[str], tokens: Iterable[str]
) -> Recording:
    """Give `recording` as it may be kept."""
    rest = redact(replace(recording, state=RunState()), tokens)
    return replace(rest, state=hide_in_state(recording.state, secrets, tokens))
