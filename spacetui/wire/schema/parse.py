"""/config and /info -> App. The only reader of raw schemas; it trusts the shape of nothing in them.

Source: gradio 6.31 blocks.py, get_config and get_api_info.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from spacetui.errors import NotGradio
from spacetui.model.schema import App, Endpoint, Json, Parameter, Return
from spacetui.wire.http.origin import is_plain_prefix
from spacetui.wire.schema.examples import datasets_of, examples_for
from spacetui.wire.schema.parameters import is_skipped, parameter_of, return_of
from spacetui.wire.schema.translations import Translations

_MAX_NOTES = 50


def api_prefix_of(config: Json) -> str:
    """Give the prefix of the app's routes, `/gradio_api` or empty; one that is no plain path counts as none."""
    prefix = config.get("api_prefix") if isinstance(config, dict) else None
    if isinstance(prefix, str) and is_plain_prefix(prefix.rstrip("/")):
        return prefix.rstrip("/")
    return ""


def protocol_name_of(config: Json) -> str:
    """Return the name of the protocol that an app speaks; `ws` where it names none, as in Gradio 3."""
    name = config.get("protocol") if isinstance(config, dict) else None
    return name if isinstance(name, str) and name else "ws"


def parse_app(url: str, config: Json, info: Json, *, notes: Sequence[str] = ()) -> App:
    """Give the app at `url`. info: None where the server had none. notes: what was odd before this.

    An endpoint that its app calls private is left out. Raises NotGradio when `dependencies` is no list.
    """
    found = config if isinstance(config, dict) else {}
    dependencies = found.get("dependencies")
    if not isinstance(dependencies, list):
        old = "allow_flagging" in found and "version" in found
        raise NotGradio(
            "a Gradio too old to be called (2.x)"
            if old
            else "not a Gradio app: its config has no list `dependencies`",
            where=url,
            hint="Check the address.",
        )
    odd = list(notes)
    version = found.get("version")
    if found.get("api_prefix") and api_prefix_of(found) != str(found["api_prefix"]).rstrip("/"):
        odd.append("the config's api_prefix is no plain path; ignored")
    endpoints = _Endpoints(found, info, odd).read(dependencies)
    return App(
        url=url,
        version=version if isinstance(version, str) else "",
        protocol=protocol_name_of(found),
        api_prefix=api_prefix_of(found),
        title=Translations(found).text(found.get("title")),
        app_id=str(found.get("app_id") or "")[:100],
        endpoints=tuple(endpoints),
        connect_heartbeat=found.get("connect_heartbeat") is True,
        has_unload=any(_runs_on(each, "unload") for each in dependencies),
        notes=tuple(odd[:_MAX_NOTES]),
    )


class _Endpoints:
    """Joins dependencies of config with their entries in /info."""

    def __init__(self, config: Mapping[str, Json], info: Json, notes: list[str]) -> None:
        components = config.get("components")
        self._components: dict[Json, Mapping[str, Json]] = {
            each["id"]: each
            for each in (components if isinstance(components, list) else ())
            if isinstance(each, dict) and isinstance(each.get("id"), (int, str))
        }
        said = info if isinstance(info, dict) else {}
        self._named = _mapping(said.get("named_endpoints"))
        self._unnamed = _mapping(said.get("unnamed_endpoints"))
        self._notes = notes
        self._texts = Translations(config)
        self._is_queued = config.get("enable_queue") is not False
        self._cancellers: dict[Json, int] = {}
        if not isinstance(info, dict):
            notes.append(
                "the app gives no schema of its endpoints (/info); what is shown comes from its page"
            )

    def read(self, dependencies: Sequence[Json]) -> list[Endpoint]:
        found: list[Endpoint] = []
        names: set[str] = set()
        self._datasets = datasets_of(self._components, dependencies)
        self._cancellers = _cancellers_in(dependencies)
        for index, dependency in enumerate(dependencies):
            if not isinstance(dependency, dict):
                self._notes.append(f"dependency {index} is no object; skipped")
                continue
            endpoint = self._endpoint(index, dependency)
            if endpoint is None:
                continue
            if endpoint.api_name in names:
                self._notes.append(
                    f"two endpoints are called {endpoint.api_name[:80]}; the second is skipped"
                )
                continue
            names.add(endpoint.api_name)
            found.append(endpoint)
        for name in self._named:
            if name not in names and self._is_public(name):
                self._notes.append(
                    f"{name[:80]} is in /info and not in config; it cannot be called"
                )
        return found

    def _endpoint(self, index: int, dependency: Mapping[str, Json]) -> Endpoint | None:
        types = _mapping(dependency.get("types"))
        if (
            dependency.get("backend_fn") is False
            or types.get("cancel") is True
            or _only_cancels(dependency)
        ):
            return None  # it runs in the browser, or stops another
        fn_index = _fn_index(index, dependency)
        name = dependency.get("api_name")
        is_named = isinstance(name, str) and bool(name)
        info = self._unnamed.get(str(fn_index)) if not is_named else self._named.get(f"/{name}")
        visibility = self._visibility(dependency, is_named=is_named, has_info=info is not None)
        if visibility == "private":
            return None
        api_name = f"/{name}" if is_named else f"#{fn_index}"
        said = info if isinstance(info, dict) else None
        inputs = self._slots(dependency.get("inputs"), api_name)
        outputs = self._slots(dependency.get("outputs"), api_name)
        parameters = self._parameters(inputs, said, api_name)
        shown = [each.get("id") for each in inputs if not is_skipped(each)]
        queue = dependency.get("queue")
        return Endpoint(
            api_name=api_name,
            fn_index=fn_index,
            description=_description(said, dependency),
            parameters=parameters,
            returns=self._returns(outputs, said, api_name),
            input_slots=tuple(not is_skipped(each) for each in inputs),
            output_slots=tuple(not is_skipped(each) for each in outputs),
            streams=types.get("generator") is True or types.get("continuous") is True,
            visibility=visibility,
            is_queued=queue if isinstance(queue, bool) else self._is_queued,
            oauth_token=_text((said or {}).get("oauth_token")),
            canceller=self._cancellers.get(fn_index),
            takes_chunks=dependency.get("connection") == "stream",
            examples=examples_for(shown, parameters, self._datasets),
        )

    def _visibility(self, dependency: Mapping[str, Json], *, is_named: bool, has_info: bool) -> str:
        said = dependency.get("api_visibility")
        if isinstance(said, str):  # Gradio 6
            return said if said in ("public", "private") else "undocumented"
        if not is_named and not has_info:  # `api_name=False` of Gradio 3 to 5: not for clients
            return "private"
        return "undocumented" if dependency.get("show_api") is False else "public"

    def _is_public(self, name: str) -> bool:
        return bool(_mapping(self._named.get(name)).get("api_visibility", "public") == "public")

    def _slots(self, ids: Json, api_name: str) -> list[Mapping[str, Json]]:
        """Give the component of each position on the wire; one that config does not have is an unknown one."""
        if not isinstance(ids, list):
            if ids is not None:
                self._notes.append(
                    f"{api_name[:80]}: its list of components is odd; taken as empty"
                )
            return []
        unknown = [
            each for each in ids if not isinstance(each, (int, str)) or each not in self._components
        ]
        if unknown:
            self._notes.append(
                f"{api_name[:80]}: {len(unknown)} of its components are not in config"
            )
        return [
            self._components.get(each, {}) if isinstance(each, (int, str)) else {} for each in ids
        ]

    def _parameters(
        self, slots: Sequence[Mapping[str, Json]], info: Mapping[str, Json] | None, api_name: str
    ) -> tuple[Parameter, ...]:
        shown = [each for each in slots if not is_skipped(each)]
        entries = self._entries(info, "parameters", len(shown), api_name)
        found: list[Parameter] = []
        names: set[str] = set()
        for place, (component, entry) in enumerate(zip(shown, entries, strict=True)):
            parameter = parameter_of(place, component, entry, self._texts)
            if (
                parameter.name in names
            ):  # values are kept by name: two of one name would share a value
                renamed = {**(entry or {}), "parameter_name": f"{parameter.name}_{place}"}
                parameter = parameter_of(place, component, renamed, self._texts)
                self._notes.append(
                    f"{api_name[:80]}: a parameter's name comes twice; the second is {parameter.name[:80]}"
                )
            names.add(parameter.name)
            found.append(parameter)
        return tuple(found)

    def _returns(
        self, slots: Sequence[Mapping[str, Json]], info: Mapping[str, Json] | None, api_name: str
    ) -> tuple[Return, ...]:
        shown = [each for each in slots if not is_skipped(each)]
        entries = self._entries(info, "returns", len(shown), api_name)
        return tuple(
            return_of(component, entry, self._texts)
            for component, entry in zip(shown, entries, strict=True)
        )

    def _entries(
        self, info: Mapping[str, Json] | None, key: str, wanted: int, api_name: str
    ) -> Sequence[Mapping[str, Any] | None]:
        """Give the entries of /info for the shown slots, or None for each where the two do not fit."""
        said = info.get(key) if info is not None else None
        if said is None:
            return [None] * wanted
        if (
            isinstance(said, list)
            and len(said) == wanted
            and all(isinstance(each, dict) for each in said)
        ):
            return said
        self._notes.append(
            f"{api_name[:80]}: /info and config disagree about its {key}; config is used"
        )
        return [None] * wanted


def _fn_index(index: int, dependency: Mapping[str, Json]) -> int:
    number = dependency.get("id")
    return number if type(number) is int else index


def _only_cancels(dependency: Mapping[str, Json]) -> bool:
    """Whether all it does is stop others; early Gradio has no word for it."""
    return (
        bool(dependency.get("cancels"))
        and not dependency.get("inputs")
        and not dependency.get("outputs")
    )


def _runs_on(dependency: Json, event: str) -> bool:
    """Whether a function of the app runs on an event; its targets are pairs of component and event."""
    targets = dependency.get("targets") if isinstance(dependency, dict) else None
    return isinstance(targets, list) and any(
        isinstance(each, list) and each[1:] == [event] for each in targets
    )


def _cancellers_in(dependencies: Sequence[Json]) -> dict[Json, int]:
    """Give for each function that can be cancelled the one that does it."""
    found: dict[Json, int] = {}
    for index, dependency in enumerate(dependencies):
        if not isinstance(dependency, dict) or not _only_cancels(dependency):
            continue
        cancels = dependency["cancels"]
        for each in cancels if isinstance(cancels, list) else ():
            if type(each) is int:
                found.setdefault(each, _fn_index(index, dependency))
    return found


def _description(info: Mapping[str, Json] | None, dependency: Mapping[str, Json]) -> str:
    for said in ((info or {}).get("description"), dependency.get("api_description")):
        if isinstance(said, str) and said.strip():
            return said.strip()
    return ""


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}
