"""What a call shares with others, and that it is recorded however it ends."""

from spacetui.model.call import Call
from spacetui.model.events import Completed, Failed
from spacetui.model.run import Status
from tests.unit.session.tiny_app import ScriptedHub, Server, Sessions, card


async def test_a_call_is_recorded_with_all_that_came(server: Server, sessions: Sessions) -> None:
    session = sessions(ScriptedHub(card(server)))
    opened = await session.open(server.url)
    call = Call(opened.app.endpoints[0], {opened.app.endpoints[0].parameters[0].name: "hi"})
    live = session.submit(opened, call)
    events = [event async for event in live]
    assert isinstance(events[-1], Completed)
    recording = live.recording
    assert (
        recording is live.recording and recording.call is call and recording.source == opened.source
    )
    assert recording.state.status is Status.COMPLETE
    assert recording.state.data == events[-1].data
    assert recording.made_at > 1e9


async def test_a_failed_call_is_recorded_too(server: Server, sessions: Sessions) -> None:
    session = sessions(ScriptedHub(card(server)))
    opened = await session.open(server.url)
    endpoint = opened.app.endpoints[0]
    server.ready = False
    call = Call(endpoint, {endpoint.parameters[0].name: "hi"})
    live = session.submit(opened, call)
    events = [event async for event in live]
    assert isinstance(events[-1], Failed)
    recording = live.recording
    assert recording.state.failure == events[-1].failure
    assert recording.call.values == call.values


async def test_calls_with_state_share_it_and_no_other_call_does(
    server: Server, sessions: Sessions
) -> None:
    session = sessions(ScriptedHub(card(server)))
    opened, other = [await session.open(server.url) for _ in range(2)]
    plain, stateful = opened.app.endpoints
    calls = [
        (opened, stateful),
        (opened, stateful),
        (opened, plain),
        (opened, plain),
        (other, stateful),
    ]
    for at, endpoint in calls:
        call = Call(endpoint, {endpoint.parameters[0].name: "hi"})
        assert [event async for event in session.submit(at, call)]
    first, second, third, fourth, fifth = server.hashes
    assert first == second
    assert third == fourth, "one after another, calls without State go by one session"
    assert len({first, third, fifth}) == 3
