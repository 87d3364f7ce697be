"""The JSON schemas of what goes into a call and of what comes out of it, from the app's schema."""

from collections.abc import Mapping, Sequence

from spacetui.model.components import component_type
from spacetui.model.file_data import FILE_DATA_SCHEMA, NAMED_FILE_SCHEMA
from spacetui.model.schema import MISSING, Endpoint, FileShape, Json, Parameter, Return
from spacetui.model.validation import problem_with
from spacetui.wire.openapi.schema_cleaner import FILE, SchemaCleaner
from spacetui.wire.quirks import Quirks

_STATE = {
    "type": "null",
    "title": "State",
    "description": "Kept by the server; null is sent in its place.",
}
_IMAGE_BYTES = {"type": "string", "description": "The picture as a data URI."}


class ValueSchemas:
    """Makes the schemas of one document; what they refer to is in `components`."""

    def __init__(self, quirks: Quirks) -> None:
        self._quirks = quirks
        self._cleaner = SchemaCleaner()

    @property
    def components(self) -> Mapping[str, Json]:
        """The schemas that the others refer to, by name."""
        file = NAMED_FILE_SCHEMA if self._quirks.named_files else FILE_DATA_SCHEMA
        return {"FileData": file, **self._cleaner.components}

    def inputs(self, endpoint: Endpoint) -> dict[str, Json]:
        """Return the schema of an endpoint's inputs: an array with one value for each position."""
        parameters = iter(endpoint.parameters)
        items = [
            self._input(next(parameters)) if is_shown else _STATE
            for is_shown in endpoint.input_slots
        ]
        return {**_array(items), "minItems": len(items)}

    def outputs(self, endpoint: Endpoint) -> dict[str, Json]:
        """Return the schema of an endpoint's outputs: an array with one value for each position."""
        returns = iter(endpoint.returns)
        return _array(
            [
                self._output(next(returns)) if is_shown else _STATE
                for is_shown in endpoint.output_slots
            ]
        )

    def _output(self, output: Return) -> dict[str, Json]:
        schema = self._cleaner.clean(output.schema)
        if output.label:
            schema["title"] = output.label
        return schema

    def _input(self, parameter: Parameter) -> dict[str, Json]:
        schema = self._value(parameter)
        if parameter.default is None and schema:
            schema = {"anyOf": [schema, {"type": "null"}]}
        schema["title"] = parameter.name
        if description := _description(parameter, schema):
            schema["description"] = description
        if _states_default(parameter):
            schema["default"] = parameter.default
        has_example = parameter.example not in (MISSING, None)
        if has_example and parameter.choices is None and not parameter.takes_files:
            schema["examples"] = [parameter.example]
        return schema

    def _value(self, parameter: Parameter) -> dict[str, Json]:
        if parameter.choices is not None and not parameter.allow_custom_value:
            return _choice_schema(parameter)
        schema = self._cleaner.clean(parameter.schema) or self._file_schema(parameter)
        if schema.get("type") not in ("number", "integer"):
            return schema
        limits = {"minimum": parameter.minimum, "maximum": parameter.maximum}
        schema |= {keyword: limit for keyword, limit in limits.items() if limit is not None}
        if parameter.is_integer:
            schema["type"] = "integer"
        return schema

    def _file_schema(self, parameter: Parameter) -> dict[str, Json]:
        """Return the schema of files for a parameter without one, as in Gradio 3."""
        one: dict[str, Json] = FILE
        if self._quirks.named_files and component_type(parameter.component).is_inline:
            one = _IMAGE_BYTES
        match parameter.file_shape:
            case FileShape.ONE:
                return dict(one)
            case FileShape.MANY:
                return {"type": "array", "items": one}
        return {}


def _states_default(parameter: Parameter) -> bool:
    """Return whether a parameter has a default that is a valid value, not just one of its page."""
    default = parameter.default
    if default is None:
        return True
    return default is not MISSING and problem_with(default, parameter) is None


def _description(parameter: Parameter, schema: Mapping[str, Json]) -> str:
    texts = [parameter.info, parameter.description, schema.get("description", "")]
    if parameter.label != parameter.name:
        texts.insert(0, parameter.label)
    parts = (each.strip().rstrip(".") for each in texts if each.strip())
    return ". ".join(dict.fromkeys(parts))


def _array(items: Sequence[Json]) -> dict[str, Json]:
    """Return the schema of an array of exactly these items."""
    if not items:
        return {"type": "array", "maxItems": 0}
    return {"type": "array", "prefixItems": list(items), "items": False}


def _choice_schema(parameter: Parameter) -> dict[str, Json]:
    choices = parameter.choices or ()
    one: dict[str, Json] = {}
    if choices:
        one["enum"] = [each.value for each in choices]
    if any(each.label != each.value for each in choices):
        one["x-labels"] = [each.label for each in choices]
    if not parameter.takes_list:
        return one
    schema: dict[str, Json] = {"type": "array", "items": one}
    if parameter.max_choices is not None:
        schema["maxItems"] = parameter.max_choices
    return schema
