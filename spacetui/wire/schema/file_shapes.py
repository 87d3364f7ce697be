"""The JSON schema of a component -> the shape in which it takes files."""

from collections.abc import Mapping, Sequence

from spacetui.model.components import ComponentType
from spacetui.model.file_data import is_file_schema
from spacetui.model.json_values import as_list
from spacetui.model.schema import FileShape, Json

# Gradio's schemas are less deep, and one with circular references ends here.
MAX_DEPTH = 8
# Alternatives of one keyword that are looked at.
MAX_OPTIONS = 20


def file_shape(
    schema: Mapping[str, Json], component: ComponentType, props: Mapping[str, Json]
) -> FileShape:
    """Return the shape of a component's files; NONE where it takes none."""
    counted = FileShape.ONE
    if props.get("file_count") in ("multiple", "directory"):
        counted = FileShape.MANY
    if not schema and component.takes_files:
        return FileShape.GALLERY if component.is_gallery else counted
    shape = _shape_in(schema, schema, 0)
    is_counted = component.has_file_count and "file_count" in props
    if is_counted and shape in (FileShape.ONE, FileShape.MANY):
        return counted  # the schema may allow both one and many
    return shape


def _shape_in(schema: Json, root: Mapping[str, Json], depth: int) -> FileShape:
    if not isinstance(schema, dict) or depth > MAX_DEPTH:
        return FileShape.NONE
    reference = schema.get("$ref")
    if isinstance(reference, str):
        return _shape_in(_resolve(reference, root), root, depth + 1)
    for option in _alternatives(schema, "anyOf", "oneOf", "allOf"):
        shape = _shape_in(option, root, depth + 1)
        if shape is not FileShape.NONE:
            return shape
    if isinstance(schema.get("properties"), dict):
        return _shape_of_object(schema, root, depth)
    return _shape_of_list(schema, root, depth)


def _shape_of_object(schema: dict[str, Json], root: Mapping[str, Json], depth: int) -> FileShape:
    if is_file_schema(schema):
        return FileShape.ONE
    properties = schema["properties"]
    if _is_one_file(properties.get("video"), root, depth + 1):
        return FileShape.VIDEO
    if _is_one_file(properties.get("background"), root, depth + 1) and "layers" in properties:
        return FileShape.EDITOR
    return FileShape.NONE


def _shape_of_list(schema: dict[str, Json], root: Mapping[str, Json], depth: int) -> FileShape:
    prefix = as_list(schema.get("prefixItems"))
    items = prefix[0] if prefix else schema.get("items")
    if _is_one_file(items, root, depth + 1):
        return FileShape.MANY
    if not prefix and _has_item(items, {"image", "caption"}, root, depth + 1):
        return FileShape.GALLERY
    return FileShape.NONE


def _is_one_file(schema: Json, root: Mapping[str, Json], depth: int) -> bool:
    return _shape_in(schema, root, depth) is FileShape.ONE


def _has_item(items: Json, names: set[str], root: Mapping[str, Json], depth: int) -> bool:
    """Return whether an item, or an alternative for it, is an object with these properties."""
    if not isinstance(items, dict) or depth > MAX_DEPTH:
        return False
    reference = items.get("$ref")
    if isinstance(reference, str):
        return _has_item(_resolve(reference, root), names, root, depth + 1)
    properties = items.get("properties")
    if isinstance(properties, dict) and names <= properties.keys():
        return True
    options = _alternatives(items, "anyOf", "oneOf")
    return any(_has_item(each, names, root, depth + 1) for each in options)


def takes_videos(schema: Mapping[str, Json]) -> bool:
    """Return whether an item of a gallery may be a video with a caption."""
    return _has_item(schema.get("items"), {"video", "caption"}, schema, 1)


def _alternatives(schema: Mapping[str, Json], *keywords: str) -> Sequence[Json]:
    options = [as_list(schema.get(keyword)) for keyword in keywords]
    return [option for each in options for option in each[:MAX_OPTIONS]]


def _resolve(reference: str, root: Mapping[str, Json]) -> Json:
    """Follow a `$ref` inside the schema itself; return None for any other (security.md P17)."""
    if not reference.startswith("#/"):
        return None
    node: Json = root
    for key in reference[2:].split("/"):
        if not isinstance(node, dict):
            return None
        node = node.get(key)
    return node
