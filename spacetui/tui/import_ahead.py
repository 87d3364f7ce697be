"""Importing, after the first frame, what the next page needs: in a thread, module by module."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from importlib import import_module

from spacetui.snippets import LANGUAGES

PREPARED = (
    "spacetui.session.session",
    "spacetui.wire.connection",
    "spacetui.store.store",
    "spacetui.tui.use.page",
    "spacetui.tui.use.space_controllers",
    "spacetui.session.live_call",
    "spacetui.session.call_journal",
    "spacetui.wire.calls.call_stream",
    "spacetui.wire.protocols.sse_v1",
    "spacetui.wire.files.download",
    "spacetui.tui.use.send_output",
    "textual.highlight",
    "markdown_it",
    "jsonschema",
    "referencing",
    "spacetui.system.clipboard",
)
HIGHLIGHTING = "spacetui.tui.widgets.code_highlighting"


async def import_ahead(languages: Iterable[str]) -> None:
    """Import the modules of PREPARED, and what code in these languages needs."""
    for module in PREPARED:
        await asyncio.to_thread(import_module, module)
    highlighting = await asyncio.to_thread(import_module, HIGHLIGHTING)
    for language in map(LANGUAGES.__getitem__, languages):
        await asyncio.to_thread(language.load_renderer)
        await asyncio.to_thread(highlighting.load_lexer, language.lexer)
