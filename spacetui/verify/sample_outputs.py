"""Outputs that stand for those of a call which is not kept: values of the types that it returns."""

from collections.abc import Mapping

from spacetui.model.file_data import arrange_files, file_data
from spacetui.model.schema import Endpoint, FileShape, Json, Return

MAX_DEPTH = 8


def sample_outputs(endpoint: Endpoint) -> tuple[Json, ...]:
    """Return a value for each output, other ones for each, so that links can be told apart."""
    returns = endpoint.returns or (Return(),)
    return tuple(_sample(each, number) for number, each in enumerate(returns))


def _sample(output: Return, number: int) -> Json:
    shape = output.file_shape
    if shape is not FileShape.NONE:
        name = f"output-{number}"
        return arrange_files([file_data(f"/replayed/{name}", orig_name=name)], shape)
    return _of_schema(output.schema, output.schema, f"output {number}", number, 0)


def _of_schema(schema: Json, root: Mapping[str, Json], text: str, number: int, depth: int) -> Json:
    """Return a value of a JSON schema. text, number: the values of a text and of a number."""
    if not isinstance(schema, Mapping) or depth > MAX_DEPTH:
        return text
    for key in ("const", "default"):
        if key in schema:
            return schema[key]
    if isinstance(schema.get("enum"), list) and schema["enum"]:
        return schema["enum"][0]
    if isinstance(schema.get("$ref"), str):
        name = schema["$ref"].rpartition("/")[2]
        definitions = root.get("$defs", {})
        target = definitions.get(name) if isinstance(definitions, Mapping) else None
        return _of_schema(target, root, text, number, depth + 1)
    for key in ("anyOf", "oneOf", "allOf"):
        if isinstance(schema.get(key), list) and schema[key]:
            return _of_schema(schema[key][0], root, text, number, depth + 1)
    return _of_type(schema, root, text, number, depth)


def _of_type(
    schema: Mapping[str, Json], root: Mapping[str, Json], text: str, number: int, depth: int
) -> Json:
    match schema.get("type"):
        case "number" | "integer":
            return number + 1
        case "boolean":
            return True
        case "null":
            return None
        case "array":
            items = schema.get("items")
            item = _of_schema(items, root, text, number, depth + 1)
            return [item] if isinstance(items, Mapping) else []
        case "object":
            properties = schema.get("properties")
            if not isinstance(properties, Mapping):
                return {}
            return {
                key: _of_schema(each, root, text, number, depth + 1)
                for key, each in properties.items()
            }
    return text
