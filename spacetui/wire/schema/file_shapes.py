"""The JSON schema of a component -> the shape in which it wants files."""

from collections.abc import Mapping
from typing import Any

from spacetui.model.components import ComponentType
from spacetui.model.file_data import is_file_schema
from spacetui.model.schema import FileShape, Json


def file_shape(
    schema: Mapping[str, Json], component: ComponentType, props: Mapping[str, Json]
) -> FileShape:
    """Read from the schema how files are wanted."""
    shape = _shape_in(schema, schema, 0)
    several = props.get("file_count") in ("multiple", "directory")
    if (
        shape in (FileShape.ONE, FileShape.MANY)
        and component.has_file_count
        and "file_count" in props
    ):
        # Its schema may allow both one and many; the config knows which.
        shape = FileShape.MANY if several else FileShape.ONE
    if shape is FileShape.NONE and not schema and component.takes_files:
        shape = (
            FileShape.GALLERY
            if component.is_gallery
            else FileShape.MANY
            if several
            else FileShape.ONE
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
