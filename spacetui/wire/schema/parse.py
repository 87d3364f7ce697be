"""/config and /info -> App. No module of wire/schema trusts the shape of either.

What is odd gets a line in App.notes.
Source: gradio 6.31 blocks.py, get_config and get_api_info.
"""

from collections.abc import Mapping, Sequence

from spacetui.errors import NotGradio
from spacetui.model.json_values import as_object, as_text
from spacetui.model.schema import App, Json
from spacetui.wire.http.urls import is_plain_prefix
from spacetui.wire.schema.endpoints import EndpointParser
from spacetui.wire.schema.translations import Translations

_MAX_NOTES = 50
NO_CHANGES: Mapping[int, Mapping[str, Json]] = {}


def api_prefix_of(config: Json) -> str:
    """Return the prefix of the app's routes, `/gradio_api`; empty for none and for an odd one."""
    prefix = as_text(as_object(config).get("api_prefix")).rstrip("/")
    return prefix if is_plain_prefix(prefix) else ""


def protocol_name_of(config: Json) -> str:
    """Return the name of the protocol that an app speaks; `ws` if it names none, as in Gradio 3."""
    return as_text(as_object(config).get("protocol")) or "ws"


def parse_app(
    url: str,
    config: Json,
    info: Json,
    *,
    notes: Sequence[str] = (),
    changes: Mapping[int, Mapping[str, Json]] = NO_CHANGES,
) -> App:
    """Return the app at `url`. info: None where the server has none. notes: what was odd before.

    changes: new properties of components, by id, which count more than what both state.

    An endpoint that its app calls private is left out. Raises NotGradio when `dependencies` is no
    list.
    """
    config = as_object(config)
    dependencies = config.get("dependencies")
    if not isinstance(dependencies, list):
        raise _not_gradio(config, url)
    notes = list(notes)
    api_prefix = api_prefix_of(config)
    if config.get("api_prefix") and api_prefix != str(config["api_prefix"]).rstrip("/"):
        notes.append("the config's api_prefix is no plain path; ignored")
    if not isinstance(info, dict):
        notes.append(
            "the app gives no schema of its endpoints (/info); what is shown comes from its page"
        )
    endpoints = EndpointParser(config, info, notes, changes).parse()
    return App(
        url=url,
        version=as_text(config.get("version")),
        protocol=protocol_name_of(config),
        api_prefix=api_prefix,
        title=Translations(config).text(config.get("title")),
        app_id=str(config.get("app_id") or "")[:100],
        endpoints=tuple(endpoints),
        connect_heartbeat=config.get("connect_heartbeat") is True,
        has_unload=any(_runs_on(each, "unload") for each in dependencies),
        notes=tuple(notes[:_MAX_NOTES]),
    )


def _not_gradio(config: Mapping[str, Json], url: str) -> NotGradio:
    message = "not a Gradio app: its config has no list `dependencies`"
    if "allow_flagging" in config and "version" in config:
        message = "a Gradio too old to be called (2.x)"
    return NotGradio(message, where=url, hint="Check the address.")


def _runs_on(dependency: Json, event: str) -> bool:
    """Return whether a function runs on an event. Its targets are pairs of component and event."""
    targets = as_object(dependency).get("targets")
    if not isinstance(targets, list):
        return False
    return any(isinstance(each, list) and each[1:] == [event] for each in targets)
