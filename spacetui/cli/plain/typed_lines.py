"""What the user types, a line at a time, without stopping the event loop."""

from __future__ import annotations

import asyncio
import getpass
import sys

from spacetui.cli import output


async def ask_line(prompt: str) -> str | None:
    """Print a prompt and return the line that is typed; None where the input has ended."""
    output.print_text(prompt, end=" ")
    line = await asyncio.to_thread(sys.stdin.readline)
    return line.rstrip("\n").rstrip("\r") if line else None


async def ask_secret(prompt: str) -> str | None:
    """Ask for a line that the terminal does not show. None where the input has ended."""
    if not sys.stdin.isatty():
        return await ask_line(prompt)
    output.print_text(prompt, end=" ")
    try:
        return await asyncio.to_thread(getpass.getpass, "")
    except EOFError:
        return None
