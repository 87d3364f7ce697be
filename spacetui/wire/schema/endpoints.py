"""The dependencies in /config and their entries in /info -> Endpoints."""

from collections.abc import Mapping, Sequence

from spacetui.model.json_values import as_bool, as_count, as_list, as_object, as_text
from spacetui.model.schema import Endpoint, Json, Parameter, Return
from spacetui.wire.schema.examples import datasets_of, examples_for
from spacetui.wire.schema.parameters import is_skipped, parameter_of, return_of
from spacetui.wire.schema.translations import Translations

_MAX_NAME = 80  # characters of a server's name in a note

_Component = Mapping[str, Json]
_Entry = Mapping[str, Json]


class EndpointParser:
    """Joins the dependencies of one config with their entries in /info.

    notes: the list to which a line is added for whatever is odd. changes: new properties of
    components, by id.
    """

    def __init__(
        self,
        config: Mapping[str, Json],
        info: Json,
        notes: list[str],
        changes: Mapping[int, Mapping[str, Json]],
    ) -> None:
        self._dependencies = as_list(config.get("dependencies"))
        self._components = _components_by_id(config, changes)
        self._changes = changes
        self._named = as_object(as_object(info).get("named_endpoints"))
        unnamed = as_object(as_object(info).get("unnamed_endpoints"))
        self._entries = {f"#{fn_index}": entry for fn_index, entry in unnamed.items()}
        self._entries |= self._named
        self._has_queue, self._is_queued = _queue_of(config)
        self._texts = Translations(config)
        self._datasets = datasets_of(self._components, self._dependencies)
        self._cancellers = _cancellers_in(self._dependencies)
        self._max_file_size = as_count(config.get("max_file_size"), below=1e18)
        self._notes = notes

    def parse(self) -> list[Endpoint]:
        """Return the endpoints that can be called, in the order of config."""
        found: dict[str, Endpoint] = {}
        for index, dependency in enumerate(self._dependencies):
            if not isinstance(dependency, dict):
                self._notes.append(f"dependency {index} is no object; skipped")
                continue
            endpoint = self._endpoint(index, dependency)
            if endpoint is None:
                continue
            if endpoint.api_name in found:
                name = endpoint.api_name[:_MAX_NAME]
                self._notes.append(f"two endpoints are called {name}; the second is skipped")
                continue
            found[endpoint.api_name] = endpoint
        for name, entry in self._named.items():
            is_public = as_object(entry).get("api_visibility", "public") == "public"
            if name not in found and is_public:
                self._notes.append(
                    f"{name[:_MAX_NAME]} is in /info and not in config; it cannot be called"
                )
        return list(found.values())

    def _endpoint(self, index: int, dependency: Mapping[str, Json]) -> Endpoint | None:
        """Return the endpoint of a dependency, or None where clients cannot call it."""
        if not _is_for_clients(dependency):
            return None
        types = as_object(dependency.get("types"))
        fn_index = _fn_index(index, dependency)
        name = as_text(dependency.get("api_name"))
        api_name = f"/{name}" if name else f"#{fn_index}"
        is_listed = bool(name) or self._entries.get(api_name) is not None
        visibility = _visibility(dependency, is_listed=is_listed)
        if visibility == "private":
            return None
        entry = as_object(self._entries.get(api_name))
        inputs = self._slots(dependency.get("inputs"), api_name)
        outputs = self._slots(dependency.get("outputs"), api_name)
        parameters = self._parameters(inputs, entry, api_name)
        shown_ids = [each.get("id") for each in inputs if not is_skipped(each)]
        return Endpoint(
            api_name=api_name,
            fn_index=fn_index,
            description=_description(entry, dependency),
            parameters=parameters,
            returns=self._returns(outputs, entry, api_name),
            input_slots=tuple(not is_skipped(each) for each in inputs),
            output_slots=tuple(not is_skipped(each) for each in outputs),
            streams=types.get("generator") is True or types.get("continuous") is True,
            visibility=visibility,
            is_queued=self._has_queue and as_bool(dependency.get("queue"), self._is_queued),
            oauth_token=as_text(entry.get("oauth_token")),
            canceller=self._cancellers.get(fn_index),
            takes_chunks=dependency.get("connection") == "stream",
            examples=examples_for(shown_ids, parameters, self._datasets),
        )

    def _slots(self, ids: Json, api_name: str) -> list[_Component]:
        """Return the component at each position on the wire; an empty one where config lacks it."""
        if ids is None:
            return []
        if not isinstance(ids, list):
            self._note(api_name, "its list of components is odd; taken as empty")
            return []
        found = [self._component(each) for each in ids]
        unknown = found.count(None)
        if unknown:
            self._note(api_name, f"{unknown} of its components are not in config")
        return [each or {} for each in found]

    def _component(self, component_id: Json) -> _Component | None:
        if not isinstance(component_id, (int, str)):
            return None
        return self._components.get(component_id)

    def _parameters(
        self, slots: Sequence[_Component], info: _Entry, api_name: str
    ) -> tuple[Parameter, ...]:
        found: dict[str, Parameter] = {}
        pairs = self._pairs(slots, info, "parameters", api_name)
        for place, (component, entry) in enumerate(pairs):
            parameter = parameter_of(place, component, entry, self._texts, self._max_file_size)
            if parameter.name in found:
                # Values are kept by name, so two parameters of one name would share a value.
                parameter = parameter._replace(name=f"{parameter.name}_{place}")
                name = parameter.name[:_MAX_NAME]
                self._note(api_name, f"a parameter's name comes twice; the second is {name}")
            found[parameter.name] = parameter
        return tuple(found.values())

    def _returns(
        self, slots: Sequence[_Component], info: _Entry, api_name: str
    ) -> tuple[Return, ...]:
        pairs = self._pairs(slots, info, "returns", api_name)
        return tuple(return_of(component, entry, self._texts) for component, entry in pairs)

    def _pairs(
        self, slots: Sequence[_Component], info: _Entry, key: str, api_name: str
    ) -> list[tuple[_Component, _Entry]]:
        """Return each shown component with its entry in /info, or with an empty one."""
        shown = [each for each in slots if not is_skipped(each)]
        entries = info.get(key)
        objects = [each for each in as_list(entries) if isinstance(each, dict)]
        if isinstance(entries, list) and len(objects) == len(entries) == len(shown):
            return [
                (each, self._current(entry, each))
                for each, entry in zip(shown, objects, strict=True)
            ]
        if entries is not None:
            self._note(api_name, f"/info and config disagree about its {key}; config is used")
        return [(each, {}) for each in shown]

    def _current(self, entry: _Entry, component: _Component) -> _Entry:
        """Return an entry without the label if that has changed since."""
        if "label" not in self._changes.get(component.get("id", -1), ()):
            return entry
        return {key: each for key, each in entry.items() if key != "label"}

    def _note(self, api_name: str, text: str) -> None:
        self._notes.append(f"{api_name[:_MAX_NAME]}: {text}")


def _components_by_id(
    config: Mapping[str, Json], changes: Mapping[int, Mapping[str, Json]]
) -> dict[Json, _Component]:
    """Return the components of config, with their changed properties."""
    found: dict[Json, _Component] = {
        each["id"]: each
        for each in as_list(config.get("components"))
        if isinstance(each, dict) and isinstance(each.get("id"), (int, str))
    }
    for component_id, changed in changes.items():
        if component_id in found:
            component = found[component_id]
            props = {**as_object(component.get("props")), **changed}
            found[component_id] = {**component, "props": props}
    return found


def _queue_of(config: Mapping[str, Json]) -> tuple[bool, bool]:
    """Return whether the app has a queue, and whether a function that names none goes into it.

    Gradio 3, which names no protocol, starts its queue only where `enable_queue` is true; null is
    that of an app without `.queue()`, also one that another server mounts. A function that joins a
    queue that does not run waits for ever. Source: gradio 3.50.2 blocks.py, startup_events;
    gradio_client 0.6.1 client.py, _use_websocket.
    """
    if not config.get("protocol"):
        has_queue = config.get("enable_queue") is True
        return has_queue, has_queue
    return True, config.get("enable_queue") is not False


def _is_for_clients(dependency: Mapping[str, Json]) -> bool:
    """Return whether a dependency runs on the server and does more than stop another one."""
    if dependency.get("backend_fn") is False or _only_cancels(dependency):
        return False
    return as_object(dependency.get("types")).get("cancel") is not True


def _visibility(dependency: Mapping[str, Json], *, is_listed: bool) -> str:
    """Return public, undocumented or private. is_listed: it has a name or an entry in /info."""
    stated = dependency.get("api_visibility")
    if stated in ("public", "private"):
        return str(stated)
    is_stated = isinstance(stated, str)  # since Gradio 6
    if not is_stated and not is_listed:  # `api_name=False` of Gradio 3 to 5: not for clients
        return "private"
    if is_stated or dependency.get("show_api") is False:
        return "undocumented"
    return "public"


def _fn_index(index: int, dependency: Mapping[str, Json]) -> int:
    number = dependency.get("id")
    return number if type(number) is int else index


def _only_cancels(dependency: Mapping[str, Json]) -> bool:
    """Return whether a dependency only stops others; early versions do not mark such a one."""
    has_values = dependency.get("inputs") or dependency.get("outputs")
    return bool(dependency.get("cancels")) and not has_values


def _cancellers_in(dependencies: Sequence[Json]) -> dict[Json, int]:
    """Return for each function that can be stopped the one that stops it, by fn_index."""
    found: dict[Json, int] = {}
    for index, dependency in enumerate(dependencies):
        if not isinstance(dependency, dict) or not _only_cancels(dependency):
            continue
        for stopped in as_list(dependency["cancels"]):
            if type(stopped) is int:
                found.setdefault(stopped, _fn_index(index, dependency))
    return found


def _description(entry: _Entry, dependency: Mapping[str, Json]) -> str:
    stated = as_text(entry.get("description")).strip()
    return stated or as_text(dependency.get("api_description")).strip()
