"""The form of an endpoint as questions, one for each parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacetui.arguments.call_arguments import Given, call_of, read_given, with_oauth_token
from spacetui.cli import output
from spacetui.cli.human_output import limits_text
from spacetui.cli.plain.typed_lines import ask_line, ask_secret
from spacetui.errors import BadValue
from spacetui.model.call import arrange
from spacetui.model.file_data import is_certain_file, name_of
from spacetui.model.schema import MISSING
from spacetui.model.typed_text import parse_json
from spacetui.text.component_changes import short_json
from spacetui.text.terminal_escapes import visible_line

if TYPE_CHECKING:
    from spacetui.arguments.call_arguments import GivenValue
    from spacetui.model.call import Call
    from spacetui.model.schema import Endpoint, Parameter

CANCEL = "/cancel"
INTRODUCTION = (
    f"Enter alone takes what stands in brackets. := before a value makes it JSON. {CANCEL} leaves."
)


class Cancelled(Exception):
    """The user leaves the form."""


async def ask_call(endpoint: Endpoint) -> Call | None:
    """Ask for each value, check it, and return the call; None if the user leaves."""
    if endpoint.parameters:
        output.print_text(INTRODUCTION)
    values: dict[str, GivenValue] = {}
    try:
        for parameter in endpoint.parameters:
            value = await _ask_value(endpoint, parameter)
            if value is not None:
                values[parameter.name] = value
        token = await _ask_oauth_token(endpoint)
    except Cancelled:
        output.print_text("no call was made.")
        return None
    call = with_oauth_token(call_of(endpoint, values, on_note=output.print_note), token)
    arrange(call)
    return call


async def _ask_value(endpoint: Endpoint, parameter: Parameter) -> GivenValue | None:
    """Ask until the value can be sent. None for what the app takes by itself."""
    for line in filter(None, (parameter.info, parameter.description)):
        output.print_text(f"{parameter.name}: {line}")
    while True:
        given = await _ask_given(parameter)
        if given is None and not parameter.required:
            return None
        if given is None:
            given = Given([""])
        try:
            value = read_given(endpoint, parameter.name, given)
            call_of(endpoint, {parameter.name: value}, on_note=output.print_note)
        except BadValue as error:
            output.print_error(str(error))
        else:
            return value


async def _ask_given(parameter: Parameter) -> Given | None:
    """Return what is typed for a parameter; None for enter alone."""
    question = _question(parameter)
    while True:
        line = await (ask_secret if parameter.is_secret else ask_line)(question)
        if line is None or line.strip() == CANCEL:
            raise Cancelled
        if not line:
            return None
        if not line.startswith(":="):
            break
        try:
            return Given(raw=[parse_json(line[2:])])
        except ValueError as error:
            output.print_error(str(error))
    texts = [line]
    while parameter.takes_list and not line.startswith("["):
        more = await ask_line("one more, or enter alone:")
        if not more:
            break
        texts.append(more)
    return Given(texts)


def _question(parameter: Parameter) -> str:
    """Return `amount (slider, from 0 to 10) [5]:`."""
    kind = ", ".join(filter(None, (parameter.component.lower(), limits_text(parameter))))
    return f"{parameter.name} ({kind}){_default(parameter)}:"


def _default(parameter: Parameter) -> str:
    if parameter.required or parameter.default is MISSING or parameter.is_secret:
        return ""
    default = parameter.default
    if is_certain_file(default):
        return f" [{name_of(default)}]"
    if default is None:
        return " [nothing]"
    if isinstance(default, (str, list)) and not default:
        return " [empty]"
    text = default if isinstance(default, str) else short_json(default)
    return f" [{visible_line(text, 60)}]"


async def _ask_oauth_token(endpoint: Endpoint) -> str:
    if endpoint.oauth_token != "required":
        return ""
    question = f"{endpoint.api_name} hands a Hugging Face token of yours to the app's code:"
    return await ask_secret(question) or ""
