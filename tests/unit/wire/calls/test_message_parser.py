"""Server messages -> events: recorded streams of real servers, and untrusted messages."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.errors import Busy, Failure, Lost, SpacetuiError
from spacetui.model.events import (
    FINAL_EVENTS,
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
)
from spacetui.model.schema import Endpoint
from spacetui.wire.calls.message_parser import MessageParser
from spacetui.wire.http.event_stream import SseReader
from spacetui.wire.quirks import quirks_of

FOLDER = Path(__file__).parents[1] / "transcripts"
VERSIONS = ["4.44.1", "5.50.0", "6.31.0"]
ENDPOINT = Endpoint("/x", 0)


def events_of(name: str, version: str) -> list[Event]:
    """Replay a transcript up to its final event, as a call does."""
    first, raw = (FOLDER / f"{version}-{name}.txt").read_bytes().split(b"\n", 1)
    assert first.decode() == f"gradio {version} /{name}"
    reading = MessageParser(ENDPOINT, quirks_of(version), diffs=True)
    found: list[Event] = []
    for data in SseReader().feed(raw):
        for event in reading.events(json.loads(b"".join(data))):
            found.append(event)
            if isinstance(event, FINAL_EVENTS):
                return found
    return found


def read(*messages: dict[str, Any], version: str = "6.31.0") -> list[Event]:
    reading = MessageParser(ENDPOINT, quirks_of(version), diffs=True)
    return [event for message in messages for event in reading.events(message)]


def generating(*data: Any) -> dict[str, Any]:
    return {"msg": "process_generating", "output": {"data": list(data)}, "success": True}


def completed(*data: Any) -> dict[str, Any]:
    return {"msg": "process_completed", "output": {"data": list(data)}, "success": True}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", ["stream_text", "chat", "shrink_table", "skip_and_update"])
def test_the_last_partial_of_a_recorded_stream_is_its_final_value(name: str, version: str) -> None:
    events = events_of(name, version)
    *_, last, final = events
    assert isinstance(last, Partial)
    assert isinstance(final, Completed)
    assert last.data == final.data
    assert not any(isinstance(event, Notice) for event in events)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_table_that_loses_rows_and_a_column_shows_the_right_cells(version: str) -> None:
    tables = [
        event.data[0]["data"]
        for event in events_of("shrink_table", version)
        if isinstance(event, Partial)
    ]
    assert tables == [
        [[0, 1], [10, 11], [20, 21]],
        [[0, 1], [10, 11], [20, 21], [30, 31], [40, 41]],
        [[0, 1], [10, 11], [20, 21]],
        [[0], [10], [20]],
        [[9]],
    ]


@pytest.mark.parametrize("version", VERSIONS)
def test_component_updates_are_given_as_the_app_sent_them(version: str) -> None:
    *partials, final = [
        event.data
        for event in events_of("skip_and_update", version)
        if isinstance(event, (Partial, Completed))
    ]
    update = {"__type__": "update"}
    assert partials == [
        ("first", "first"),
        (update, {**update, "value": "second", "label": "new"}),
        ("third", {**update, "visible": True}),
    ]
    assert final == ("third", {**update, "visible": True})


@pytest.mark.parametrize("version", VERSIONS)
def test_streamed_text_grows_word_by_word(version: str) -> None:
    texts = [
        event.data[0] for event in events_of("stream_text", version) if isinstance(event, Partial)
    ]
    assert texts[0] == "a"
    assert all(later.startswith(earlier) for earlier, later in pairwise(texts))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_slow_job_tells_rank_start_progress_and_logs(version: str) -> None:
    events = events_of("slow", version)
    assert isinstance(events[0], Queued)
    assert (events[0].rank, events[0].queue_size) == (0, 1)
    assert any(isinstance(event, Started) for event in events)
    logs = [(event.level, event.message) for event in events if isinstance(event, Log)]
    assert logs == [("info", "started the slow job"), ("warning", "nearly there")]
    units = [event.units[0] for event in events if isinstance(event, Progress)]
    assert all(unit.desc == "working" and unit.length == 3 for unit in units)
    assert isinstance(events[-1], Completed)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("name", "text"), [("fail", "boom"), ("crash", "x"), ("crash_late", "after a part")]
)
def test_an_error_of_the_app_is_its_own_text(name: str, text: str, version: str) -> None:
    *before, last = events_of(name, version)
    assert isinstance(last, Failed)
    assert (last.failure.kind, last.failure.message) == ("app", text)
    assert last.failure.title == ("Custom title" if (name, version) == ("fail", "6.31.0") else "")
    assert [event.data for event in before if isinstance(event, Partial)] == (
        [("y part",)] if name == "crash_late" else []
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_a_completed_message_without_output_means_cancelled(version: str) -> None:
    last = events_of("cancelled", version)[-1]
    assert isinstance(last, Cancelled)
    assert last.confirmed


@pytest.mark.parametrize("version", VERSIONS)
def test_a_session_the_server_forgot_is_lost(version: str) -> None:
    with pytest.raises(Lost, match="forgot the call"):
        events_of("unknown_session", version)


def test_odd_text_comes_through_exactly() -> None:
    *_, log, final = events_of("odd", "6.31.0")
    odd = "a \x1b[31m[b]x[/b][@click=app.quit] \u2028 \u202e end \x07"
    assert isinstance(log, Log)
    assert log.message == odd
    assert isinstance(final, Completed)
    assert final.data == (f"{odd} x", {"text": odd})


def test_hidden_outputs_are_left_out() -> None:
    endpoint = Endpoint("/x", 0, output_slots=(False, True))
    reading = MessageParser(endpoint, quirks_of("6"), diffs=True)
    assert list(reading.events(completed(None, "seen"))) == [Completed(("seen",), 0.0)]


def test_without_diffs_each_message_has_whole_values() -> None:
    reading = MessageParser(ENDPOINT, quirks_of("4.10"), diffs=False)
    events = [event for text in ("a", "ab") for event in reading.events(generating(text))]
    assert events == [Partial(("a",)), Partial(("ab",))]


def test_a_bad_edit_keeps_the_last_good_value_and_says_so_once() -> None:
    bad = generating([["append", ["no", "way"], "x"]], [["append", [], "2"]])
    events = read(generating("a", "1"), bad, bad, completed("end", "123"))
    assert [type(event) for event in events] == [Partial, Notice, Partial, Partial, Completed]
    assert [event.data for event in events if isinstance(event, Partial)] == [
        ("a", "1"),
        ("a", "12"),
        ("a", "122"),
    ]


def test_an_output_that_appears_later_starts_from_null() -> None:
    events = read(generating("a"), generating([], [["replace", [], "new"]]))
    assert events[-1] == Partial(("a", "new"))


def test_an_unknown_message_is_skipped_with_one_notice() -> None:
    events = read({"msg": "telepathy"}, {"msg": "telepathy"}, {"msg": None}, {}, completed(1))
    assert [type(event) for event in events] == [Notice, Notice, Completed]


def test_heartbeats_give_nothing() -> None:
    assert read({"msg": "heartbeat", "event_id": None}) == []


def test_a_process_streaming_message_has_whole_values() -> None:
    assert read({"msg": "process_streaming", "output": {"data": [[1]]}}) == [Partial(([1],))]


def test_an_error_in_the_output_counts_even_if_success_is_claimed() -> None:
    assert read({"msg": "process_completed", "output": {"error": "no"}, "success": True}) == [
        Failed(Failure("app", "no"))
    ]


def test_the_end_without_a_result_is_a_loss() -> None:
    with pytest.raises(Lost, match="before the result"):
        read({"msg": "close_stream", "event_id": None})
    with pytest.raises(Lost, match="Server stopped unexpectedly"):
        read({"msg": "unexpected_error", "message": "Server stopped unexpectedly."})
    with pytest.raises(Lost, match="without data"):
        read({"msg": "process_completed", "output": {"duration": 1}, "success": True})
    with pytest.raises(Busy):
        read({"msg": "queue_full"})


def test_progress_units_take_what_is_there() -> None:
    units = [
        {"index": 1, "length": 4, "unit": None, "progress": None, "desc": None},
        {"progress": 0.5},
        "odd",
        None,
    ]
    assert read({"msg": "progress", "progress_data": units}) == [
        Progress((ProgressUnit(1, 4, "steps", None, ""), ProgressUnit(progress=0.5)))
    ]


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["data", "error", "title", "__type__", "value", "x"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)
kinds = st.sampled_from(
    [
        "estimation",
        "process_starts",
        "progress",
        "log",
        "process_generating",
        "process_streaming",
        "process_completed",
        "heartbeat",
        "close_stream",
        "unexpected_error",
        "queue_full",
        "other",
    ]
)
fields = st.sampled_from(
    [
        "output",
        "success",
        "rank",
        "queue_size",
        "rank_eta",
        "eta",
        "progress_data",
        "log",
        "level",
        "title",
        "message",
        "session_not_found",
    ]
)
strange = st.tuples(kinds | scalars, st.dictionaries(fields, anything, max_size=5)).map(
    lambda p: {**p[1], "msg": p[0]}
)


@given(st.lists(strange, max_size=6))
def test_no_message_raises_anything_but_an_error_of_ours(messages: list[dict[str, Any]]) -> None:
    reading = MessageParser(ENDPOINT, quirks_of("6.31.0"), diffs=True)
    for message in messages:
        try:
            events = list(reading.events(message))
        except SpacetuiError as error:
            assert str(error)
        else:
            assert all(event == event for event in events)  # noqa: PLR0124
