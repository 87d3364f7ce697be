"""What follows after the last event of a call."""

import pytest

from spacetui.batch.verdict import Verdict, failure_of, verdict_of
from spacetui.cli.exit_codes import EXIT_CODES
from spacetui.errors import Failure
from spacetui.model.events import Cancelled, Completed, Event, Failed


def failed(kind: str, stage: str = "") -> Failed:
    return Failed(Failure(kind, "why", stage=stage))


@pytest.mark.parametrize(
    ("last", "may_still_run", "is_own_limit", "verdict"),
    [
        (Completed((), 0.0), False, False, Verdict.DONE),
        (Cancelled(by_user=False, confirmed=True), False, False, Verdict.ROW),
        (None, True, False, Verdict.LOST),
        (failed("app"), False, False, Verdict.ROW),
        (failed("busy"), False, False, Verdict.WAIT),
        (failed("busy"), True, False, Verdict.LOST),
        (failed("unreachable"), False, False, Verdict.AWAY),
        (failed("unreachable"), True, False, Verdict.LOST),
        (failed("lost"), False, False, Verdict.LOST),
        (failed("timeout"), True, False, Verdict.LOST),
        (failed("timeout"), True, True, Verdict.ROW),
        (failed("quota"), False, False, Verdict.STOP),
        (failed("auth"), False, False, Verdict.STOP),
        (failed("stage", "SLEEPING"), False, False, Verdict.LOST),
        (failed("stage", "PAUSED"), False, False, Verdict.STOP),
    ],
)
def test_what_follows(
    last: Event | None, may_still_run: bool, is_own_limit: bool, verdict: Verdict
) -> None:
    found = verdict_of(last, may_still_run=may_still_run, is_own_limit=is_own_limit)
    assert found is verdict


def test_every_kind_of_failure_is_judged() -> None:
    for kind in EXIT_CODES:
        assert isinstance(
            verdict_of(failed(kind), may_still_run=False, is_own_limit=False), Verdict
        )
    assert failure_of(None).kind == "lost"
    assert failure_of(Cancelled(by_user=False, confirmed=True)).kind == "cancelled"
