"""`spacetui serve`: the app in a browser of this machine."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shlex
import sys
import webbrowser

import click

from spacetui.cli import output
from spacetui.cli.access_options import complete_src
from spacetui.errors import SpacetuiError, UsageError
from spacetui.settings.current import given_options
from spacetui.settings.table import HISTORY


@click.command(short_help="Open the app in a browser of this machine.")
@click.argument("src", default="", shell_complete=complete_src)
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="Port; else a free one.")
@click.option("--no-open", is_flag=True, help="Only print the address.")
def serve(src: str, *, port: int, no_open: bool) -> int:
    """Serve the app to a browser of this machine, at an address with a secret part.

    One page at a time; closing it ends its session, and ctrl+c here ends all. The options of the
    settings stand before the command: spacetui --theme dawn serve. An app that wants a login asks
    for it in the page.
    """
    return output.run_command(_serve(src, port, is_opened=not no_open))


async def _serve(src: str, port: int, *, is_opened: bool) -> int:
    if src:
        _check_src(src)
    try:
        from spacetui.serve.app_server import AppServer
    except ImportError as error:
        raise UsageError(
            f"serve needs a package that is not installed: {error.name}",
            hint="pip install 'spacetui[serve]'",
        ) from error
    try:
        server = AppServer(_command(src), port)
    except OSError as error:
        raise SpacetuiError(f"port {port} of 127.0.0.1: {error.strerror}", hint="--port") from error

    def told() -> None:
        output.print_text(server.url)
        output.print_note("ctrl+c ends it. Whoever knows this address can use the app.")
        if is_opened:
            # A browser that runs in the terminal would wait for its end.
            asyncio.get_running_loop().run_in_executor(None, _open_browser, server.url)

    await server.run(told)
    return 0


def _check_src(src: str) -> None:
    from spacetui.cli.command_session import hub_endpoint
    from spacetui.model.space import parse_ref

    parse_ref(src, hub_endpoint=hub_endpoint())


def _command(src: str) -> str:
    """Return the line for a shell that starts the app, with the options that were given here."""
    # --no-history is a variable of the environment by now, which the app reads too.
    given = given_options().items()
    options = [f"{name}={text}" for name, text in given if name != HISTORY.option]
    words = [sys.executable, "-m", "spacetui", *options, *filter(None, [src])]
    if os.name == "nt":
        import subprocess

        return subprocess.list2cmdline(words)
    return f"exec {shlex.join(words)}"


def _open_browser(url: str) -> None:
    with contextlib.suppress(webbrowser.Error):  # the address is printed
        webbrowser.open(url)
