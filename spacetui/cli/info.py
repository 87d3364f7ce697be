"""`spacetui info`: the endpoints of an app with their parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from spacetui.cli import output
from spacetui.cli.click_options import access_options, complete_src
from spacetui.cli.session_options import session_for
from spacetui.model.schema import MISSING

if TYPE_CHECKING:
    from spacetui.model.schema import App, Endpoint, Json, Parameter
    from spacetui.session.opened_app import OpenedApp


@click.command(short_help="Show the endpoints of an app.")
@click.argument("src", shell_complete=complete_src)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--openapi", "as_openapi", is_flag=True, help="One OpenAPI document.")
@click.option("--all-endpoints", is_flag=True, help="Also undocumented and unnamed ones.")
@access_options
def info(src: str, as_json: bool, as_openapi: bool, all_endpoints: bool, **access: Any) -> int:
    """Show the endpoints of SRC: their parameters, defaults, choices, limits, and what they give."""
    if as_json and as_openapi:
        raise click.UsageError(
            "--json and --openapi exclude each other", click.get_current_context()
        )
    how = "json" if as_json else "openapi" if as_openapi else "text"
    return output.run_command(_info(src, how, all_endpoints, access))


async def _info(src: str, how: str, all_endpoints: bool, access: dict[str, Any]) -> int:
    from spacetui.cli.plain_text import app_page

    async with session_for(src, access) as session:
        opened = await session.open(src, on_stage=output.stage_printer(src))
        if all_endpoints:
            opened = await session.widen(opened)
        opened = await session.enrich(opened)
        endpoints = opened.app.endpoints if all_endpoints else opened.app.public_endpoints
        document = await session.openapi(opened, endpoints) if how == "openapi" else None
    app = opened.app
    if how == "openapi":
        output.print_json(document)
        return 0
    if how == "json":
        output.print_json(info_json(opened, endpoints))
        return 0
    output.print_text(app_page(app, endpoints, opened.source, opened.card, opened.notes))
    if not endpoints:
        output.print_note("no endpoints to call here" + _hidden(app))
    return 0


def _hidden(app: App) -> str:
    return f"; {len(app.endpoints)} undocumented, see --all-endpoints" if app.endpoints else ""


def info_json(opened: OpenedApp, endpoints: tuple[Endpoint, ...]) -> Json:
    """Give what `info --json` prints."""
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
    shown: dict[str, Any] = {
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
    if (usage := endpoint.usage) is not None:
        shown["past_calls"] = usage.calls
        for name, number in (
            ("usual_seconds", usage.seconds),
            ("success_rate", usage.success_rate),
        ):
            if number is not None:
                shown[name] = number
    return shown


def _parameter_json(parameter: Parameter) -> Json:
    shown: dict[str, Any] = {
        "name": parameter.name,
        "label": parameter.label,
        "component": parameter.component,
        "type": dict(parameter.schema),
        "python_type": parameter.python_type,
        "required": parameter.required,
    }
    if parameter.default is not MISSING:
        shown["default"] = parameter.default
    if parameter.example is not MISSING:
        shown["example"] = parameter.example
    if parameter.choices is not None:
        shown["choices"] = [each.value for each in parameter.choices]
        if any(each.label != each.value for each in parameter.choices):
            shown["choice_labels"] = [each.label for each in parameter.choices]
        shown["multiselect"] = parameter.takes_list
        shown["allow_custom_value"] = parameter.allow_custom_value
    for name in ("minimum", "maximum", "step", "max_choices"):
        if (limit := getattr(parameter, name)) is not None:
            shown[name] = limit
    for name in ("description", "info", "placeholder", "file_types"):
        if text := getattr(parameter, name):
            shown[name] = text
    return shown
