"""The schemas at the end of a recording file -> shapes of endpoints, to find drift."""

from collections.abc import Iterator, Mapping
from typing import Any

from spacetui.model.drift import EndpointShape, ParameterShape, ReturnShape
from spacetui.recording_files.field_checks import refuse_unknown, tables_at, text_at

_SCHEMA_KEYS = ("src", "api_name", "parameters", "returns")


def read_schemas(value: Any, file: str) -> Iterator[tuple[tuple[str, str], EndpointShape]]:
    for number, table in enumerate(tables_at(value, "schema", file), 1):
        where = f"{file}, schema {number}"
        refuse_unknown(table, _SCHEMA_KEYS, where)
        src = text_at(table, "src", where, is_wanted=True)
        api_name = text_at(table, "api_name", where, is_wanted=True)
        parameters = tables_at(table.get("parameters", []), "parameters", where)
        returns = tables_at(table.get("returns", []), "returns", where)
        yield (
            (src, api_name),
            EndpointShape(
                api_name,
                tuple(_read_parameter(each, where) for each in parameters),
                tuple(_read_return(each, where) for each in returns),
            ),
        )


def _read_parameter(row: Mapping[str, Any], where: str) -> ParameterShape:
    keys = ("name", "component", "type", "required", "default", "choices", "limits")
    refuse_unknown(row, keys, where)
    return ParameterShape(
        name=text_at(row, "name", where),
        component=text_at(row, "component", where),
        type=text_at(row, "type", where),
        required=row.get("required") is True,
        default=text_at(row, "default", where),
        choices=text_at(row, "choices", where),
        limits=text_at(row, "limits", where),
    )


def _read_return(row: Mapping[str, Any], where: str) -> ReturnShape:
    keys = ("label", "component", "type")
    refuse_unknown(row, keys, where)
    return ReturnShape(**{key: text_at(row, key, where) for key in keys})
