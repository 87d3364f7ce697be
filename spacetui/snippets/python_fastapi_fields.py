"""The fields of a request to a FastAPI program: the type and default of each, as code."""

import re
from dataclasses import dataclass

from spacetui.model.schema import MISSING
from spacetui.snippets.given_values import GivenValue
from spacetui.snippets.python_literals import quote_python, write_python_literal

# What no field of a pydantic model is called: attributes of models, and the types of fields.
MODEL_NAMES = frozenset(
    {"construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw"}
    | {"schema", "schema_json", "update_forward_refs", "validate", "model_computed_fields"}
    | {"model_config", "model_construct", "model_copy", "model_dump", "model_dump_json"}
    | {"model_extra", "model_fields", "model_fields_set", "model_json_schema", "model_post_init"}
    | {"model_parametrized_name", "model_rebuild", "model_validate", "model_validate_json"}
    | {"model_validate_strings", "str", "int", "float", "bool", "list", "Any", "Literal"}
)
# Type of a JSON schema -> the type of a field, and the classes of its values.
_TYPES: dict[str, tuple[str, tuple[type, ...]]] = {
    "string": ("str", (str,)),
    "number": ("int | float", (int, float)),
    "integer": ("int", (int,)),
    "boolean": ("bool", (bool,)),
    "array": ("list", (list,)),
    "object": ("dict", (dict,)),
}
# Types of which a form has the text itself. A number is read as JSON, which keeps -0.0.
_TEXTS = ("str", "int", "bool", "Literal")
_NAMES = frozenset({"Annotated", "Any", "Form", "Json", "Literal"})
# Characters of a type that lists choices.
_MAX_CHOICES = 60


@dataclass(frozen=True, slots=True)
class Field:
    """A field as code. default: empty where the request has to have it. uses: names of `type`."""

    name: str
    type: str
    default: str
    uses: frozenset[str]

    @property
    def code(self) -> str:
        """The field as it stands in a model, or among the parameters of a function."""
        default = f" = {self.default}" if self.default else ""
        return f"{self.name}: {self.type}{default}"


def field_of(given: GivenValue, *, is_form: bool) -> Field:
    """Return the field by which a value is given."""
    if given.parameter.takes_files:
        return _file_field(given)
    kind = _type_of(given)
    if is_form and kind == "Any" and isinstance(given.value, str):
        kind = "str"
    if given.value is None and kind != "Any":
        kind = f"{kind} | None"
    if is_form:
        kind = _in_form(kind)
    uses = _NAMES.intersection(re.findall(r"\w+", kind.partition('"')[0]))
    if is_form:
        uses |= {"Form"}
    default = ""
    if given.value is not MISSING:
        column = len(f"{given.name}: {kind} = ")
        default = write_python_literal(given.value, 1, 4 + column)
    return Field(given.name, kind, default, uses)


def _file_field(given: GivenValue) -> Field:
    uses = frozenset({"UploadFile"})
    if given.takes_several_files:
        return Field(given.name, "list[UploadFile]", "", uses)
    if given.value is None:
        return Field(given.name, "UploadFile | None", "None", uses)
    return Field(given.name, "UploadFile", "", uses)


def _type_of(given: GivenValue) -> str:
    """Return the type of a value that is no file; Any where the recorded one has another."""
    kind, classes = _TYPES.get(str(given.parameter.schema.get("type")), ("Any", ()))
    fits = given.value is None or given.value is MISSING or isinstance(given.value, classes)
    if not fits:
        return "Any"
    return _choices_type(given) or kind


def _choices_type(given: GivenValue) -> str:
    """Return the type that lists a few texts of which one is chosen; empty for other parameters."""
    parameter = given.parameter
    values = [each.value for each in parameter.choices or ()]
    is_closed = not parameter.takes_list and not parameter.allow_custom_value
    if not values or not is_closed or not all(isinstance(each, str) for each in values):
        return ""
    if given.value not in (*values, None, MISSING):
        return ""
    listed = f"Literal[{', '.join(map(quote_python, values))}]"
    if len(listed) <= _MAX_CHOICES:
        return listed
    return ""


def _in_form(kind: str) -> str:
    """Return the type of a field of a form, which has texts alone."""
    if kind == "Any":
        return "Annotated[Json, Form()]"
    if kind.startswith(_TEXTS) and not kind.startswith("int |"):
        return f"Annotated[{kind}, Form()]"
    return f"Annotated[Json[{kind}], Form()]"
