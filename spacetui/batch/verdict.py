"""What a batch does after the last event of a call."""

from enum import Enum

from spacetui.errors import Failure
from spacetui.model.events import Cancelled, Completed, Event, Failed
from spacetui.model.stage import StageGroup, stage_group


class Verdict(Enum):
    """What follows.

    DONE: the row has its result. ROW: it has an error, and other rows may go well. WAIT: the call
    was not taken, since there is no room; it is sent after a pause. AWAY: it was not taken, since
    the app is not there; it is sent when the app is back. LOST: it may have run; it is sent again
    when the app is back. STOP: no other row would fare better now.
    """

    DONE = "done"
    ROW = "row"
    WAIT = "wait"
    AWAY = "away"
    LOST = "lost"
    STOP = "stop"


# After these the call has surely not run.
NOT_TAKEN = (Verdict.WAIT, Verdict.AWAY, Verdict.STOP)
# Kind of a Failure -> what follows.
_BY_KIND = {
    "app": Verdict.ROW,
    "validation": Verdict.ROW,
    "usage": Verdict.ROW,
    "cancelled": Verdict.ROW,
    "busy": Verdict.WAIT,
    "unreachable": Verdict.AWAY,
    "lost": Verdict.LOST,
    "timeout": Verdict.LOST,
    "quota": Verdict.STOP,
    "auth": Verdict.STOP,
    "not_gradio": Verdict.STOP,
}
_MAY_WAKE = (StageGroup.ASLEEP, StageGroup.STARTING)


def verdict_of(last: Event | None, *, may_still_run: bool, is_own_limit: bool) -> Verdict:
    """Return what follows.

    may_still_run: the server took the call and has not said how it ended. is_own_limit: the call
    took longer than the user wants to wait.
    """
    match last:
        case Completed():
            return Verdict.DONE
        case Failed(failure=failure):
            verdict = _after(failure, is_own_limit=is_own_limit)
            is_refused = verdict in (Verdict.AWAY, Verdict.WAIT)
            # Where the call was taken, only the stream of its events was refused.
            return Verdict.LOST if is_refused and may_still_run else verdict
        case None:
            return Verdict.LOST
    return Verdict.ROW  # the server cancelled it


def _after(failure: Failure, *, is_own_limit: bool) -> Verdict:
    if failure.kind == "timeout" and is_own_limit:
        return Verdict.ROW
    if failure.kind == "stage":
        # A call that a Space in its sleep did not take is lost as any other that broke off.
        return Verdict.LOST if stage_group(failure.stage) in _MAY_WAKE else Verdict.STOP
    return _BY_KIND.get(failure.kind, Verdict.ROW)


def failure_of(last: Event | None) -> Failure:
    """Return why a call gave no result, by its last event."""
    match last:
        case Failed(failure=failure):
            return failure
        case Cancelled():
            return Failure("cancelled", "the server cancelled the call")
    return Failure("lost", "the call ended without a result")
