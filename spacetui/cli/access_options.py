"""The options on credentials that several commands have, and the completion of SRC."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _auth(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, str] | None:
    if value is None:
        return None
    user, colon, password = value.partition(":")
    if not colon or not user:
        # The message does not repeat the value, which may be a part of a password.
        raise click.BadParameter("write user:password", ctx, param)
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise click.BadParameter("it has bytes that are not UTF-8", ctx, param) from error
    return user, password


def _headers(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    headers = []
    for value in values:
        header = _header(value)
        if header is None:
            raise click.BadParameter("write 'Name: value', printable ASCII", ctx, param)
        headers.append(header)
    return tuple(headers)


def _header(text: str) -> tuple[str, str] | None:
    """Return the name and value of a header, or None if it is not one."""
    name, colon, value = text.partition(":")
    name, value = name.strip(), value.strip()
    letters = name.replace("-", "").replace("_", "")
    is_name = letters.isascii() and letters.isalnum()
    is_value = value.isascii() and value.isprintable()
    return (name, value) if colon and is_name and is_value else None


_ACCESS = (
    click.option(
        "--token", default="", help="Token: the Hub's with a Space id, that server's with a URL."
    ),
    click.option(
        "--hf-token-to-space", is_flag=True, help="Send the Hub token to a public Space too."
    ),
    click.option("--auth", callback=_auth, metavar="USER:PASSWORD", help="Log in to the app."),
    click.option(
        "--header",
        "headers",
        callback=_headers,
        multiple=True,
        metavar="'NAME: VALUE'",
        help="Send this header too.",
    ),
    click.option("--insecure", is_flag=True, help="Accept any TLS certificate."),
)


_OAUTH_TOKEN = click.option(
    "--oauth-token",
    default="",
    metavar="TOKEN",
    help="Hand this token to the code of an endpoint that takes one (see info).",
)


def oauth_token_option(command: _Command) -> _Command:
    """Add `--oauth-token` to a command that makes a call or its code."""
    return _OAUTH_TOKEN(command)


def access_options(command: _Command) -> _Command:
    """Add the options on credentials to a command, which takes them as `**access`.

    command_session.py makes a session from their values.
    """
    for option in reversed(_ACCESS):
        command = option(command)
    return command


def complete_src(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the apps opened before that begin with `incomplete`, for a shell's completion."""
    from spacetui.store.completion import read_recent_sources
    from spacetui.system.paths import store_path

    return [src for src in read_recent_sources(store_path()) if src.startswith(incomplete)]
