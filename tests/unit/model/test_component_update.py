"""Component updates, folded into outputs as a page shows them."""

from typing import Any

import pytest

from spacetui.errors import Failure
from spacetui.model.component_update import (
    MAX_CHANGES,
    Output,
    changed_components,
    is_update,
    outputs_after,
)
from spacetui.model.events import Completed, Event, Failed, Partial
from spacetui.model.run import RunState
from spacetui.model.schema import MISSING, Endpoint, Return


def update(**changes: Any) -> dict[str, Any]:
    return {**changes, "__type__": "update"}


def after(*events: Event) -> RunState:
    state = RunState()
    for event in events:
        state = state.after(event)
    return state


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (update(), True),
        (update(value=1), True),
        ({"__type__": "validate"}, False),
        ({"__type__": ["update"]}, False),
        ({"value": 1}, False),
        ("update", False),
        (None, False),
    ],
)
def test_an_update_is_known_by_its_type(value: Any, expected: bool) -> None:
    assert is_update(value) is expected


@pytest.mark.parametrize(
    ("sent", "output"),
    [
        (["v"], Output("v")),
        ([None], Output(None)),
        ([update()], Output()),
        ([update(value=None)], Output(None)),
        ([update(choices=["a"])], Output(MISSING, {"choices": ["a"]})),
        (["v", update()], Output("v")),
        (["v", update(label="L")], Output("v", {"label": "L"})),
        (
            [update(value="v", label="L"), update(visible=False)],
            Output("v", {"label": "L", "visible": False}),
        ),
        ([update(label="L"), "v"], Output("v", {"label": "L"})),
        ([update(value="v"), update(value=None, label="L")], Output(None, {"label": "L"})),
        ([update(label="L"), update(label="M")], Output(MISSING, {"label": "M"})),
    ],
)
def test_an_output_is_what_values_and_updates_add_up_to(sent: list[Any], output: Output) -> None:
    outputs: tuple[Output, ...] = ()
    for each in sent:
        outputs = outputs_after(outputs, [each])
    assert outputs == (output,)


def test_an_app_cannot_pile_up_changes_without_end() -> None:
    output = Output()
    for number in range(50):
        output = output.after(update(**{f"p{number}_{each}": 0 for each in range(50)}))
    assert len(output.changes) == MAX_CHANGES


def test_changes_are_named_by_the_component() -> None:
    endpoint = Endpoint(
        "/x", 0, returns=(Return(component_id=7), Return(component_id=8), Return(), Return())
    )
    outputs = outputs_after((), [update(label="L"), "v", update(label="M")])
    assert changed_components(endpoint, outputs) == {7: {"label": "L"}}


def test_the_state_of_a_call_has_what_was_sent_and_what_it_adds_up_to() -> None:
    state = after(
        Partial(("a", update(choices=["x"]))), Completed((update(), update(value="x")), 1.0)
    )
    assert state.data == (update(), update(value="x"))
    assert state.outputs == (Output("a"), Output("x", {"choices": ["x"]}))
    assert state.values == ("a", "x")


def test_a_call_without_updates_keeps_its_values_alone() -> None:
    state = after(Partial(("a",)), Completed(("b",), 1.0))
    assert (state.updated, state.values, state.outputs) == ((), ("b",), (Output("b"),))
    assert RunState().outputs is None
    assert RunState().values is None


def test_an_output_of_which_only_other_things_changed_has_no_value() -> None:
    state = after(Completed((update(choices=[]),), 1.0))
    assert state.values == (None,)
    assert state.outputs == (Output(MISSING, {"choices": []}),)


def test_a_call_that_fails_keeps_the_outputs_so_far() -> None:
    state = after(Partial((update(value="a"),)), Failed(Failure("app", "no")))
    assert state.outputs == (Output("a"),)
