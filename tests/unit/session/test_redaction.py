"""What a server repeats of the user's secrets leaves the session without them."""

from spacetui.errors import Failure
from spacetui.model.call import Call
from spacetui.model.events import Completed, Failed, Log
from spacetui.model.recording import Recording
from spacetui.model.run import RunState
from spacetui.model.schema import Endpoint, Parameter
from spacetui.model.source import Source
from spacetui.session.redaction import Redactor
from spacetui.wire.http.credentials import Credentials

PASSWORD, OAUTH, HUB = "correct horse battery", "hf_oauthTokenForTheApp", "hf_hubTokenOfTheUser"
ENDPOINT = Endpoint(
    "/open", 0, parameters=(Parameter("key", is_secret=True),), oauth_token="optional"
)
CALL = Call(ENDPOINT, {"key": PASSWORD}, OAUTH)


def redactor() -> Redactor:
    made = Redactor()
    made.add(Credentials(hub_token=HUB))
    made.add_secrets_of(CALL)
    return made


def test_messages_lose_every_secret() -> None:
    said = f"{PASSWORD} {OAUTH} {HUB}"
    for event in (Log("info", said), Failed(Failure("app", said))):
        text = repr(redactor().event(event))
        assert not any(secret in text for secret in (PASSWORD, OAUTH, HUB))


def test_outputs_on_the_screen_lose_tokens_and_keep_what_may_be_meant() -> None:
    event = redactor().event(Completed((f"{PASSWORD} {OAUTH} {HUB}",), 1.0))
    assert event.data == (f"{PASSWORD} [hidden] [hidden]",)  # type: ignore[union-attr]


def test_a_recording_loses_what_an_app_repeated() -> None:
    state = RunState().after(Completed((f"it was {PASSWORD}!", 3), 1.0), 1.0)
    recorded = redactor().recorded(Recording(CALL, Source("a/b", "https://a-b.hf.space"), state))
    assert recorded.state.data == ("it was [hidden]!", 3)
    assert not any(secret in repr(recorded) for secret in (PASSWORD, OAUTH, HUB))
