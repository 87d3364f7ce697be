"""A component's config and its /info entry -> Parameter or Return. What /info lacks, config has."""

import math
from collections.abc import Mapping

from spacetui.model.components import ComponentType, component_type
from spacetui.model.schema import MISSING, Choice, FileShape, Json, Missing, Parameter, Return
from spacetui.wire.schema.file_shapes import file_shape
from spacetui.wire.schema.translations import Translations


def type_of(component: Mapping[str, Json]) -> str:
    """Give a component's type as config spells it, `checkboxgroup`."""
    name = component.get("type")
    return name if isinstance(name, str) else ""


def is_skipped(component: Mapping[str, Json]) -> bool:
    """Say whether /info leaves this component out: State, buttons, layout."""
    skip = component.get("skip_api")
    if isinstance(skip, bool):
        return skip
    return not component_type(type_of(component)).has_value


def parameter_of(
    place: int, component: Mapping[str, Json], info: Mapping[str, Json] | None, texts: Translations
) -> Parameter:
    """Give the parameter at `place` (from 0 among the shown). info: its entry in /info, if there is one."""
    said = info or {}
    props = _mapping(component.get("props"))
    kind = component_type(type_of(component))
    schema = schema_of(component, info, "api_info_as_input")
    # Gradio 3 describes what its Python client takes and not what goes over the wire: of a file, useless here.
    if "serializer" in component and kind.takes_files:
        schema = {}
    # Any JSON is of type {} to every Gradio, which no value is of.
    if not isinstance(schema.get("type", ""), (str, list)):
        schema = {key: each for key, each in schema.items() if key != "type"}
    shape = file_shape(schema, kind, props)
    python_type = _mapping(said.get("python_type"))
    return Parameter(
        name=_text(said.get("parameter_name")) or f"param_{place}",
        label=_label(said.get("label"), component, texts),
        component=_text(said.get("component")) or type_of(component).capitalize(),
        schema=schema,
        python_type=_text(python_type.get("type")),
        description=_text(said.get("description")),
        default=texts.value(_default(said, props)),
        example=said.get("example_input", MISSING) if info is not None else MISSING,
        choices=_choices(props, texts) if kind.has_choices else None,
        minimum=_number(props.get("minimum")),
        maximum=_number(props.get("maximum")),
        step=_number(props.get("step")),
        is_integer=schema.get("type") == "integer"
        or (kind.has_precision and props.get("precision") == 0),
        lines=int(_number(props.get("lines")) or 1),
        placeholder=texts.text(props.get("placeholder")),
        info=texts.text(props.get("info")),
        is_secret=props.get("type") == "password" and kind.name == "Textbox",
        multiselect=props.get("multiselect") is True,
        allow_custom_value=props.get("allow_custom_value") is True,
        max_choices=_count(props.get("max_choices")),
        file_shape=shape,
        file_types=_file_types(kind, props, shape),
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


def _file_types(
    component: ComponentType, props: Mapping[str, Json], shape: FileShape
) -> tuple[str, ...]:
    if shape is FileShape.NONE:
        return ()
    stated = props.get("file_types")
    if isinstance(stated, list):
        return tuple(each for each in stated if isinstance(each, str))
    # A gallery of images may take videos too.
    if shape is FileShape.GALLERY or not component.media:
        return ()
    return (component.media,)


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
