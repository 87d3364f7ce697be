"""Values become what goes over the wire."""

import pytest

from spacetui.errors import BadValue
from spacetui.model.call import Call, arrange
from spacetui.model.schema import MISSING, Endpoint, Parameter


def test_hidden_state_is_null_in_its_slot() -> None:
    a, b = Parameter("a", default=1), Parameter("b")
    endpoint = Endpoint("/f", 0, parameters=(a, b), input_slots=(True, False, True))
    assert arrange(Call(endpoint, {"b": 2})) == [1, None, 2]
    assert arrange(Call(endpoint, {"a": None, "b": 2})) == [None, None, 2]


def test_a_missing_value_is_named_and_a_default_of_null_is_a_default() -> None:
    endpoint = Endpoint(
        "/f", 0, parameters=(Parameter("a", default=None), Parameter("b")), input_slots=(True, True)
    )
    call = Call(endpoint)
    assert [each.name for each in call.missing_parameters] == ["b"]
    assert call.value_of(endpoint.parameters[1]) is MISSING
    with pytest.raises(BadValue, match="wanted for b"):
        arrange(call)
