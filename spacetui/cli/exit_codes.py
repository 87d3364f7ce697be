"""The exit codes of the command line.

| code | meaning | kinds of error |
|---|---|---|
| 0 | done | |
| 1 | the app reported an error | app; cancelled by the server |
| 2 | the call as given cannot be made | usage, validation, not_gradio, stage |
| 3 | worth trying again | unreachable, timeout, lost, busy; stage, if the Space sleeps or wakes |
| 4 | not allowed | auth, quota |
| 130 | interrupted by the user, or stdout was closed (`| head`) | cancelled by the user |
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacetui.errors import Failure, SpacetuiError

INTERRUPTED = 130
# Kind of a Failure -> exit code.
EXIT_CODES = {
    "app": 1,
    "cancelled": 1,
    "usage": 2,
    "validation": 2,
    "not_gradio": 2,
    "stage": 2,
    "unreachable": 3,
    "timeout": 3,
    "lost": 3,
    "busy": 3,
    "auth": 4,
    "quota": 4,
}


def exit_code(error: SpacetuiError) -> int:
    """Return the exit code of an error."""
    from spacetui.errors import StageError

    if isinstance(error, StageError) and error.is_waking:
        return EXIT_CODES["timeout"]
    return EXIT_CODES.get(error.failure.kind, 1)


def failure_code(failure: Failure) -> int:
    """Return the exit code of a call that failed."""
    from spacetui.model.stage import StageGroup, stage_group

    may_wake = (StageGroup.ASLEEP, StageGroup.STARTING)
    if failure.kind == "stage" and stage_group(failure.stage) in may_wake:
        return EXIT_CODES["timeout"]
    return EXIT_CODES.get(failure.kind, 1)
