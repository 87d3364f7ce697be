"""A component in config and its entry in /info -> Parameter or Return.

Config has what /info lacks.
"""

from collections.abc import Mapping

from spacetui.model.components import ComponentType, component_type
from spacetui.model.file_data import name_of
from spacetui.model.json_values import (
    as_bool,
    as_count,
    as_id,
    as_list,
    as_number,
    as_object,
    as_text,
)
from spacetui.model.schema import MISSING, Choice, FileShape, Json, Missing, Parameter, Return
from spacetui.wire.schema.file_shapes import file_shape, takes_videos
from spacetui.wire.schema.translations import MARK, Translations


def type_of(component: Mapping[str, Json]) -> str:
    """Return a component's type as config spells it, `checkboxgroup`."""
    return as_text(component.get("type"))


def is_skipped(component: Mapping[str, Json]) -> bool:
    """Return whether /info leaves this component out: State, buttons, layout."""
    return as_bool(component.get("skip_api"), not component_type(type_of(component)).has_value)


def parameter_of(
    place: int,
    component: Mapping[str, Json],
    entry: Mapping[str, Json],
    texts: Translations,
    max_file_size: int | None = None,
) -> Parameter:
    """Return the parameter at `place`, counted from 0 among the shown ones.

    entry: what /info has about it; empty where it has nothing. max_file_size: that of the app.
    """
    props = as_object(component.get("props"))
    kind = component_type(type_of(component))
    schema = _input_schema(component, entry, kind)
    shape = file_shape(schema, kind, props)
    has_files = shape is not FileShape.NONE or kind.is_multimodal
    return Parameter(
        name=as_text(entry.get("parameter_name")) or f"param_{place}",
        label=_label(component, entry, texts),
        component=_component_name(component, entry),
        schema=schema,
        python_type=_python_type(entry),
        description=as_text(entry.get("description")),
        default=texts.value(_default(entry, props, kind)),
        example=entry.get("example_input", MISSING),
        choices=_choices(props, kind, texts) if kind.has_choices else None,
        minimum=as_number(props.get("minimum")),
        maximum=as_number(props.get("maximum")),
        step=as_number(props.get("step")),
        is_integer=_is_integer(schema, kind, props),
        lines=int(as_number(props.get("lines")) or 1),
        placeholder=texts.text(props.get("placeholder")),
        info=_info(props, kind, texts),
        is_secret=kind.name == "Textbox" and props.get("type") == "password",
        multiselect=props.get("multiselect") is True,
        allow_custom_value=props.get("allow_custom_value") is True,
        max_choices=as_count(props.get("max_choices")),
        max_length=as_count(props.get("max_length")),
        max_file_size=max_file_size if has_files else None,
        file_shape=shape,
        file_types=_file_types(kind, props, schema, shape),
        props=props,
        component_id=as_id(component.get("id")),
    )


def return_of(
    component: Mapping[str, Json], entry: Mapping[str, Json], texts: Translations
) -> Return:
    """Return the type of one output. entry: what /info has about it; may be empty."""
    return Return(
        label=_label(component, entry, texts),
        component=_component_name(component, entry),
        schema=_schema(component, entry, "api_info_as_output"),
        python_type=_python_type(entry),
        props=as_object(component.get("props")),
        component_id=as_id(component.get("id")),
    )


def _component_name(component: Mapping[str, Json], entry: Mapping[str, Json]) -> str:
    return as_text(entry.get("component")) or type_of(component).capitalize()


def _python_type(entry: Mapping[str, Json]) -> str:
    return as_text(as_object(entry.get("python_type")).get("type"))


def _input_schema(
    component: Mapping[str, Json], entry: Mapping[str, Json], kind: ComponentType
) -> Mapping[str, Json]:
    # Gradio 3 describes what its Python client takes for a file, not what goes over the wire.
    if "serializer" in component and kind.takes_files:
        return {}
    schema = _schema(component, entry, "api_info_as_input")
    if isinstance(schema.get("type", ""), (str, list)):
        return schema
    # In every Gradio a component that takes any JSON has the type {}, which no value has.
    return {key: each for key, each in schema.items() if key != "type"}


def _schema(
    component: Mapping[str, Json], entry: Mapping[str, Json], key: str
) -> Mapping[str, Json]:
    """Return the JSON schema of a value, from /info or else from config.

    key: where config has it since Gradio 5: one for inputs, one for outputs.
    """
    for schema in (entry.get("type"), component.get(key), component.get("api_info")):
        if isinstance(schema, dict):
            return schema
    return {}


def _default(
    entry: Mapping[str, Json], props: Mapping[str, Json], kind: ComponentType
) -> Json | Missing:
    if entry.get("parameter_has_default") is True:
        return entry.get("parameter_default")
    if kind.name == "BrowserState":
        # A browser without a stored value sends this one; /info does not have it.
        return props.get("default_value")
    # For Gradio 3, and endpoints that /info leaves out: the component's first value on the page.
    value = props.get("value")
    if value is None or "parameter_has_default" in entry:
        return MISSING
    return value


def _is_integer(schema: Mapping[str, Json], kind: ComponentType, props: Mapping[str, Json]) -> bool:
    if schema.get("type") == "integer":
        return True
    return kind.has_precision and props.get("precision") == 0


def _info(props: Mapping[str, Json], kind: ComponentType, texts: Translations) -> str:
    """Return the app's help on a component; of a Dataset, what the values of a sample are."""
    if kind.name == "Dataset":
        return ", ".join(filter(None, map(texts.text, as_list(props.get("headers")))))
    return texts.text(props.get("info"))


def _choices(
    props: Mapping[str, Json], kind: ComponentType, texts: Translations
) -> tuple[Choice, ...]:
    if kind.name == "Dataset":
        return _samples(props)
    # A dropdown may have 100,000 choices, of which nearly all are pairs with a plain text.
    return tuple(
        [
            tuple.__new__(Choice, each)
            if type(each) is list
            and len(each) == 2
            and type(each[0]) is str
            and MARK not in each[0]
            else _choice(each, texts)
            for each in as_list(props.get("choices"))
        ]
    )


def _samples(props: Mapping[str, Json]) -> tuple[Choice, ...]:
    """Return the samples of a Dataset, of which the server takes the index.

    Source: gradio 6.31 components/dataset.py, preprocess.
    """
    labels = as_list(props.get("sample_labels"))
    return tuple(
        Choice(as_text(labels[index]) if index < len(labels) else _sample_label(sample), index)
        for index, sample in enumerate(as_list(props.get("samples")))
    )


def _sample_label(sample: Json) -> str:
    """Return the values of a sample in one line, `cat, 3`; of a file, its name."""
    values = sample if isinstance(sample, list) else [sample]
    return ", ".join(name_of(as_object(each)) or str(each) for each in values)


def _choice(choice: Json, texts: Translations) -> Choice:
    """Return one choice: a pair of label and value, or, in early versions, its value alone."""
    match choice:
        case [label, value]:
            return Choice(texts.text(label) or str(label), value)
    return Choice(str(choice), choice)


def _file_types(
    kind: ComponentType, props: Mapping[str, Json], schema: Mapping[str, Json], shape: FileShape
) -> tuple[str, ...]:
    if shape is FileShape.NONE and not kind.is_multimodal:
        return ()
    stated = props.get("file_types")
    if isinstance(stated, list):
        return tuple(each for each in stated if isinstance(each, str))
    if shape is FileShape.GALLERY and takes_videos(schema):
        return ("image", "video")
    if kind.file_types:
        return kind.file_types
    if kind.media:
        return (kind.media,)
    return ()


def _label(component: Mapping[str, Json], entry: Mapping[str, Json], texts: Translations) -> str:
    own = texts.text(as_object(component.get("props")).get("label"))
    stated, number = entry.get("label"), component.get("id")
    # For a component without a label /info makes one of its id, which helps no user.
    if not own and stated in (f"parameter_{number}", f"value_{number}"):
        return ""
    return texts.text(stated) or own
