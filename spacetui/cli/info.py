"""`spacetui info`: the endpoints of an app with their parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from spacetui.cli import output
from spacetui.cli.access_options import access_options, complete_src
from spacetui.cli.command_session import session_for
from spacetui.cli.kept_history import keep_schema
from spacetui.model.components import component_type
from spacetui.model.date_time import date_time_forms
from spacetui.model.schema import MISSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacetui.model.schema import App, Choice, Endpoint, Json, Parameter
    from spacetui.session.opened_app import OpenedApp


@click.command(short_help="Show the endpoints of an app.")
@click.argument("src", shell_complete=complete_src)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--openapi", "as_openapi", is_flag=True, help="One OpenAPI document.")
@click.option("--all-endpoints", is_flag=True, help="Also undocumented and unnamed ones.")
@access_options
def info(src: str, as_json: bool, as_openapi: bool, all_endpoints: bool, **access: Any) -> int:
    """Show the endpoints of SRC: parameters, defaults, choices, limits, and what they give."""
    if as_json and as_openapi:
        raise click.UsageError(
            "--json and --openapi exclude each other", click.get_current_context()
        )
    return output.run_command(
        _info(src, access, as_json=as_json, as_openapi=as_openapi, includes_hidden=all_endpoints)
    )


async def _info(
    src: str, access: dict[str, Any], *, as_json: bool, as_openapi: bool, includes_hidden: bool
) -> int:
    from spacetui.cli.human_output import app_page

    async with session_for(src, access) as session:
        opened = await session.open(src, on_stage=output.stage_printer(src))
        if includes_hidden:
            opened = await session.widen(opened)
        opened = await session.enrich(opened)
        await keep_schema(opened)
        app = opened.app
        endpoints = app.endpoints if includes_hidden else app.public_endpoints
        if as_openapi:
            output.print_json(await session.openapi(opened, endpoints))
            return 0
    if as_json:
        output.print_json(info_json(opened, endpoints))
        return 0
    output.print_text(app_page(app, endpoints, opened.source, opened.card, opened.notes))
    if not endpoints:
        output.print_note(f"no endpoints to call here{_hidden_text(app)}")
    return 0


def _hidden_text(app: App) -> str:
    if not app.endpoints:
        return ""
    return f"; {len(app.endpoints)} undocumented, see --all-endpoints"


def info_json(opened: OpenedApp, endpoints: tuple[Endpoint, ...]) -> Json:
    """Return what `info --json` prints."""
    app = opened.app
    return {
        "src": opened.src,
        "url": app.url,
        "version": app.version,
        "protocol": app.protocol,
        "title": app.title,
        "notes": list(opened.notes),
        "endpoints": [_endpoint_json(each) for each in endpoints],
    }


def _endpoint_json(endpoint: Endpoint) -> Json:
    row: dict[str, Any] = {
        "api_name": endpoint.api_name,
        "description": endpoint.description,
        "streams": endpoint.streams,
        "visibility": endpoint.visibility,
        "parameters": [_parameter_json(each) for each in endpoint.parameters],
        "returns": [
            {
                "label": each.label,
                "component": each.component,
                "type": dict(each.schema),
                "python_type": each.python_type,
            }
            for each in endpoint.returns
        ],
    }
    if endpoint.oauth_token:
        row["oauth_token"] = True
    if (usage := endpoint.usage) is not None:
        row["past_calls"] = usage.calls
        if usage.seconds is not None:
            row["usual_seconds"] = usage.seconds
        if usage.success_rate is not None:
            row["success_rate"] = usage.success_rate
    return row


def _parameter_json(parameter: Parameter) -> Json:
    row: dict[str, Any] = {
        "name": parameter.name,
        "label": parameter.label,
        "component": parameter.component,
        "type": dict(parameter.schema),
        "python_type": parameter.python_type,
        "required": parameter.required,
    }
    if parameter.default is not MISSING:
        row["default"] = parameter.default
    if parameter.example is not MISSING:
        row["example"] = parameter.example
    if parameter.choices is not None:
        row |= _choices_json(parameter, parameter.choices)
    for name in ("minimum", "maximum", "step", "max_choices", "max_length", "max_file_size"):
        if (limit := getattr(parameter, name)) is not None:
            row[name] = limit
    if component_type(parameter.component).name == "DateTime":
        row["forms"] = list(date_time_forms(parameter))
    for name in ("description", "info", "placeholder", "file_types"):
        if text := getattr(parameter, name):
            row[name] = text
    return row


def _choices_json(parameter: Parameter, choices: Sequence[Choice]) -> dict[str, Any]:
    row: dict[str, Any] = {"choices": [each.value for each in choices]}
    if any(each.label != each.value for each in choices):
        row["choice_labels"] = [each.label for each in choices]
    row["multiselect"] = parameter.takes_list
    row["allow_custom_value"] = parameter.allow_custom_value
    return row
