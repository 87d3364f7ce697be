"""Redactor: removes credentials that a server repeats (security.md P4)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from spacetui.text.redact import MIN_SECRET, MIN_START, encoded_forms, redact_text

if TYPE_CHECKING:
    from spacetui.errors import SpacetuiError
    from spacetui.model.call import Call
    from spacetui.model.events import Event
    from spacetui.model.recording import Recording
    from spacetui.model.schema import App
    from spacetui.wire.http.credentials import Credentials

_Value = TypeVar("_Value")

# Parts of outputs that are looked at without a pause, which takes a few ms.
MAX_AT_ONCE = 2_000

# A token that is repeated by carelessness lies no deeper than this, and recursion has its price.
MAX_DEPTH = 100
# Characters from which on a credential looks like no other text.
_TOKEN_LENGTH = 8
_CREDENTIAL = re.compile(r"auth|token|key|secret|cookie|pass|session|sign", re.IGNORECASE)
_PARTS = re.compile(r"[\s,;=]+")


class Redactor:
    """Removes the credentials of one session from text and values.

    secrets: every credential that was sent so far; removed from messages, errors and notes.
    tokens: those that look like no other text; removed from values too, which must otherwise stay
    exact (a header may have the value `john`).
    """

    def __init__(self) -> None:
        self.secrets: set[str] = set()
        self.tokens: set[str] = set()

    def add_secret(self, secret: str) -> None:
        """Remove this text too, from messages."""
        if secret:
            self.secrets.add(secret)

    def add_secrets_of(self, call: Call) -> None:
        """Remove what the user typed for this call alone too: passwords, and an OAuth token."""
        for secret in call.secrets:
            self.add_secret(secret)
        if isinstance(call.oauth_token, str) and len(call.oauth_token) >= _TOKEN_LENGTH:
            self.tokens.add(call.oauth_token)

    def add(self, credentials: Credentials) -> None:
        """Remove these credentials too."""
        tokens = {credentials.token, credentials.hub_token}
        secrets = tokens | {value for _, value in credentials.headers}
        for name, value in credentials.headers:
            if _CREDENTIAL.search(name):  # `Bearer x`, `a=x; b=y`: a server may repeat x alone
                tokens |= {value, *_PARTS.split(value)}
        if credentials.auth is not None:
            secrets.add(credentials.auth[1])
        tokens = {each for each in tokens if len(each) >= _TOKEN_LENGTH}
        self.tokens |= tokens
        self.secrets |= {each for each in secrets if each} | tokens

    def message(self, value: _Value) -> _Value:
        """Return `value`, text or one of our own objects that holds text, without the secrets."""
        return redact(value, self.secrets)

    def sent_text(self, text: str) -> str:
        """Return a text that was sent or received, without the secrets in any of its encodings."""
        forms = {form for secret in self.secrets | self.tokens for form in encoded_forms(secret)}
        return redact_text(text, sorted(forms, key=len, reverse=True))

    @property
    def has_short_secrets(self) -> bool:
        """Whether a secret is too short to be found in a text."""
        return any(len(each) < MIN_SECRET for each in self.secrets)

    def value(self, value: _Value) -> _Value:
        """Return `value`, JSON or one of our own objects that holds JSON, without the tokens."""
        return redact(value, self.tokens)

    async def apart(
        self, redacted: Callable[[_Value], _Value], value: _Value, outputs: Iterable[object]
    ) -> _Value:
        """Return `redacted(value)`, made in a thread where the outputs in the value are large."""
        from spacetui.model.value_size import has_more_parts

        if self.secrets and has_more_parts(outputs, MAX_AT_ONCE):
            return await asyncio.to_thread(redacted, value)
        return redacted(value)

    def event(self, event: Event) -> Event:
        """Return `event` without credentials; outputs stay exact but for the tokens."""
        from spacetui.model.events import Completed, Partial  # an app opens without events

        if isinstance(event, (Partial, Completed)):
            return self.value(event)
        return self.message(event)

    def error(self, error: SpacetuiError) -> None:
        """Remove the secrets from an error, which stays the same object."""
        error.failure = self.message(error.failure)
        error.args = (error.failure.message,)

    def app(self, app: App) -> App:
        """Return `app` without credentials."""
        return self.value(app)._replace(notes=self.message(app.notes))

    async def app_apart(self, app: App) -> App:
        """Return `app` without credentials, made in a thread where it is large."""
        parameters = (parameter for each in app.endpoints for parameter in each.parameters)
        parts = sum(1 + len(parameter.choices or ()) for parameter in parameters)
        if self.secrets and parts > MAX_AT_ONCE:
            return await asyncio.to_thread(self.app, app)
        return self.app(app)

    def recorded(self, recording: Recording) -> Recording:
        """Return `recording` as it may be kept: also without the secrets that an app repeated.

        On the screen the outputs of a call are exact; a password is removed from what is kept.
        """
        typed = [each for each in recording.call.secrets if len(each) >= _TOKEN_LENGTH]
        return replace(
            recording,
            call=self.call(recording.call),
            source=self.value(recording.source),
            state=redact(recording.state, typed),
        )

    def kept(self, recording: Recording) -> Recording:
        """Return `recording` as it may be written to disk, where no value has to be exact.

        Also without what was typed for other calls, login passwords and values of headers, which
        stay in the values that are shown and in code. A short secret of another call stays: it
        may be an ordinary word.
        """
        hidden = {each for each in self.secrets if len(each) >= _TOKEN_LENGTH}
        hidden.update(each for each in recording.call.secrets if len(each) >= MIN_SECRET)
        return replace(
            recording,
            call=redact(recording.call.without_secrets(), hidden),
            source=self.value(recording.source),
            state=redact(recording.state, hidden),
        )

    def kept_value(self, value: _Value) -> _Value:
        """Return JSON as it may be written to disk: without all that is looked for there."""
        return redact(value, {each for each in self.secrets if len(each) >= _TOKEN_LENGTH})

    def call(self, call: Call) -> Call:
        """Return `call` as it may be recorded."""
        return self.value(call.without_secrets())


def redact(value: _Value, secrets: Collection[str]) -> _Value:
    """Return `value` with the secrets removed from every text in it; `value` itself if it has none.

    value: JSON, or one of our own frozen objects.
    """
    # Nearly nothing that comes holds a secret. To see that takes a tenth of the time to look at
    # each text by itself: an app with 100,000 choices would open 1.5 s later.
    starts = [each[:MIN_START] for each in secrets if len(each) >= MIN_SECRET]
    text = "\n".join(_texts_in(value)) if starts else ""
    return _redact(value, secrets, 0) if any(each in text for each in starts) else value


def _texts_in(value: object) -> list[str]:
    """Return all texts in a value, in any order."""
    found: list[str] = []
    left = [value]
    while left:
        each = left.pop()
        if isinstance(each, str):
            found.append(each)
        elif isinstance(each, (list, tuple)):
            left.extend(each)
        elif isinstance(each, Mapping):
            left.extend(each)
            left.extend(each.values())
        elif is_dataclass(each) and not isinstance(each, type):
            left.extend(getattr(each, one.name) for one in fields(each))
    return found


def _redact(value: _Value, secrets: Iterable[str], depth: int) -> _Value:
    if depth > MAX_DEPTH:
        return value
    made: object = value
    if isinstance(value, str):
        made = redact_text(value, secrets)
    elif isinstance(value, Mapping):
        made = _redact_mapping(value, secrets, depth)
    elif isinstance(value, (list, tuple)):
        parts = [_redact(each, secrets, depth + 1) for each in value]
        if any(new is not old for new, old in zip(parts, value, strict=True)):
            made = getattr(value, "_make", type(value))(parts)  # of a NamedTuple, from its fields
    elif is_dataclass(value) and not isinstance(value, type):
        made = _redact_fields(value, secrets, depth)
    return made  # type: ignore[return-value]


def _redact_mapping(
    value: Mapping[object, object], secrets: Iterable[str], depth: int
) -> Mapping[object, object]:
    made = {
        _redact(key, secrets, 0): _redact(each, secrets, depth + 1) for key, each in value.items()
    }
    is_same = all(made.get(key, made) is each for key, each in value.items())
    return value if is_same else made


def _redact_fields(value: object, secrets: Iterable[str], depth: int) -> object:
    old = {each.name: getattr(value, each.name) for each in fields(value)}  # type: ignore[arg-type]
    new = {name: _redact(each, secrets, depth + 1) for name, each in old.items()}
    changed = {name: each for name, each in new.items() if each is not old[name]}
    return replace(value, **changed) if changed else value  # type: ignore[type-var]
