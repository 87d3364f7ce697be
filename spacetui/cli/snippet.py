"""`spacetui snippet`: print the code of a call. No call is made."""

from __future__ import annotations

from typing import Any

import click

from spacetui.cli import output
from spacetui.cli.access_options import access_options, complete_src, oauth_token_option
from spacetui.cli.command_session import session_for
from spacetui.cli.endpoint_args import data_option, endpoint_args
from spacetui.cli.exit_codes import exit_code
from spacetui.cli.kept_history import keep_schema
from spacetui.cli.language_option import language_option
from spacetui.cli.own_languages import find_any_language, load_templates
from spacetui.cli.source_command import SourceCommand
from spacetui.settings.current import current_settings
from spacetui.settings.table import LANGUAGES_AT_HAND
from spacetui.snippets import LANGUAGES, render


@click.command(cls=SourceCommand, short_help="Print the code of a call.")
@click.argument("src", required=False, shell_complete=complete_src)
@endpoint_args
@data_option
@language_option(
    "Language: {languages}. Without a value, list them; by default the first of the setting "
    "`languages`.",
    is_flag=False,
    flag_value="",
)
@oauth_token_option
@access_options
def snippet(
    src: str | None,
    args: tuple[str, ...],
    *,
    data: str | None,
    lang: str | None,
    oauth_token: str,
    **access: Any,
) -> int:
    """Print the code that makes a call of SRC. ARGs are those of `run`; a missing value becomes
    a variable. After SRC, --help also lists what its endpoints take.
    """
    from spacetui.cli.data_option import read_data
    from spacetui.errors import SpacetuiError

    if lang == "":
        load_templates()
        output.print_text("\n".join(LANGUAGES))
        return 0
    if src is None:
        raise click.UsageError("SRC is wanted: a Space id or a URL", click.get_current_context())
    try:
        wanted = current_settings().get(LANGUAGES_AT_HAND)[0] if lang is None else lang
        name = find_any_language(wanted).name
        values = read_data(data)
    except SpacetuiError as error:
        output.print_error(str(error))
        return exit_code(error)
    return output.run_command(_snippet(src, args, values, name, oauth_token, access))


async def _snippet(
    src: str,
    args: tuple[str, ...],
    data: dict[str, Any] | None,
    lang: str,
    oauth_token: str,
    access: dict[str, Any],
) -> int:
    from spacetui.arguments.call_arguments import make_call, with_oauth_token
    from spacetui.cli.endpoint_choice import resolve_endpoint, split_api_name
    from spacetui.model.script import script_of_call
    from spacetui.snippets.needs import Need

    api_name, rest = split_api_name(args)
    async with session_for(src, access) as session:
        opened = await session.open(src, on_stage=output.stage_printer(src))
        if Need.NO_MCP in LANGUAGES[lang].cannot:
            opened = await session.enrich(opened)  # with the names of the tools
        await keep_schema(opened)
        endpoint = await resolve_endpoint(session, opened, api_name, *rest[:1])
        call = make_call(
            endpoint,
            rest,
            data,
            files_must_exist=False,
            on_note=lambda note: output.print_note(session.redactor.message(note)),
        )
        # A credential that the user typed as a value stays out of the code too.
        call = session.redactor.call(with_oauth_token(call, oauth_token))
    output.print_raw(render(script_of_call(call, opened.source), lang))
    return 0
