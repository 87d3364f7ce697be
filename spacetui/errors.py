"""What can go wrong, as a tree. Every error says what happened, where, and what to do next.

SpacetuiError
├── UsageError       the call as given cannot be made: an option, a name, an endpoint
│   ├── BadValue     one value does not fit its parameter; knows the parameter's name
│   └── UnknownSpace the Hub names no such Space; it may be there and private
├── AppFailed        the app ran and reported an error of its own
├── NotGradio        something answered, and it is not a Gradio app (or not one we understand)
├── StageError       the Space is paused, broken, being built or asleep
├── AuthError        401 or 403: a login or a token is wanted
├── QuotaError       no ZeroGPU quota left
├── Unreachable      no connection: refused, DNS, TLS
├── TimedOut         a limit of ours ran out
├── Lost             the connection broke, or the server forgot the call, before the result
├── Busy             429, 503, a full queue
├── Cancelled        the call was stopped, by us or by the server
└── DownloadFailed   the call is done, one of its files could not be fetched

`kind` is the word that `--json` prints and the exit code follows (cli/output.py).
"""

from typing import ClassVar


class SpacetuiError(Exception):
    """Base of all that we raise on purpose.

    message: what happened, one sentence, the server's own words included.
    where: the source, step or endpoint it happened at; may be empty.
    hint: what to do next; may be empty.
    title: a heading the server gave its error, if any.
    details: everything else worth keeping (a whole server text); shown on demand.
    """

    kind: ClassVar[str] = "usage"

    def __init__(
        self, message: str, *, where: str = "", hint: str = "", title: str = "", details: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint
        self.title = title
        self.details = details

    def __str__(self) -> str:
        """Give the one line: what, where, what next."""
        head = f"{self.where}: {self.message}" if self.where else self.message
        return f"{head.rstrip('.')}. {self.hint}" if self.hint else head


class UsageError(SpacetuiError):
    """The call as given cannot be made."""

    kind = "usage"


class BadValue(UsageError):
    """A value does not fit its parameter.

    problems: each parameter that the server named, and what is wrong with it.
    """

    kind = "validation"

    def __init__(
        self,
        message: str,
        *,
        parameter: str = "",
        problems: tuple[tuple[str, str], ...] = (),
        where: str = "",
        hint: str = "",
    ) -> None:
        super().__init__(message, where=where, hint=hint)
        self.parameter = parameter
        self.problems = problems


class UnknownSpace(UsageError):
    """The Hub names no such Space, or hides it from who is not allowed to see it."""


class AppFailed(SpacetuiError):
    """The app reported an error of its own."""

    kind = "app"


class NotGradio(SpacetuiError):
    """What answered is no Gradio app, or not one we understand."""

    kind = "not_gradio"


class StageError(SpacetuiError):
    """The Space is not running. `waking` says whether waiting could help."""

    kind = "stage"

    def __init__(
        self,
        message: str,
        *,
        stage: str = "",
        waking: bool = False,
        where: str = "",
        hint: str = "",
    ) -> None:
        super().__init__(message, where=where, hint=hint)
        self.stage = stage
        self.waking = waking


class AuthError(SpacetuiError):
    """A login or another token is wanted."""

    kind = "auth"


class QuotaError(SpacetuiError):
    """The ZeroGPU quota is used up."""

    kind = "quota"


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
    """The server has no room now. retry_after: the seconds it asks to wait, if it says so."""

    kind = "busy"

    def __init__(
        self,
        message: str,
        *,
        where: str = "",
        hint: str = "",
        title: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, where=where, hint=hint, title=title)
        self.retry_after = retry_after


class Cancelled(SpacetuiError):
    """The call was stopped."""

    kind = "cancelled"


class DownloadFailed(SpacetuiError):
    """A file of a finished call could not be fetched."""

    kind = "lost"
