"""A call's events, folded into what a person wants to know."""

from spacetui.errors import Failure
from spacetui.model.events import (
    Cancelled,
    Completed,
    Event,
    Failed,
    Log,
    Notice,
    Partial,
    Progress,
    ProgressUnit,
    Queued,
    Started,
    Uploading,
    Waiting,
)
from spacetui.model.run import MAX_LOGS, RunState, Status


def after(*events: Event) -> RunState:
    state = RunState()
    for at, event in enumerate(events):
        state = state.after(event, float(at))
    return state


def test_a_call_passes_its_stations() -> None:
    stations: list[tuple[Event, Status]] = [
        (Waiting(), Status.SENDING),
        (Uploading("a.png", 1, 2), Status.SENDING),
        (Queued(2, 7, 41.0), Status.QUEUED),
        (Started(12.0), Status.STARTED),
        (Partial(("a",)), Status.STREAMING),
        (Completed(("ab",), 3.0), Status.COMPLETE),
    ]
    state = RunState()
    for at, (event, status) in enumerate(stations):
        state = state.after(event, float(at))
        assert state.status is status
    assert state.data == ("ab",)
    assert state.partials == 1
    assert state.duration == 5.0


def test_the_eta_counts_down_from_when_it_was_told_and_never_below_zero() -> None:
    state = RunState().after(Queued(0, 1, 10.0), 2.0)
    assert state.eta_left(2.0) == 10.0
    assert state.eta_left(7.0) == 5.0
    assert state.eta_left(100.0) == 0.0
    assert state.first_eta == 10.0
    assert state.after(Queued(0, 1, 3.0), 4.0).first_eta == 10.0
    assert RunState().eta_left(1.0) is None


def test_an_estimation_for_others_does_not_put_a_running_call_back_in_line() -> None:
    assert after(Started(), Queued(3, 4, 5.0)).status is Status.STARTED
    assert after(Started(), Partial(("a",)), Queued(3, 4, 5.0)).status is Status.STREAMING


def test_progress_does_not_hide_that_text_streams() -> None:
    bars = Progress((ProgressUnit(index=1, length=4),))
    state = after(Started(), Partial(("a",)), bars)
    assert state.status is Status.STREAMING
    assert [each.fraction for each in state.units] == [0.25]


def test_a_failed_or_cancelled_call_keeps_what_came_before() -> None:
    failed = after(
        Started(), Log("warning", "careful"), Partial(("so far",)), Failed(Failure("app", "boom"))
    )
    assert failed.status is Status.FAILED
    assert failed.data == ("so far",)
    assert [line.message for line in failed.logs] == ["careful"]
    assert failed.failure == Failure("app", "boom")
    stopped = after(Partial(("so far",)), Cancelled(by_user=True, confirmed=True))
    assert stopped.status is Status.CANCELLED
    assert stopped.data == ("so far",)


def test_log_lines_are_bounded_and_the_dropped_ones_counted() -> None:
    state = after(*(Log("info", str(n)) for n in range(MAX_LOGS + 7)), Notice("ours"))
    assert len(state.logs) == MAX_LOGS
    assert state.logs_dropped == 8
    assert (state.logs[-1].level, state.logs[-1].message) == ("notice", "ours")


def test_each_upload_has_one_line() -> None:
    state = after(Uploading("a", 1, 9), Uploading("b", 1, 9), Uploading("a", 9, 9))
    assert {each.name: each.sent for each in state.uploads} == {"a": 9, "b": 1}


def test_a_fraction_stays_within_its_bar() -> None:
    assert ProgressUnit(progress=7.0).fraction == 1.0
    assert ProgressUnit(index=-3, length=4).fraction == 0.0
    assert ProgressUnit(index=3, length=0).fraction is None
