"""Schema look-ups, and calls made into scripts."""

from spacetui.model.call import Call
from spacetui.model.recording import Recording, Source
from spacetui.model.schema import MISSING, App, Endpoint, FileShape, Parameter
from spacetui.model.script import script_of_call, script_of_recordings


def test_one_call_is_a_script_of_one_step() -> None:
    call = Call(Endpoint("/f", 0, parameters=(Parameter("a"),)), {"a": 1})
    script = script_of_call(call, Source("o/n", "https://x"))
    assert [step.call for step in script.steps] == [call]
    assert script.clients == (Source("o/n", "https://x"),)


def test_recordings_of_one_app_share_a_client() -> None:
    here, there = Source("a/b", "https://a"), Source("c/d", "https://c")
    endpoint = Endpoint("/f", 0)
    recordings = [
        Recording(Call(endpoint, {"n": n}), at) for n, at in enumerate((here, there, here))
    ]
    script = script_of_recordings(recordings)
    assert script.clients == (here, there)
    assert [(step.client, step.values["n"]) for step in script.steps] == [(0, 0), (1, 1), (0, 2)]


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
