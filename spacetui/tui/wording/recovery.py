"""What the user can do when an app does not open or a call fails, and why it failed, in words.

Pure: an error or a Failure in, text and actions out. The page that shows an action carries it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacetui.errors import (
    AuthError,
    Busy,
    ClosedSpace,
    NotGradio,
    SpacetuiError,
    StageError,
    StaleLogin,
    UnknownSpace,
)
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
    "busy": "There is no room now.",
    "auth": "A login is wanted.",
    "quota": "No ZeroGPU quota left.",
    "not_gradio": "No Gradio app at this address.",
    "stage": "This Space is not running.",
}
_NO_GPU = "No GPU is free now."
# Of a call to an app that was opened before.
_NO_ANSWER = "The answer is none of Gradio's."
_QUEUE_IS_FULL = "The queue is full."
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

    wants_token: a token of the Hub would help, a user and password would not. details: the whole
    text of the reason, where the message is a line of it.
    """

    headline: str
    message: str
    hint: str
    actions: tuple[Action, ...]
    wants_token: bool = False
    details: str = ""


_TRY_AGAIN = Action(RUN, "try again")
_RUN_AGAIN = Action(RUN, "run again")
_SIMILAR = Action(SIMILAR, "look for a similar Space")
_DUPLICATE = Action(DUPLICATE, "duplicate it to your account")
_SPACE_PAGE = Action(SPACE_PAGE, "open its page in the browser")
_HUB_LOGIN = Action(LOG_IN, "log in", "with a token of the Hub")
_WAKE = Action(WAIT, "wake the Space, then run")


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
            return _explain_waking(error, limit)
        case StageError():
            actions = (_SIMILAR, _SPACE_PAGE, _TRY_AGAIN)
            if stage_group(error.stage) is StageGroup.PAUSED:
                actions = (_DUPLICATE, *actions)
            headline, details = _stage_headline(error.stage), error.failure.details
            return Explanation(headline, message, hint, actions, details=details)
        case UnknownSpace():
            actions = (_HUB_LOGIN, _TRY_AGAIN)
            headline = "No such Space, or a private one."
            return Explanation(headline, message, "", actions, wants_token=True)
        case AuthError():
            return _explain_refusal(error)
        case Busy():
            wait = Action(WAIT, "wait, then open", _when(error.failure.retry_after))
            return Explanation(HEADLINES["busy"], message, "", (wait, _TRY_AGAIN))
        case NotGradio() if is_space:
            actions = (_SIMILAR, _SPACE_PAGE, _TRY_AGAIN)
            return Explanation("This Space is no Gradio app.", message, hint, actions)
        case NotGradio():
            actions = (_SPACE_PAGE, _TRY_AGAIN)
            return Explanation(HEADLINES[error.kind], message, hint, actions)
    headline = HEADLINES.get(error.kind, "It did not open.")
    return Explanation(headline, message, hint, (_TRY_AGAIN,))


def _explain_waking(error: StageError, limit: float) -> Explanation:
    wait = Action(WAIT, "wait again", f"{clock_text(limit)} at most")
    if stage_group(error.stage) in (StageGroup.UP, StageGroup.UNKNOWN):
        headline = "This Space runs, but its app does not answer."
        actions = (wait, _SPACE_PAGE, _SIMILAR)
        return Explanation(headline, error.failure.message, "", actions)
    headline = f"This Space is still {stage_label(error.stage)}."
    message = f"It did not come up in {clock_text(limit)}."
    return Explanation(headline, message, "", (wait, _SIMILAR))


def _explain_refusal(error: AuthError) -> Explanation:
    message, hint = error.failure.message, error.failure.hint
    match error:
        case ClosedSpace(is_gated=True):
            actions = (_SPACE_PAGE, _HUB_LOGIN, _SIMILAR)
            return Explanation("This Space is gated.", message, hint, actions, wants_token=True)
        case ClosedSpace():
            return Explanation("This Space is disabled.", message, hint, (_SIMILAR, _SPACE_PAGE))
        case StaleLogin():
            headline, retry = "The Hub does not accept your login.", (_HUB_LOGIN, _TRY_AGAIN)
            return Explanation(headline, message, "", retry, wants_token=True)
    log_in = Action(LOG_IN, "log in")
    return Explanation(HEADLINES["auth"], message, "", (log_in, _TRY_AGAIN))


def _stage_headline(stage: str) -> str:
    group = stage_group(stage)
    if group is StageGroup.PAUSED:
        return "This Space is paused."
    if stage == "BUILD_ERROR":
        return "This Space does not build."
    if group is StageGroup.BROKEN:
        return "This Space does not run."
    if group in (StageGroup.ASLEEP, StageGroup.STARTING):
        return f"This Space is {group.value}."
    return HEADLINES["stage"]


def failure_headline(failure: Failure) -> str:
    """Return in a sentence why a call failed."""
    if failure.kind == "busy" and "GPU" in failure.message:  # a text of ZeroGPU, not a full queue
        return _NO_GPU
    if failure.kind == "not_gradio":
        return _NO_ANSWER
    if failure.kind == "busy" and "queue is full" in failure.message.lower():
        return _QUEUE_IS_FULL
    if failure.kind == "stage":
        return _stage_headline(failure.stage)
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
            return (Action(LOG_IN, "log in", "a quota of your own"), _DUPLICATE, _RUN_AGAIN)
        case "quota" if is_space:
            return (_DUPLICATE, _RUN_AGAIN)
        case "stage" if stage_group(failure.stage) in (StageGroup.PAUSED, StageGroup.BROKEN):
            return (_RUN_AGAIN,)
        case kind if kind in _MAY_SLEEP and is_space:
            return (_WAKE, _RUN_AGAIN)
    return ()


def _when(after: float | None) -> str:
    return f"in {duration_text(after)}" if after else ""
