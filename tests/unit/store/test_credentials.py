"""Which credentials a call had is stored, and none of them; older files still load."""

import json
from dataclasses import replace
from typing import Any

from spacetui.model.call import Call
from spacetui.model.events import Completed
from spacetui.model.recording import Recording
from spacetui.model.run import RunState
from spacetui.model.schema import WITHHELD, Endpoint, Parameter
from spacetui.model.script import script_of_recordings
from spacetui.model.source import Source
from spacetui.snippets import render
from spacetui.store.codec import dump, load
from spacetui.store.trim_recording import trim_recording

OPEN = Endpoint(
    "/open",
    2,
    parameters=(
        Parameter("key", component="Textbox", is_secret=True),
        Parameter("door", component="Textbox", default="front"),
    ),
    input_slots=(True, True),
    oauth_token="optional",
)
SOURCE = Source(
    "https://one.example",
    "https://one.example",
    has_own_token=True,
    has_login=True,
    headers=("X-Api-Key", "Cookie"),
    is_insecure=True,
)
CALL = Call(OPEN, {"key": "hunter2", "door": "back"}, "hf_for_the_app")
MADE = Recording(CALL, SOURCE, RunState().after(Completed(("open",), 1.5), 1.0), 12.5)


def test_the_credentials_of_a_call_are_stored_as_facts() -> None:
    text = dump(trim_recording(MADE))
    assert "hunter2" not in text
    assert "hf_for_the_app" not in text
    loaded = load(text, Recording)
    assert loaded.source == SOURCE
    assert loaded.call.values == {"key": WITHHELD, "door": "back"}
    assert loaded.call.oauth_token is WITHHELD
    code = render(script_of_recordings([loaded]), "python")
    for variable in ("APP_TOKEN", "APP_PASSWORD", "APP_X_API_KEY", "MY_KEY", "OAUTH_TOKEN"):
        assert variable in code


# What version 0.1.0 before these facts wrote of a call of a private Space.
_PARAMETER: dict[str, Any] = {
    "label": "",
    "component": "Textbox",
    "schema": {},
    "example": {"$": "missing"},
    "choices": None,
    "file_shape": "none",
}
OLD = {
    "call": {
        "endpoint": {
            "api_name": "/open",
            "fn_index": 2,
            "parameters": [
                {**_PARAMETER, "name": "key", "default": {"$": "missing"}, "is_secret": True},
                {**_PARAMETER, "name": "door", "default": "front", "is_secret": False},
            ],
            "returns": [{"label": "said", "component": "Textbox", "schema": {}}],
            "input_slots": [True, True],
            "output_slots": [True],
            "oauth_token": "",
        },
        "values": {"door": "back"},
    },
    "source": {
        "src": "acme/lock",
        "url": "https://acme-lock.hf.space",
        "title": "Lock",
        "api_prefix": "/gradio_api",
        "protocol": "sse_v3",
        "version": "6.31.0",
        "needs_token": True,
    },
    "state": {"status": "complete", "data": ["open"], "last_at": 1.0},
    "made_at": 12.5,
    "id": 0,
}


def test_a_recording_of_an_earlier_version_loads_without_these_facts() -> None:
    loaded = load(json.dumps(OLD), Recording)
    assert loaded.source == Source(
        "acme/lock", "https://acme-lock.hf.space", "Lock", "/gradio_api", "sse_v3", "6.31.0", True
    )
    assert loaded.call.values == {"door": "back"}
    assert loaded.call.oauth_token == ""
    code = render(script_of_recordings([loaded]), "python")
    assert 'Client("acme/lock", token=os.environ["HF_TOKEN"], ' in code
    assert 'key=os.environ["MY_KEY"]' in code  # it was left out of the file
    assert load(dump(loaded), Recording) == loaded


def test_a_call_without_secrets_stays_the_same_object() -> None:
    plain = replace(CALL, values={"door": "back"}, oauth_token="")
    assert plain.without_secrets() is plain
    assert plain.secrets == ()
    assert set(CALL.secrets) == {"hunter2", "hf_for_the_app"}
    assert "hf_for_the_app" not in repr(CALL)
