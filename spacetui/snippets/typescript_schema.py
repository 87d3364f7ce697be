"""The types of TypeScript for what an endpoint takes and gives, from its JSON schemas."""

from collections.abc import Mapping

from spacetui.model.components import component_type
from spacetui.model.schema import FileShape, Json, Parameter, Return
from spacetui.snippets.literals import iter_leaves
from spacetui.snippets.typescript_types import (
    BOOLEAN,
    NULL,
    NUMBER,
    STRING,
    UNKNOWN,
    FileType,
    ListType,
    Literal,
    ObjectType,
    Property,
    RecordType,
    TupleType,
    TypeScriptType,
    or_null,
    union_of,
)

# Types that a program declares: what may be given as a file, and what comes as one.
UPLOAD, FILE_DATA = FileType("Upload"), FileType("FileData")
# Levels of a schema and parts of one that are read; what lies beyond is unknown. A server may send
# a schema that refers to itself, or a very large one.
MAX_DEPTH, MAX_PARTS = 8, 200
# Choices that are listed; the type of more is that of any choice.
MAX_CHOICES = 60

_PRIMITIVES = {
    "string": STRING,
    "number": NUMBER,
    "integer": NUMBER,
    "boolean": BOOLEAN,
    "null": NULL,
}
_UPLOADS: dict[FileShape, TypeScriptType] = {
    FileShape.ONE: UPLOAD,
    FileShape.MANY: ListType(UPLOAD),
    FileShape.VIDEO: ObjectType(
        (Property("video", UPLOAD), Property("subtitles", or_null(UPLOAD), is_required=False))
    ),
    FileShape.GALLERY: ListType(
        union_of(
            [
                ObjectType(
                    (
                        Property(kind, UPLOAD),
                        Property("caption", or_null(STRING), is_required=False),
                    )
                )
                for kind in ("image", "video")
            ]
        )
    ),
    FileShape.EDITOR: ObjectType(
        (
            Property("background", or_null(UPLOAD)),
            Property("layers", ListType(UPLOAD)),
            Property("composite", or_null(UPLOAD)),
        )
    ),
}


def type_of_parameter(parameter: Parameter) -> TypeScriptType:
    """Return the type of what a parameter takes."""
    if parameter.takes_files:
        found = _UPLOADS[parameter.file_shape]
    elif parameter.choices and not parameter.allow_custom_value:
        found = _type_of_choices([each.value for each in parameter.choices])
        if parameter.takes_list:
            found = ListType(found)
    else:
        found = _SchemaReader(parameter.schema, UPLOAD).read(parameter.schema)
    takes_null = component_type(parameter.component).takes_null
    return or_null(found) if takes_null else found


def type_of_return(output: Return) -> TypeScriptType:
    """Return the type of an output, which may always be null."""
    return or_null(_SchemaReader(output.schema, FILE_DATA).read(output.schema))


def _type_of_choices(values: list[Json]) -> TypeScriptType:
    if len(values) <= MAX_CHOICES and all(isinstance(v, str | bool | int) for v in values):
        return union_of([Literal(each) for each in values])
    kinds = [kind for kind in (STRING, BOOLEAN, NUMBER) if any(map(kind.accepts, values))]
    covered = all(any(kind.accepts(value) for kind in kinds) for value in values)
    return union_of(kinds) if covered else UNKNOWN


class _SchemaReader:
    """Reads one schema. file: the type of files in it."""

    def __init__(self, root: Mapping[str, Json], file: FileType) -> None:
        self._root = root
        self._file = file
        self._parts = 0

    def read(self, schema: Json, depth: int = 0) -> TypeScriptType:
        self._parts += 1
        if not isinstance(schema, dict) or depth > MAX_DEPTH or self._parts > MAX_PARTS:
            return UNKNOWN
        if "$ref" in schema:
            return self.read(self._definition(schema["$ref"]), depth + 1)
        if isinstance(schema.get("enum"), list) and schema["enum"]:
            return _type_of_choices(schema["enum"])
        if isinstance(schema.get("const"), str | bool | int):
            return Literal(schema["const"])
        for key in ("anyOf", "oneOf"):
            if isinstance(schema.get(key), list):
                return union_of([self.read(each, depth + 1) for each in schema[key]])
        return self._read_type(schema, depth)

    def _definition(self, reference: Json) -> Json:
        """Return what a reference into this schema names; None for any other."""
        definitions = self._root.get("$defs")
        prefix, _, name = str(reference).rpartition("/")
        if prefix != "#/$defs" or not isinstance(definitions, dict):
            return None
        return definitions.get(name)

    def _read_type(self, schema: Mapping[str, Json], depth: int) -> TypeScriptType:
        kind = schema.get("type")
        if isinstance(kind, list):
            return union_of([self.read({**schema, "type": each}, depth + 1) for each in kind])
        if kind == "array":
            return self._read_list(schema, depth)
        if isinstance(schema.get("properties"), dict):
            return self._read_object(schema, schema["properties"], depth)
        if kind == "object":
            items = schema.get("additionalProperties")
            return RecordType(self.read(items, depth + 1))
        return _PRIMITIVES.get(kind, UNKNOWN) if isinstance(kind, str) else UNKNOWN

    def _read_list(self, schema: Mapping[str, Json], depth: int) -> TypeScriptType:
        places = schema.get("prefixItems")
        if isinstance(places, list):
            return TupleType(tuple(self.read(each, depth + 1) for each in places))
        return ListType(self.read(schema.get("items"), depth + 1))

    def _read_object(
        self, schema: Mapping[str, Json], properties: Mapping[str, Json], depth: int
    ) -> TypeScriptType:
        if {"path", "meta"} <= set(properties):
            return self._file
        required = set(filter(_is_text, iter_leaves(schema.get("required"))))
        found = (
            Property(str(name), self.read(each, depth + 1), name in required)
            for name, each in properties.items()
        )
        return ObjectType(tuple(found))


def _is_text(value: Json) -> bool:
    return isinstance(value, str)
