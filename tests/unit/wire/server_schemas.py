"""config and info as real servers sent them, by Gradio version (tests/unit/wire/schemas)."""

import json
from pathlib import Path
from typing import Any

from spacetui.model.schema import App, Endpoint, Parameter
from spacetui.wire.schema.parse import parse_app

VERSIONS = ["4.44.1", "5.50.0", "6.31.0"]


def load(version: str) -> dict[str, Any]:
    """Return what a server of this version sent: `{"config": …, "info": …}`."""
    loaded: dict[str, Any] = json.loads(
        (Path(__file__).parent / "schemas" / f"{version}.json").read_text()
    )
    return loaded


def parsed(sent: dict[str, Any], url: str = "http://host") -> App:
    return parse_app(url, sent["config"], sent["info"])


def endpoint(app: App, name: str) -> Endpoint:
    found = app.endpoint(name)
    assert found is not None
    return found


def parameter(app: App, name: str, place: int) -> Parameter:
    return endpoint(app, name).parameters[place]
