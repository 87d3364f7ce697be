"""Start plain mode: its session, its store and its signals."""

from __future__ import annotations

import asyncio
from typing import Any

from spacetui.cli import output
from spacetui.cli.command_session import session_for
from spacetui.cli.event_loop import on_signals, run_loop
from spacetui.cli.exit_codes import INTERRUPTED, exit_code
from spacetui.cli.kept_history import open_store
from spacetui.cli.library_messages import show_library_messages
from spacetui.cli.plain.conversation import Conversation
from spacetui.errors import SpacetuiError


def converse(src: str, access: dict[str, Any], *, endpoint: str = "") -> int:
    """Run plain mode and return its exit code. endpoint: of another Hub than the one in use."""
    show_library_messages(output.print_note)
    try:
        return run_loop(_converse(src, access, endpoint))
    except SpacetuiError as error:
        output.print_error(str(error))
        return exit_code(error)


async def _converse(src: str, access: dict[str, Any], endpoint: str) -> int:
    """Answer lines. Ctrl-C cancels the call that runs, and ends everything where none does."""
    async with (
        open_store(output.print_note) as store,
        session_for(
            src, access, endpoint=endpoint, use_saved_token=not endpoint, store=store
        ) as session,
    ):
        conversation = Conversation(session)
        talk = asyncio.ensure_future(conversation.run(src))

        def interrupt() -> None:
            if not conversation.calls.cancel():
                talk.cancel()

        on_signals(interrupt)
        try:
            return await talk
        except asyncio.CancelledError:
            return INTERRUPTED
        except output.StdoutClosed:
            return INTERRUPTED
