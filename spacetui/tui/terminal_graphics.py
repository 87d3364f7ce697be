"""How this terminal draws pixels: by Kitty's protocol, by Sixel, or not at all.

It is asked once a run, when the first picture is to be shown. What another run was told is not
used: over ssh another terminal may call itself the same.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any
from weakref import WeakKeyDictionary

from textual.app import App

from spacetui.tui.terminal_answers import listen
from spacetui.tui.textual_private import has_true_colors, write_to_terminal

KITTY, SIXEL = "kitty", "sixel"
# Seconds. All terminals answer the last question; one far away takes a while.
ANSWER_SECONDS = 2.0
_ASK_KITTY = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
_ASK_CELL, _ASK_ATTRIBUTES = "\x1b[16t", "\x1b[c"
_HAS_SIXEL = "4"
# The cell of a VT340, for a terminal that does not say how large its cells are.
_USUAL_CELL = (10, 20)


@dataclass(frozen=True, slots=True)
class Graphics:
    """protocol: KITTY, SIXEL or empty. cell: the width and height of a cell in pixels."""

    protocol: str = ""
    cell: tuple[int, int] = _USUAL_CELL


NO_GRAPHICS = Graphics()
_asked: WeakKeyDictionary[App[Any], asyncio.Task[Graphics]] = WeakKeyDictionary()


async def graphics_of(app: App[Any]) -> Graphics:
    """Return how the app's terminal draws pixels; the first call asks it."""
    if app not in _asked:
        _asked[app] = asyncio.create_task(_ask(app))
    return await asyncio.shield(_asked[app])


def questions_for(environ: Mapping[str, str]) -> str:
    """Return what to ask the terminal that the environment names; empty for nothing.

    A terminal that does not know Kitty's question might draw it, so only those are asked that have
    the protocol with its placeholders. tmux and screen would not hand it on.
    """
    term = environ.get("TERM", "")
    is_plain = term in ("", "dumb", "linux") or environ.get("TERM_PROGRAM") == "Apple_Terminal"
    if is_plain or environ.get("NO_COLOR"):
        return ""
    ask = _ASK_CELL + _ASK_ATTRIBUTES
    is_kitty = term in ("xterm-kitty", "xterm-ghostty") or "KITTY_WINDOW_ID" in environ
    is_within = any(name in environ for name in ("TMUX", "STY", "ZELLIJ"))
    if is_kitty and not is_within:
        return _ASK_KITTY + ask
    return ask


def graphics_from(answers: str, *, true_colors: bool) -> Graphics:
    """Return what the answers say. A picture of Kitty's is named by a colour of 24 bits."""
    cell = re.search(r"\x1b\[6;(\d+);(\d+)t", answers)
    size = (int(cell[2]), int(cell[1])) if cell else (0, 0)
    attributes = re.search(r"\x1b\[\?([\d;]*)c", answers)
    if true_colors and ";OK\x1b\\" in answers:
        return Graphics(KITTY, size if all(size) else _USUAL_CELL)
    has_sixel = attributes is not None and _HAS_SIXEL in attributes[1].split(";")[1:]
    if has_sixel and all(size) and find_spec("textual_image"):
        return Graphics(SIXEL, size)
    return NO_GRAPHICS


async def _ask(app: App[Any]) -> Graphics:
    questions = questions_for(os.environ)
    if not questions or app.is_headless or app.is_web or sys.platform == "win32":
        return NO_GRAPHICS
    loop, is_complete = asyncio.get_running_loop(), asyncio.Event()
    answers: list[str] = []

    def take(answer: str) -> None:
        answers.append(answer)
        if answer.endswith("c"):
            loop.call_soon_threadsafe(is_complete.set)

    listen(take)
    write_to_terminal(app, questions)
    try:
        await asyncio.wait_for(is_complete.wait(), ANSWER_SECONDS)
    except TimeoutError:
        return NO_GRAPHICS
    return graphics_from("".join(answers), true_colors=has_true_colors(app))
