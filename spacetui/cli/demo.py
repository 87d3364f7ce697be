"""`spacetui demo`: the app over real Gradio apps on this machine; needs no network."""

from __future__ import annotations

import asyncio

import click

from spacetui.cli import output
from spacetui.cli.command_session import NO_ACCESS
from spacetui.cli.launch_app import is_dumb, is_terminal, run_app
from spacetui.errors import SpacetuiError


@click.command(short_help="Start real Gradio apps on this machine and open them.")
@click.option("--once", is_flag=True, help="Do the whole job in plain text, then end.")
@click.option("--plain", is_flag=True, help="Plain lines, as for a screen reader.")
def demo(*, once: bool, plain: bool) -> int:
    """Start real Gradio apps on this machine and open the app over them; needs no network.

    Without a terminal, or with --once, do the whole job in plain text: search, info, a streamed
    run, a snippet, the snippet executed.
    """
    from spacetui.demo.demo_processes import Demo

    is_plain = plain or (is_terminal() and is_dumb())
    if once or not (is_plain or is_terminal()):
        return output.run_command(_walk_through())
    try:
        with Demo.start() as running:
            if is_plain:
                from spacetui.cli.plain.start import converse

                return converse("", NO_ACCESS, endpoint=running.hub_url)
            return run_app("", NO_ACCESS, demo=running)
    except SpacetuiError as error:
        output.print_error(str(error))
        return 1


async def _walk_through() -> int:
    from spacetui.demo.cli_walkthrough import run_walkthrough
    from spacetui.demo.demo_processes import Demo

    running = Demo.start()
    try:
        await run_walkthrough(running, print_text=output.print_text)
    except SpacetuiError as error:
        output.print_error(str(error))
        return 1
    finally:
        # In a thread, because it waits for the processes, and a second Ctrl-C must still arrive.
        await asyncio.shield(asyncio.to_thread(running.stop))
    return 0
