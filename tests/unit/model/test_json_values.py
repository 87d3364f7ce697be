"""Numbers of a server, of which some are no float."""

from typing import Any

import pytest

from spacetui.hub.space_info import cards_of_results
from spacetui.model.json_values import finite_number
from spacetui.tui.outputs.label import confidences_in

HUGE = 10**400


@pytest.mark.parametrize(
    ("value", "number"),
    [(2, 2.0), (0.5, 0.5), (-0.0, -0.0), (True, None), ("1", None), (None, None)]
    + [(each, None) for each in (float("nan"), float("inf"), HUGE, -HUGE)],
)
def test_only_what_a_float_can_hold_is_a_number(value: Any, number: float | None) -> None:
    assert finite_number(value) == number


def test_a_score_that_no_float_can_hold_is_left_out() -> None:
    scores = [{"label": "a", "confidence": HUGE}, {"label": "b", "confidence": 1}]
    assert confidences_in({"label": "b", "confidences": scores}) == [("b", 1.0)]


def test_a_relevance_that_no_float_can_hold_is_none() -> None:
    (card,) = cards_of_results([{"id": "a/b", "semanticRelevancyScore": HUGE}])
    assert card.score is None
