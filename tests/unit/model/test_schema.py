"""Look-ups in the schema of an app."""

from spacetui.model.schema import MISSING, App, Endpoint, FileShape, Parameter, Return


def test_unnamed_endpoints_are_public_only_where_none_is_named() -> None:
    named, unnamed, hidden = (
        Endpoint("/f", 0),
        Endpoint("#1", 1),
        Endpoint("/g", 2, visibility="undocumented"),
    )
    assert App("u", "6", "sse_v3", endpoints=(named, unnamed, hidden)).public_endpoints == (named,)
    assert App("u", "3", "ws", endpoints=(unnamed, hidden)).public_endpoints == (unnamed,)


def test_an_endpoint_is_found_with_or_without_its_slash() -> None:
    app = App("u", "6", "sse_v3", endpoints=(Endpoint("/f", 0), Endpoint("#1", 1)))
    assert app.endpoint("f") is app.endpoint("/f") is app.endpoints[0]
    assert app.endpoint("#1") is app.endpoints[1]
    assert app.endpoint("/g") is None


def test_outputs_of_state_are_left_out() -> None:
    endpoint = Endpoint("/f", 0, output_slots=(True, False))
    assert endpoint.shown(("text", None)) == ("text",)
    assert endpoint.shown(("text", None, 3)) == ("text", None, 3)
    assert endpoint.has_state


def test_a_default_of_null_is_not_no_default() -> None:
    assert Parameter("a").required
    assert not Parameter("a", default=None).required
    assert not MISSING


def test_what_takes_a_list_says_so() -> None:
    assert Parameter("a", component="Checkboxgroup").takes_list
    assert Parameter("a", file_shape=FileShape.MANY).takes_list
    assert Parameter("a", schema={"type": "array"}).takes_list
    assert not Parameter("a", component="Dropdown").takes_list


def test_calls_share_state_where_they_have_it_or_change_what_a_call_with_state_takes() -> None:
    stateful = Endpoint(
        "/state", 0, parameters=(Parameter("a", component_id=1),), input_slots=(True, False)
    )
    changing = Endpoint("/change", 1, returns=(Return(component_id=1),))
    other = Endpoint("/other", 2, returns=(Return(component_id=2), Return()))
    app = App("u", "6", "sse_v3", endpoints=(stateful, changing, other))
    assert [app.shares_state(each) for each in app.endpoints] == [True, True, False]
    unloading = App("u", "6", "sse_v3", endpoints=(other,), has_unload=True)
    assert unloading.shares_state(other)
    assert not App("u", "6", "sse_v3", endpoints=(changing,)).shares_state(changing)
