"""What can go wrong: a Failure as a value, and the errors that carry one.

SpacetuiError
├── UsageError       the call as given cannot be made: an option, a name, an endpoint
│   ├── BadValue     one value does not fit its parameter
│   ├── CannotWrite  a snippet language cannot make the call
│   └── UnknownSpace the Hub has no such Space, or the Space is private
├── NotGradio        the server answered, but it is not a Gradio app (or not one we understand)
├── StageError       the Space is paused, broken, being built or asleep
├── AuthError        401 or 403: a login or a token is needed
│   ├── StaleLogin   the Hub does not accept the token that it was sent
│   └── ClosedSpace  the Space is gated or disabled
├── Unreachable      no connection: refused, DNS, TLS
├── TimedOut         one of our own limits ran out
├── Lost             the connection broke, or the server forgot the call, before the result
├── Busy             429, 503, a full queue
└── DownloadFailed   the call is done, but one of its files could not be fetched

A call that fails after it was submitted raises nothing: its last event carries the Failure.
"""

from typing import Any, ClassVar, NamedTuple


class Failure(NamedTuple):
    """What went wrong. Errors carry one, and so does the last event of a failed call.

    kind: the word that `--json` prints and that decides the exit code (cli/exit_codes.py).
    message: one sentence, with the server's own words. where: the server, Space, endpoint or file.
    hint: what to do next. title: a heading that the server gave its error. details: the whole text
    where message is only its first line. Each of these may be empty.
    parameter: the parameter it is about, or empty. problems: each parameter that the server named,
    and what is wrong with its value. retry_after: seconds until it is worth trying again, or None.
    stage: of the Space, as the Hub spells it, where the stage is the reason.
    """

    kind: str
    message: str
    where: str = ""
    hint: str = ""
    title: str = ""
    details: str = ""
    parameter: str = ""
    problems: tuple[tuple[str, str], ...] = ()
    retry_after: float | None = None
    stage: str = ""

    @property
    def located(self) -> str:
        """The message after the place it is about."""
        return f"{self.where}: {self.message}" if self.where else self.message

    def as_json(self) -> dict[str, Any]:
        """Return the failure as JSON: its kind, its message, and what else is known of it."""
        optional = {
            "title": self.title,
            "where": self.where,
            "hint": self.hint,
            "parameter": self.parameter,
            "details": self.details,
            "retry_after": self.retry_after,
            "stage": self.stage,
        }
        given = {name: value for name, value in optional.items() if value not in ("", None)}
        return {"kind": self.kind, "message": self.message, **given}

    def __str__(self) -> str:
        """Return one line: where, what, and what to do next."""
        return f"{self.located.rstrip('.')}. {self.hint}" if self.hint else self.located


class SpacetuiError(Exception):
    """Base of the errors that we raise on purpose. The arguments are those of Failure."""

    kind: ClassVar[str] = "usage"

    def __init__(
        self,
        message: str,
        *,
        where: str = "",
        hint: str = "",
        title: str = "",
        details: str = "",
        parameter: str = "",
        problems: tuple[tuple[str, str], ...] = (),
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.failure = Failure(
            self.kind, message, where, hint, title, details, parameter, problems, retry_after
        )

    def __str__(self) -> str:
        return str(self.failure)


class UsageError(SpacetuiError):
    """The call as given cannot be made."""

    kind = "usage"


class BadValue(UsageError):
    """A value does not fit its parameter."""

    kind = "validation"


class CannotWrite(UsageError):
    """A snippet language, or the client that it uses, has no way to make the call."""


class UnknownSpace(UsageError):
    """The Hub has no such Space, or does not show it to this user."""


class NotGradio(SpacetuiError):
    """The server that answered is no Gradio app, or not one we understand."""

    kind = "not_gradio"


class StageError(SpacetuiError):
    """The Space is not running. `is_waking` says whether waiting could help."""

    kind = "stage"

    def __init__(
        self,
        message: str,
        *,
        stage: str = "",
        is_waking: bool = False,
        where: str = "",
        hint: str = "",
        details: str = "",
    ) -> None:
        super().__init__(message, where=where, hint=hint, details=details)
        self.failure = self.failure._replace(stage=stage)
        self.stage = stage
        self.is_waking = is_waking


class AuthError(SpacetuiError):
    """A login or another token is needed."""

    kind = "auth"


class StaleLogin(AuthError):
    """The Hub does not accept the token that it was sent, whatever it was asked for."""


class ClosedSpace(AuthError):
    """The Space is gated, and so for those on a list alone, or disabled, and so for nobody."""

    def __init__(
        self, message: str, *, is_gated: bool = False, where: str = "", hint: str = ""
    ) -> None:
        super().__init__(message, where=where, hint=hint)
        self.is_gated = is_gated


class Unreachable(SpacetuiError):
    """No connection could be made."""

    kind = "unreachable"


class TimedOut(SpacetuiError):
    """One of our own limits ran out."""

    kind = "timeout"


class Lost(SpacetuiError):
    """The connection or the call was lost before the result."""

    kind = "lost"


class Busy(SpacetuiError):
    """The server has no room now."""

    kind = "busy"


class DownloadFailed(SpacetuiError):
    """A file of a finished call could not be fetched."""

    kind = "lost"
