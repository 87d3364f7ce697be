"""What a server repeats of the user's secrets leaves the session without them."""

import threading
from collections.abc import Iterable

import pytest

from spacetui.errors import Failure
from spacetui.model.call import Call
from spacetui.model.events import Completed, Failed, Log
from spacetui.model.recording import Recording
from spacetui.model.run import RunState
from spacetui.model.schema import App, Choice, Endpoint, Parameter
from spacetui.model.source import Source
from spacetui.session.redaction import MAX_AT_ONCE, Redactor
from spacetui.text.redact import redact_text
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


async def test_a_large_app_is_looked_through_in_a_thread_and_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What holds no token is not looked at text by text."""
    looked_at: list[str] = []
    threads: list[threading.Thread] = []
    redacted = Redactor.app

    def counted(text: str, secrets: Iterable[str]) -> str:
        looked_at.append(text)
        return redact_text(text, secrets)

    def noted(redactor: Redactor, app: App) -> App:
        threads.append(threading.current_thread())
        return redacted(redactor, app)

    monkeypatch.setattr("spacetui.session.redaction.redact_text", counted)
    monkeypatch.setattr(Redactor, "app", noted)
    labels = [f"choice {n}" for n in range(MAX_AT_ONCE)]
    app = app_with_choices(labels)
    assert await redactor().app_apart(app) == app
    assert looked_at == []
    told = await redactor().app_apart(app_with_choices([*labels, HUB]))
    assert (told.endpoints[0].parameters[0].choices or ())[-1].label == "[hidden]"
    assert threading.main_thread() not in threads


def app_with_choices(labels: list[str]) -> App:
    """Return an app with a dropdown of these choices."""
    choices = tuple(Choice(each, each) for each in labels)
    parameter = Parameter("one", component="Dropdown", choices=choices)
    endpoint = Endpoint("/pick", 0, parameters=(parameter,))
    return App("http://127.0.0.1:9", "6.31.0", "sse_v3", endpoints=(endpoint,))
