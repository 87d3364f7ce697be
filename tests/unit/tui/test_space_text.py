"""The text of the space pane."""

from spacetui.model.schema import Endpoint
from spacetui.model.space import SpaceCard
from spacetui.tui.find.space_text import (
    MOST_ENDPOINTS,
    closed_reason,
    endpoints_text,
    facts_text,
    stage_text,
)


def test_the_facts_of_a_space_fill_the_width_and_leave_out_what_is_not_known() -> None:
    bare = facts_text(SpaceCard("o/n"), 40).plain.splitlines()
    assert [each.strip() for each in bare] == ["o/n"]
    full = facts_text(
        SpaceCard("o/n", title="A Space", likes=12, error_message="it broke"), 40
    ).plain.splitlines()
    assert full[0].startswith("A Space") and full[0].endswith("12")
    assert full[1].strip() == "o/n"
    assert full[-1] == "it broke"
    assert {len(each) for each in full[:2]} == {40}


def test_endpoints_beyond_the_first_few_are_counted() -> None:
    endpoints = [
        Endpoint(f"/e{n}", n, parameters=(), returns=(), output_slots=())
        for n in range(MOST_ENDPOINTS + 3)
    ]
    rows = endpoints_text(endpoints, 60).plain.splitlines()
    assert len(rows) == MOST_ENDPOINTS + 2
    assert rows[-1] == "3 more"
    assert "no endpoints" in endpoints_text([], 60).plain


def test_a_stage_is_shown_with_where_the_space_runs_and_whether_it_can_be_asked() -> None:
    card = SpaceCard("o/n", stage="SLEEPING", hardware="zero-a10g")
    assert (
        "asleep" in stage_text(card, is_local=False).plain
        and "ZeroGPU" in stage_text(card, is_local=False).plain
    )
    assert "here" in stage_text(card, is_local=True).plain
    assert closed_reason(card) == "asleep: enter wakes it"
    assert closed_reason(SpaceCard("o/n", stage="RUNNING")) == ""
    assert stage_text(SpaceCard("o/n"), is_local=True).plain == ""
