"""The /config and /info of a replayed app, in the form of Gradio, from the endpoints of a script.

Source: gradio 6.31 blocks.py, get_config_file and get_api_info. Older clients ignore what is newer.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from spacetui.model.schema import MISSING, Endpoint, Json, Parameter, Return, fill_slots
from spacetui.model.source import Source

# What is served where the app's own version and protocol are not known.
VERSION, PROTOCOL = "6.31.0", "sse_v3"
# Protocols of Gradio before 4.9. The functions of its apps are known by their place in the list.
EARLY_PROTOCOLS = ("ws", "sse")


def describe_config(source: Source, root: str, endpoints: Sequence[Endpoint]) -> Json:
    """Return /config. root: of the replay."""
    ids = count(1)
    components: list[Json] = []
    dependencies: list[Json] = [_dependency(each, components, ids) for each in endpoints]
    if source.protocol in EARLY_PROTOCOLS:
        dependencies = _at_their_places(dependencies)
    return {
        "version": source.version or VERSION,
        "protocol": source.protocol or PROTOCOL,
        "api_prefix": source.api_prefix,
        "root": root,
        "title": source.title,
        "mode": "blocks",
        "app_id": 1,
        "enable_queue": True,
        "show_error": True,
        "is_space": False,
        "space_id": None,
        "connect_heartbeat": False,
        "max_file_size": None,
        "username": None,
        "components": components,
        "dependencies": dependencies,
        "layout": {"id": 0, "children": []},
    }


def describe_info(endpoints: Sequence[Endpoint], *, with_all: bool) -> Json:
    """Return /info. with_all: endpoints that are not documented too."""
    shown = [each for each in endpoints if with_all or each.visibility == "public"]
    return {
        "named_endpoints": {each.api_name: _describe(each) for each in shown if each.is_named},
        "unnamed_endpoints": {
            str(each.fn_index): _describe(each) for each in shown if not each.is_named
        },
    }


def _at_their_places(dependencies: Sequence[Json]) -> list[Json]:
    """Return the dependencies with what nobody calls at the places between them."""
    by_place = {each["id"]: each for each in dependencies}
    count_of_places = max(by_place, default=-1) + 1
    nothing = _dependency(Endpoint("", 0, visibility="private"), [], count())
    return [by_place.get(place, {**nothing, "id": place}) for place in range(count_of_places)]


def _dependency(endpoint: Endpoint, components: list[Json], ids: Iterator[int]) -> dict[str, Json]:
    """Return an entry of `dependencies`; its components are added to `components`."""
    inputs = _components(endpoint.input_slots, endpoint.parameters, components, ids)
    outputs = _components(endpoint.output_slots, endpoint.returns, components, ids)
    return {
        "id": endpoint.fn_index,
        "targets": [[None, "click"]],
        "inputs": inputs,
        "outputs": outputs,
        "backend_fn": True,
        "js": None,
        "queue": endpoint.is_queued,
        "api_name": endpoint.api_name.removeprefix("/") if endpoint.is_named else False,
        "show_api": endpoint.visibility == "public",
        "api_visibility": endpoint.visibility,
        "types": {"generator": endpoint.streams, "continuous": False, "cancel": False},
        "batch": False,
        "cancels": [],
        "trigger_after": None,
        "connection": "sse",
        "time_limit": None,
        "rendered_in": None,
        "zerogpu": False,
    }


def _components(
    slots: Sequence[bool],
    shown: Sequence[Parameter] | Sequence[Return],
    components: list[Json],
    ids: Iterator[int],
) -> list[int]:
    """Add a component for each position on the wire, and return their ids."""
    made = []
    each: Parameter | Return | None
    for each in fill_slots(slots, shown, None):
        components.append(_component(next(ids), each))
        made.append(components[-1]["id"])
    return made


def _component(number: int, shown: Parameter | Return | None) -> Mapping[str, Json]:
    if shown is None:
        return {"id": number, "type": "state", "props": {"name": "state"}, "skip_api": True}
    kind = shown.component.lower() or "json"
    return {
        "id": number,
        "type": kind,
        "props": {"label": shown.label, "name": kind},
        "skip_api": False,
        "api_info": dict(shown.schema),
        "example_inputs": None,
    }


def _describe(endpoint: Endpoint) -> Json:
    described: dict[str, Json] = {
        "parameters": [_describe_parameter(each) for each in endpoint.parameters],
        "returns": [_describe_type(each) for each in endpoint.returns],
        "show_api": endpoint.visibility == "public",
        "api_visibility": endpoint.visibility,
        "description": endpoint.description,
    }
    if endpoint.oauth_token:
        described["oauth_token"] = endpoint.oauth_token
    return described


def _describe_parameter(parameter: Parameter) -> Json:
    has_default = parameter.default is not MISSING
    return {
        **_describe_type(parameter),
        "parameter_name": parameter.name,
        "parameter_has_default": has_default,
        "parameter_default": parameter.default if has_default else None,
        "example_input": None,
    }


def _describe_type(shown: Parameter | Return) -> dict[str, Json]:
    return {
        "label": shown.label,
        "type": dict(shown.schema),
        "python_type": {"type": shown.python_type or "Any", "description": ""},
        "component": shown.component or "JSON",
    }
