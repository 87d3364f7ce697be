"""A component's config and its /info entry -> Parameter or Return. What /info lacks, config has."""

import math
from collections.abc import Mapping
from typing import Any

from spacetui.model.file_data import is_file_schema
from spacetui.model.schema import MISSING, Choice, FileShape, Json, Missing, Parameter, Return
from spacetui.wire.schema.translations import Translations

_WITH_CHOICES = ("radio", "dropdown", "checkboxgroup")
# Gradio 3 says which components are no values only by their type (client utils, SKIP_COMPONENTS).
_SKIPPED = frozenset(
    (
        "state",
        "row",
        "column",
        "tabs",
        "tab",
        "tabitem",
        "box",
        "form",
        "accordion",
        "group",
        "interpretation",
        "dataset",
        "sidebar",
    )
)
_MEDIA = {"image": ("image",), "audio": ("audio",), "video": ("video",), "imageeditor": ("image",)}
_FILE_TYPES = frozenset(
    ("image", "audio", "video", "file", "model3d", "uploadbutton", "gallery", "imageslider")
)


def type_of(component: Mapping[str, Json]) -> str:
    """Give a component's type as config spells it, `checkboxgroup`."""
    name = component.get("type")
    return name if isinstance(name, str) else ""


def is_skipped(component: Mapping[str, Json]) -> bool:
    """Say whether /info leaves this component out: State, buttons, layout."""
    skip = component.get("skip_api")
    return skip if isinstance(skip, bool) else type_of(component) in _SKIPPED


def parameter_of(
    place: int, component: Mapping[str, Json], info: Mapping[str, Json] | None, texts: Translations
) -> Parameter:
    """Give the parameter at `place` (from 0 among the shown). info: its entry in /info, if there is one."""
    said = info or {}
    props = _mapping(component.get("props"))
    kind = type_of(component)
    schema = schema_of(component, info, "api_info_as_input")
    # Gradio 3 describes what its Python client takes and not what goes over the wire: of a file, useless here.
    if "serializer" in component and kind in _FILE_TYPES:
        schema = {}
    # Any JSON is of type {} to every Gradio, which no value is of.
    if not isinstance(schema.get("type", ""), (str, list)):
        schema = {key: each for key, each in schema.items() if key != "type"}
    shape = _file_shape(schema, kind, props)
    python_type = _mapping(said.get("python_type"))
    return Parameter(
        name=_text(said.get("parameter_name")) or f"param_{place}",
        label=_label(said.get("label"), component, texts),
        component=_text(said.get("component")) or kind.capitalize(),
        schema=schema,
        python_type=_text(python_type.get("type")),
        description=_text(said.get("description")),
        default=texts.value(_default(said, props)),
        example=said.get("example_input", MISSING) if info is not None else MISSING,
        choices=_choices(props, texts) if kind in _WITH_CHOICES else None,
        minimum=_number(props.get("minimum")),
        maximum=_number(props.get("maximum")),
        step=_number(props.get("step")),
        is_integer=schema.get("type") == "integer"
        or (kind == "number" and props.get("precision") == 0),
        lines=int(_number(props.get("lines")) or 1),
        placeholder=texts.text(props.get("placeholder")),
        info=texts.text(props.get("info")),
        is_secret=props.get("type") == "password" and kind == "textbox",
        multiselect=props.get("multiselect") is True,
        allow_custom_value=props.get("allow_custom_value") is True,
        max_choices=_count(props.get("max_choices")),
        file_shape=shape,
        file_types=_file_types(kind, props) if shape is not FileShape.NONE else (),
        props=props,
    )


def return_of(
    component: Mapping[str, Json], info: Mapping[str, Json] | None, texts: Translations
) -> Return:
    """Give the type of one output."""
    said = info or {}
    props = _mapping(component.get("props"))
    return Return(
        label=_label(said.get("label"), component, texts),
        component=_text(said.get("component")) or type_of(component).capitalize(),
        schema=schema_of(component, info, "api_info_as_output"),
        python_type=_text(_mapping(said.get("python_type")).get("type")),
        props=props,
    )


def schema_of(
    component: Mapping[str, Json], info: Mapping[str, Json] | None, key: str
) -> Mapping[str, Json]:
    """Give the JSON schema of a value: of /info, else of config (since Gradio 5 one for each direction)."""
    for schema in ((info or {}).get("type"), component.get(key), component.get("api_info")):
        if isinstance(schema, dict):
            return schema
    return {}


def _default(said: Mapping[str, Json], props: Mapping[str, Json]) -> Json | Missing:
    if "parameter_has_default" in said:
        return said.get("parameter_default") if said["parameter_has_default"] is True else MISSING
    # Gradio 3, and endpoints that /info leaves out: the component's first value, as the page shows it.
    value = props.get("value")
    return MISSING if value is None else value


def _choices(props: Mapping[str, Json], texts: Translations) -> tuple[Choice, ...] | None:
    said = props.get("choices")
    if not isinstance(said, list):
        return ()
    found = []
    for each in said:
        match each:
            case [label, value]:
                found.append(Choice(texts.text(label) or str(label), value))
            case _:
                found.append(Choice(each if isinstance(each, str) else str(each), each))
    return tuple(found)


def _file_shape(schema: Mapping[str, Json], kind: str, props: Mapping[str, Json]) -> FileShape:
    """Read from the schema how files are wanted."""
    shape = _shape_in(schema, schema, 0)
    several = props.get("file_count") in ("multiple", "directory")
    if (
        shape in (FileShape.ONE, FileShape.MANY)
        and kind in ("file", "uploadbutton")
        and "file_count" in props
    ):
        # Its schema may allow both one and many; the config knows which.
        shape = FileShape.MANY if several else FileShape.ONE
    if shape is FileShape.NONE and not schema and kind in _FILE_TYPES:
        shape = (
            FileShape.GALLERY if kind == "gallery" else FileShape.MANY if several else FileShape.ONE
        )
    return shape


def _shape_in(schema: Json, root: Mapping[str, Json], depth: int) -> FileShape:
    if not isinstance(schema, dict) or depth > 8:  # a $ref may be a ring
        return FileShape.NONE
    reference = schema.get("$ref")
    if isinstance(reference, str):
        return _shape_in(_resolve(reference, root), root, depth + 1)
    for word in ("anyOf", "oneOf", "allOf"):
        options = schema.get(word)
        if isinstance(options, list):
            shapes = [_shape_in(each, root, depth + 1) for each in options[:20]]
            found = [each for each in shapes if each is not FileShape.NONE]
            if found:
                return found[0]
    properties = schema.get("properties")
    if isinstance(properties, dict):
        if is_file_schema(schema):
            return FileShape.ONE
        if (
            "video" in properties
            and _shape_in(properties["video"], root, depth + 1) is FileShape.ONE
        ):
            return FileShape.VIDEO
        return FileShape.NONE
    if (
        "prefixItems" in schema
        and isinstance(schema["prefixItems"], list)
        and schema["prefixItems"]
    ):
        return (
            FileShape.MANY
            if _shape_in(schema["prefixItems"][0], root, depth + 1) is FileShape.ONE
            else FileShape.NONE
        )
    items = schema.get("items")
    return _shape_of_items(items, root, depth + 1) if items is not None else FileShape.NONE


def _shape_of_items(items: Json, root: Mapping[str, Json], depth: int) -> FileShape:
    if _shape_in(items, root, depth) is FileShape.ONE:
        return FileShape.MANY
    for option in _options(items, root, depth):
        properties = option.get("properties")
        if isinstance(properties, dict) and "image" in properties and "caption" in properties:
            return FileShape.GALLERY
    return FileShape.NONE


def _options(schema: Json, root: Mapping[str, Json], depth: int) -> list[dict[str, Any]]:
    if not isinstance(schema, dict) or depth > 8:
        return []
    if isinstance(schema.get("$ref"), str):
        return _options(_resolve(schema["$ref"], root), root, depth + 1)
    found = [schema]
    for word in ("anyOf", "oneOf"):
        if isinstance(schema.get(word), list):
            found += [
                option for each in schema[word][:20] for option in _options(each, root, depth + 1)
            ]
    return found


def _resolve(reference: str, root: Mapping[str, Json]) -> Json:
    """Follow a `$ref` inside the schema itself; any other gives None (security.md P17)."""
    if not reference.startswith("#/"):
        return None
    node: Json = root
    for step in reference[2:].split("/"):
        if not isinstance(node, dict):
            return None
        node = node.get(step)
    return node


def _file_types(kind: str, props: Mapping[str, Json]) -> tuple[str, ...]:
    said = props.get("file_types")
    if isinstance(said, list):
        return tuple(each for each in said if isinstance(each, str))
    return _MEDIA.get(kind, ())


def _label(said: Json, component: Mapping[str, Json], texts: Translations) -> str:
    own = texts.text(_mapping(component.get("props")).get("label"))
    # What /info says of a component without a label: its number, which tells a person nothing.
    if not own and said in (f"parameter_{component.get('id')}", f"value_{component.get('id')}"):
        return ""
    return texts.text(said) or own


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Json) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value if abs(value) < math.inf else None


def _count(value: Json) -> int | None:
    number = _number(value)
    return int(number) if number is not None and 0 < number < 1e9 else None


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}
