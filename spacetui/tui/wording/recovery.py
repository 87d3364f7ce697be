"""What the user can do when an app does not open or a call fails, and why it failed, in words.

Pure: an error or a Failure in, text and actions out. The page that shows an action carries it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacetui.errors import AuthError, Busy, NotGradio, SpacetuiError, StageError, UnknownSpace
from spacetui.model.stage import StageGroup, stage_group
from spacetui.text.format import clock_text, duration_text
from spacetui.tui.keys import key_name

if TYPE_CHECKING:
    from spacetui.errors import Failure

# The keys of the actions.
RUN, WAIT, LOG_IN = key_name("run"), key_name("wait"), key_name("log_in")
SIMILAR, SPACE_PAGE = key_name("similar"), key_name("space_page")
DUPLICATE = key_name("duplicate")

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
_NO_GPU = "No GPU is free now."
# Of a call to an app that was opened before.
_NO_ANSWER = "The answer is none of Gradio's."
# Failures of a call whose cause may be that the Space went to sleep or was rebuilt meanwhile.
_MAY_SLEEP = ("stage", "unreachable", "not_gradio", "lost")
_STAGES = {"SLEEPING": "asleep", "APP_STARTING": "starting", "RUNNING_APP_STARTING": "starting"}


@dataclass(frozen=True, slots=True)
class Action:
    """Something the user can do now: its key, what it does, and a note on what to expect."""

    key: str
    words: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an app did not open, and what the user can do.

    wants_token: a token of the Hub would help, a user and password would not.
    """

    headline: str
    message: str
    hint: str
    actions: tuple[Action, ...]
    wants_token: bool = False


_TRY_AGAIN = Action(RUN, "try again")
_RUN_AGAIN = Action(RUN, "run again")
_SIMILAR = Action(SIMILAR, "look for a similar Space")
_DUPLICATE = Action(DUPLICATE, "duplicate it to your account")
_SPACE_PAGE = Action(SPACE_PAGE, "open its page in the browser")


def stage_label(stage: str) -> str:
    """Return a stage of the Hub in a word or two: `APP_STARTING` is starting."""
    return _STAGES.get(stage, stage.lower().replace("_", " "))


def explain_open_failure(error: SpacetuiError, limit: float, *, is_space: bool) -> Explanation:
    """Return why an app did not open.

    limit: seconds it was waited for. is_space: it was named as a Space, not by an address.
    """
    message, hint = error.failure.message, error.failure.hint
    actions: tuple[Action, ...]
    match error:
        case StageError(is_waking=True):
            return _explain_waking(error.stage, limit)
        case StageError():
            actions = (_SIMILAR, _SPACE_PAGE, _TRY_AGAIN)
            if stage_group(error.stage) is StageGroup.PAUSED:
                actions = (_DUPLICATE, *actions)
            return Explanation(_stage_headline(error.stage), message, hint, actions)
        case UnknownSpace():
            actions = (Action(LOG_IN, "log in", "with a token of the Hub"), _TRY_AGAIN)
            headline = "No such Space, or a private one."
            return Explanation(headline, message, "", actions, wants_token=True)
        case AuthError():
            log_in = Action(LOG_IN, "log in")
            return Explanation(HEADLINES["auth"], message, "", (log_in, _TRY_AGAIN))
        case Busy():
            wait = Action(WAIT, "wait, then open", _when(error.failure.retry_after))
            return Explanation("There is no room now.", message, "", (wait, _TRY_AGAIN))
        case NotGradio() if is_space:
            actions = (_SIMILAR, _SPACE_PAGE, _TRY_AGAIN)
            return Explanation("This Space is no Gradio app.", message, hint, actions)
        case NotGradio():
            actions = (_SPACE_PAGE, _TRY_AGAIN)
            return Explanation(HEADLINES[error.kind], message, hint, actions)
    headline = HEADLINES.get(error.kind, "It did not open.")
    return Explanation(headline, message, hint, (_TRY_AGAIN,))


def _explain_waking(stage: str, limit: float) -> Explanation:
    headline = f"This Space is still {stage_label(stage)}."
    message = f"It did not come up in {clock_text(limit)}."
    wait = Action(WAIT, "wait again", f"{clock_text(limit)} at most")
    return Explanation(headline, message, "", (wait, _SIMILAR))


def _stage_headline(stage: str) -> str:
    group = stage_group(stage)
    if group is StageGroup.PAUSED:
        return "This Space is paused."
    if stage == "BUILD_ERROR":
        return "This Space does not build."
    if group is StageGroup.BROKEN:
        return "This Space does not run."
    return HEADLINES["stage"]


def failure_headline(failure: Failure) -> str:
    """Return in a sentence why a call failed."""
    if failure.kind == "busy" and "GPU" in failure.message:  # a text of ZeroGPU, not a full queue
        return _NO_GPU
    if failure.kind == "not_gradio":
        return _NO_ANSWER
    return HEADLINES.get(failure.kind, "The call failed.")


def actions_after_failure(
    failure: Failure, *, is_space: bool, has_token: bool
) -> tuple[Action, ...]:
    """Return what the user can do about a failed call, if changing the form cannot help.

    is_space: the app is a Space of the Hub. has_token: the user's token is sent there already.
    """
    match failure.kind:
        case "auth":
            return (Action(LOG_IN, "log in"), _RUN_AGAIN)
        case "busy":
            return (Action(WAIT, "wait, then run", _when(failure.retry_after)), _RUN_AGAIN)
        case "quota" if is_space and not has_token:
            return (Action(LOG_IN, "log in", "a quota of your own"), _RUN_AGAIN)
        case kind if kind in _MAY_SLEEP and is_space:
            return (Action(WAIT, "wake the Space, then run"), _RUN_AGAIN)
    return ()


def _when(after: float | None) -> str:
    return f"in {duration_text(after)}" if after else ""
