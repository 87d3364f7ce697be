"""The line of the status bar for a call: what is counted, and how."""

from dataclasses import replace

from spacetui.model.events import Partial, Started, Uploading
from spacetui.model.run import RunState
from spacetui.tui.wording.call_status import describe_call


def after(*events: object) -> RunState:
    state = RunState()
    for at, event in enumerate(events):
        state = state.after(event, float(at))  # type: ignore[arg-type]
    return state


def test_a_growing_text_is_described_by_its_words() -> None:
    words = [Partial((" ".join(["word"] * count),)) for count in range(1, 5)]
    assert describe_call(after(Started(), *words), 4.0, words=4).rest == "4 words · 1 a second"


def test_a_text_that_is_replaced_each_time_is_described_by_its_updates() -> None:
    state = replace(after(Started(), Partial(("line 4999 of many",))), partials=5000)
    assert describe_call(state, 4.0).rest == "5000 updates"


def test_an_upload_names_the_shared_unit_once() -> None:
    line = describe_call(after(Uploading("big.bin", 12_000_000, 40_000_000)), 1.0)
    assert (line.head, line.rest, line.tail, line.fill) == (
        "sending",
        "big.bin",
        "12 of 40 MB",
        0.3,
    )
