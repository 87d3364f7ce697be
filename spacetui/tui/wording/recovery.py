"""What stands in the way, as a short page: what it is, in whose words, and what one can do about it.

Pure: an error or a failed call in, words and steps out. A step is a key and what it does; who shows it does it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacetui.errors import AuthError, Busy, NotGradio, SpacetuiError, StageError, UnknownSpace
from spacetui.model.stage import StageGroup, stage_group
from spacetui.text.format import clock_text, duration_text

if TYPE_CHECKING:
    from spacetui.errors import Failure

HEADLINES = {
    "app": "The app failed.",
    "validation": "The app does not take these values.",
    "usage": "This call cannot be made.",
    "unreachable": "The app cannot be reached.",
    "timeout": "Time ran out.",
    "lost": "The connection broke.",
    "busy": "The queue is full.",
    "auth": "A login is wanted.",
    "quota": "No ZeroGPU quota left.",
    "not_gradio": "No Gradio app at this address.",
    "stage": "This Space is not running.",
}
# Failures of a call to a Space that it gives when it went to sleep or was built anew meanwhile.
_MAY_SLEEP = ("stage", "unreachable", "not_gradio", "lost")
_STAGES = {"SLEEPING": "asleep", "APP_STARTING": "starting", "RUNNING_APP_STARTING": "starting"}


@dataclass(frozen=True, slots=True)
class Action:
    """Something one can do now: its key, its words, and a note on what to expect of it."""

    key: str
    words: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an app did not open. wants_token: a token of the Hub would help, a password would not."""

    headline: str
    words: str
    hint: str
    steps: tuple[Action, ...]
    wants_token: bool = False


def stage_label(stage: str) -> str:
    """Say a stage of the Hub in a word or two: `APP_STARTING` is starting."""
    return _STAGES.get(stage, stage.lower().replace("_", " "))


def explain_open_failure(error: SpacetuiError, limit: float, *, is_space: bool) -> Explanation:
    """Say why an app did not open. limit: seconds it was waited for. is_space: it was named as one of the Hub."""
    again = Action("ctrl+r", "try again")
    similar, page = (
        Action("s", "look for a similar Space"),
        Action("o", "open its page in the browser"),
    )
    failure = error.failure
    words = failure.message
    match error:
        case StageError(is_waking=True):
            headline = f"This Space is still {stage_label(error.stage)}."
            words = f"It did not come up in {clock_text(limit)}."
            return Explanation(
                headline,
                words,
                "",
                (Action("w", "wait again", f"{clock_text(limit)} at most"), similar),
            )
        case StageError():
            return Explanation(
                _stage_headline(error.stage), words, failure.hint, (similar, page, again)
            )
        case UnknownSpace():
            steps = (Action("a", "log in", "with a token of the Hub"), again)
            return Explanation(
                "No such Space, or a private one.", words, "", steps, wants_token=True
            )
        case AuthError():
            return Explanation(HEADLINES["auth"], words, "", (Action("a", "log in"), again))
        case Busy():
            wait = Action("w", "wait, then open", _when(failure.retry_after))
            return Explanation("There is no room now.", words, "", (wait, again))
        case NotGradio() if is_space:
            return Explanation(
                "This Space is no Gradio app.", words, failure.hint, (similar, page, again)
            )
        case NotGradio():
            return Explanation(HEADLINES[failure.kind], words, failure.hint, (page, again))
    return Explanation(
        HEADLINES.get(failure.kind, "It did not open."), words, failure.hint, (again,)
    )


def _stage_headline(stage: str) -> str:
    match stage_group(stage):
        case StageGroup.PAUSED:
            return "This Space is paused."
        case StageGroup.BROKEN:
            return (
                "This Space does not build."
                if stage == "BUILD_ERROR"
                else "This Space does not run."
            )
    return HEADLINES["stage"]


def actions_after_failure(
    failure: Failure, *, is_space: bool, has_token: bool
) -> tuple[Action, ...]:
    """Give what one can do about a failed call beside mending it; nothing where that is all there is.

    is_space: the app is a Space of the Hub. has_token: the user's token goes there already.
    """
    again = Action("ctrl+r", "run again")
    match failure.kind:
        case "auth":
            return (Action("a", "log in"), again)
        case "busy":
            return (Action("w", "wait, then run", _when(failure.retry_after)), again)
        case "quota" if is_space and not has_token:
            return (Action("a", "log in", "a quota of your own"), again)
        case kind if kind in _MAY_SLEEP and is_space:
            return (Action("w", "wake the Space, then run"), again)
    return ()


def _when(after: float | None) -> str:
    return f"in {duration_text(after)}" if after else ""
