"""Types of TypeScript, and the values that each accepts.

A value of a call need not fit the schema that the app states. The writer asks `accepts` first, so
that a program compiles whatever was sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from spacetui.model.file_data import is_certain_file
from spacetui.model.file_input import FileInput
from spacetui.model.schema import Json
from spacetui.snippets.javascript_literals import write_js_key
from spacetui.snippets.literals import write_json_scalar


class TypeScriptType(Protocol):
    """A type: its code, and whether a value may be given where it is wanted."""

    def write(self) -> str: ...

    def accepts(self, value: Json) -> bool: ...


@dataclass(frozen=True, slots=True)
class UnknownType:
    """Any value."""

    def write(self) -> str:
        return "unknown"

    def accepts(self, value: Json) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Primitive:
    """string, number, boolean or null."""

    name: str

    def write(self) -> str:
        return self.name

    def accepts(self, value: Json) -> bool:
        match self.name:
            case "string":
                return isinstance(value, str)
            case "boolean":
                return isinstance(value, bool)
            case "number":
                return isinstance(value, int | float) and not isinstance(value, bool)
        return value is None


@dataclass(frozen=True, slots=True)
class Literal:
    """One text, number or boolean."""

    value: Json

    def write(self) -> str:
        return write_json_scalar(self.value)

    def accepts(self, value: Json) -> bool:
        return isinstance(value, bool) is isinstance(self.value, bool) and value == self.value


@dataclass(frozen=True, slots=True)
class FileType:
    """A file. name: of the type that the program declares for it."""

    name: str

    def write(self) -> str:
        return self.name

    def accepts(self, value: Json) -> bool:
        return isinstance(value, FileInput) or is_certain_file(value)


@dataclass(frozen=True, slots=True)
class ListType:
    item: TypeScriptType

    def write(self) -> str:
        item = self.item.write()
        return f"({item})[]" if " " in item else f"{item}[]"

    def accepts(self, value: Json) -> bool:
        return isinstance(value, list | tuple) and all(map(self.item.accepts, value))


@dataclass(frozen=True, slots=True)
class TupleType:
    """A list with a type for each place. labels: plain names, one for each, or none."""

    items: tuple[TypeScriptType, ...]
    labels: tuple[str, ...] = ()

    def write(self) -> str:
        return f"[{', '.join(self.places())}]"

    def places(self) -> list[str]:
        """Write each place, with its label."""
        items = [each.write() for each in self.items]
        if not self.labels:
            return items
        return [f"{name}: {item}" for name, item in zip(self.labels, items, strict=True)]

    def accepts(self, value: Json) -> bool:
        if not isinstance(value, list | tuple) or len(value) != len(self.items):
            return False
        return all(each.accepts(part) for each, part in zip(self.items, value, strict=True))


@dataclass(frozen=True, slots=True)
class Property:
    name: str
    type: TypeScriptType
    is_required: bool = True

    def write(self) -> str:
        key = write_js_key(self.name)
        if not self.is_required:
            key = f"{key.removesuffix(':')}?:"
        return f"{key} {self.type.write()}"


@dataclass(frozen=True, slots=True)
class ObjectType:
    """An object with these properties and no others."""

    properties: tuple[Property, ...]

    def write(self) -> str:
        return f"{{ {'; '.join(each.write() for each in self.properties)} }}"

    def accepts(self, value: Json) -> bool:
        if not isinstance(value, dict):
            return False
        types = {each.name: each.type for each in self.properties}
        required = {each.name for each in self.properties if each.is_required}
        return required <= set(value) <= set(types) and all(
            types[key].accepts(part) for key, part in value.items()
        )


@dataclass(frozen=True, slots=True)
class RecordType:
    """An object with any names, and one type for all values."""

    item: TypeScriptType

    def write(self) -> str:
        return f"Record<string, {self.item.write()}>"

    def accepts(self, value: Json) -> bool:
        return isinstance(value, dict) and all(map(self.item.accepts, value.values()))


@dataclass(frozen=True, slots=True)
class UnionType:
    members: tuple[TypeScriptType, ...]

    def write(self) -> str:
        return " | ".join(dict.fromkeys(each.write() for each in self.members))

    def accepts(self, value: Json) -> bool:
        return any(each.accepts(value) for each in self.members)


STRING, NUMBER, BOOLEAN, NULL = (
    Primitive(name) for name in ("string", "number", "boolean", "null")
)
UNKNOWN = UnknownType()


def union_of(members: Sequence[TypeScriptType]) -> TypeScriptType:
    """Return the type of whatever one of `members` accepts."""
    if UNKNOWN in members or not members:
        return UNKNOWN
    return UnionType(tuple(members)) if len(members) > 1 else members[0]


def or_null(one: TypeScriptType) -> TypeScriptType:
    if one.accepts(None):
        return one
    members = one.members if isinstance(one, UnionType) else (one,)
    return UnionType((*members, NULL))
