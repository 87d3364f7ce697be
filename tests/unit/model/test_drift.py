"""Drift: each change of an endpoint since a recording of it was made is one sentence."""

from typing import Any

import pytest

from spacetui.model.drift import Change, Changed, app_drift, endpoint_drift, shape_of
from spacetui.model.schema import App, Choice, Endpoint, Parameter, Return

STYLES = tuple(Choice(each, each) for each in ("oil", "ink", "chalk"))
PAINT = Endpoint(
    "/paint",
    0,
    parameters=(
        Parameter("prompt", component="Textbox", schema={"type": "string"}),
        Parameter("steps", component="Slider", schema={"type": "number"}, default=28, maximum=50),
        Parameter("style", component="Dropdown", default="oil", choices=STYLES),
    ),
    returns=(Return("image", "Image"), Return("seed", "Number")),
)


def drift(**changes: Any) -> tuple[Change, ...]:
    return endpoint_drift(shape_of(PAINT), shape_of(PAINT._replace(**changes)))


def with_parameter(at: int, **changes: Any) -> tuple[Change, ...]:
    parameters = list(PAINT.parameters)
    parameters[at] = parameters[at]._replace(**changes)
    return drift(parameters=tuple(parameters))


@pytest.mark.parametrize(
    ("at", "changes", "kind", "is_breaking", "text"),
    [
        (
            1,
            {"component": "Number"},
            Changed.COMPONENT,
            False,
            "steps: its component was Slider and is Number now",
        ),
        (
            0,
            {"schema": {"type": ["string", "null"]}},
            Changed.TYPE,
            True,
            "prompt: its type was string and is string|null now",
        ),
        (1, {"default": 30}, Changed.DEFAULT, False, "steps: its default was 28 and is 30 now"),
        (0, {"default": ""}, Changed.REQUIRED, False, "prompt: it has a default now"),
        (1, {"maximum": 40}, Changed.LIMITS, True, "steps: its range was to 50 and is to 40 now"),
        (
            2,
            {"choices": (*STYLES[1:], Choice("wax", "wax"))},
            Changed.CHOICES,
            True,
            'style: its choices changed; gone: "oil"; new: "wax"',
        ),
        (2, {"choices": None}, Changed.CHOICES, False, "style: its list of choices is gone"),
    ],
)
def test_a_change_of_a_parameter_is_a_sentence(
    at: int, changes: dict[str, Any], kind: Changed, is_breaking: bool, text: str
) -> None:
    assert with_parameter(at, **changes) == (
        Change("/paint", PAINT.parameters[at].name, kind, is_breaking, text),
    )


def test_a_parameter_comes_or_goes() -> None:
    assert [str(each) for each in drift(parameters=PAINT.parameters[1:])] == [
        "/paint: the parameter prompt is gone"
    ]
    found = drift(parameters=(*PAINT.parameters, Parameter("seed"), Parameter("p", default=1)))
    assert [(each.text, each.is_breaking) for each in found] == [
        ("the parameter seed is new, and it must be given", True),
        ("the parameter p is new", False),
    ]


def test_outputs_are_compared_by_their_places() -> None:
    assert [each.text for each in drift(returns=(Return("picture", "Gallery"),))] == [
        "output image: its component was Image and is Gallery now",
        "output image: its label was image and is picture now",
        "the output seed is gone",
    ]


def test_what_nobody_changed_has_not_drifted_and_words_do_not_count() -> None:
    assert drift() == ()
    assert with_parameter(0, placeholder="a boat", info="what to paint", label="Prompt") == ()


def test_a_secret_default_is_in_no_shape() -> None:
    key = Parameter("key", component="Textbox", is_secret=True, default="hunter2")
    assert "hunter2" not in repr(shape_of(Endpoint("/lock", 0, parameters=(key,))))


def test_endpoints_of_an_app_come_and_go() -> None:
    before = App("http://a", "6", "sse_v3", endpoints=(PAINT, PAINT._replace(api_name="/old")))
    after = before._replace(endpoints=(PAINT, PAINT._replace(api_name="/new")))
    assert [str(each) for each in app_drift(before, after)] == [
        "/old: the endpoint is gone",
        "/new: the endpoint is new",
    ]
