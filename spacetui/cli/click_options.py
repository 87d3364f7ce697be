"""The options that several commands share, as click reads them (what they are for: session_options.py)."""

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
        # The value itself is not repeated: it may be half a password.
        raise click.BadParameter("write user:password", ctx, param)
    return user, password


def _headers(
    ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    pairs = []
    for line in value:
        name, colon, text = line.partition(":")
        name, text = name.strip(), text.strip()
        token = name.replace("-", "").replace("_", "")
        if (
            not colon
            or not token.isascii()
            or not token.isalnum()
            or not text.isprintable()
            or not text.isascii()
        ):
            raise click.BadParameter("write 'Name: value', printable ASCII", ctx, param)
        pairs.append((name, text))
    return tuple(pairs)


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


def access_options(command: _Command) -> _Command:
    """Give a command the options on credentials; it takes them as **access (see session_options.py)."""
    for option in reversed(_ACCESS):
        command = option(command)
    return command


def complete_src(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Give the apps opened before that begin with what was typed, for a shell's completion."""
    from spacetui.store.store import read_recent_sources
    from spacetui.system.paths import store_path

    return [src for src in read_recent_sources(store_path()) if src.startswith(incomplete)]
