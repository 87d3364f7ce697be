"""Calls and recordings become scripts."""

from spacetui.model.call import Call
from spacetui.model.recording import Recording
from spacetui.model.schema import Endpoint, Parameter
from spacetui.model.script import script_of_call, script_of_recordings
from spacetui.model.source import Source


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
