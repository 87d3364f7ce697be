"""How this terminal draws pixels: by Kitty's protocol, by Sixel, or not at all.

It is asked when the first picture is to be shown, and what it said is kept for the next run
(graphics_memory.py). A tmux is asked what it hands on (tmux_graphics.py).
"""

from __future__ import annotations

import asyncio
import os
import re
import struct
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any
from weakref import WeakKeyDictionary

from textual.app import App

from spacetui.settings.current import current_settings
from spacetui.settings.table import GRAPHICS, HISTORY
from spacetui.tui.graphics_memory import remember, remembered, terminal_name
from spacetui.tui.terminal_answers import listen
from spacetui.tui.textual_private.terminal import has_true_colors, write_to_terminal
from spacetui.tui.tmux_graphics import terminals_through_tmux

KITTY, SIXEL = "kitty", "sixel"
# More values of the setting `graphics`.
AUTO, BLOCKS = "auto", "blocks"
# Seconds. All terminals answer the last question; one far away takes a while.
ANSWER_SECONDS = 2.0
_ASK_KITTY = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
_ASK_CELL, _ASK_ATTRIBUTES = "\x1b[16t", "\x1b[c"
_HAS_SIXEL = "4"
KITTY_TERMS = ("xterm-kitty", "xterm-ghostty")
# The cell of a VT340, for a terminal that does not say how large its cells are.
_USUAL_CELL = (10, 20)
_MULTIPLEXERS = ("TMUX", "STY", "ZELLIJ")


@dataclass(frozen=True, slots=True)
class Graphics:
    """protocol: KITTY, SIXEL or empty. cell: the width and height of a cell in pixels.

    is_in_tmux: pictures are sent through a tmux.
    """

    protocol: str = ""
    cell: tuple[int, int] = _USUAL_CELL
    is_in_tmux: bool = False


NO_GRAPHICS = Graphics()
_asked: WeakKeyDictionary[App[Any], asyncio.Task[Graphics]] = WeakKeyDictionary()


async def graphics_of(app: App[Any]) -> Graphics:
    """Return how the app's terminal draws pixels; the first call asks it."""
    if app not in _asked:
        _asked[app] = asyncio.create_task(_graphics_of(app))
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
    is_kitty = term in KITTY_TERMS or "KITTY_WINDOW_ID" in environ
    is_within = any(name in environ for name in _MULTIPLEXERS)
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


async def _graphics_of(app: App[Any]) -> Graphics:
    """Return how a terminal draws pixels: as set, as remembered, or as it says."""
    questions = questions_for(os.environ)
    if not questions or app.is_headless or app.is_web or sys.platform == "win32":
        return NO_GRAPHICS
    chosen = current_settings().get(GRAPHICS)
    if chosen != AUTO:
        return _as_chosen(chosen)
    around: tuple[str, ...] = ()
    if "TMUX" in os.environ:
        around = await asyncio.to_thread(terminals_through_tmux)
    if _are_kitty(around) and has_true_colors(app):
        return Graphics(KITTY, _cell_of_window() or _USUAL_CELL, is_in_tmux=True)
    name = terminal_name(os.environ, _multiplexer(os.environ, around))
    if (known := _as_remembered(app, await asyncio.to_thread(remembered, name))) is not None:
        return known
    found = await _ask(app, questions)
    if found is not None and current_settings().get(HISTORY):
        await asyncio.to_thread(remember, name, found.protocol)
    return found or NO_GRAPHICS


def _are_kitty(around: Sequence[str]) -> bool:
    """Return whether all terminals around a tmux have Kitty's protocol; around: none without."""
    return bool(around) and all(each in KITTY_TERMS for each in around)


def _multiplexer(environ: Mapping[str, str], around: Sequence[str]) -> str:
    names = [name for name in _MULTIPLEXERS if name in environ]
    return " ".join((*names, *around))


def _as_chosen(name: str) -> Graphics:
    """Return what the setting says, without a question."""
    if name == BLOCKS:
        return NO_GRAPHICS
    cell = _cell_of_window() or _USUAL_CELL
    if name == SIXEL and not find_spec("textual_image"):
        return NO_GRAPHICS
    return Graphics(name, cell, is_in_tmux=name == KITTY and "TMUX" in os.environ)


def _as_remembered(app: App[Any], protocol: str | None) -> Graphics | None:
    """Return what another run was told; None where the terminal must be asked.

    The size of a cell changes with the font, and Sixel is wrong without it.
    """
    cell = _cell_of_window()
    if protocol == "":
        return NO_GRAPHICS
    if protocol == KITTY and has_true_colors(app):
        return Graphics(KITTY, cell or _USUAL_CELL)
    if protocol == SIXEL and cell is not None and find_spec("textual_image"):
        return Graphics(SIXEL, cell)
    return None


def _cell_of_window() -> tuple[int, int] | None:
    """Return the size of a cell in pixels, as the terminal's driver knows it."""
    import fcntl
    import termios

    if sys.__stdout__ is None:
        return None
    try:
        size = fcntl.ioctl(sys.__stdout__.fileno(), termios.TIOCGWINSZ, bytes(8))
    except (OSError, ValueError):
        return None
    rows, columns, width, height = struct.unpack("HHHH", size)
    cell = (width // max(1, columns), height // max(1, rows))
    return cell if all(cell) else None


async def _ask(app: App[Any], questions: str) -> Graphics | None:
    """Ask the terminal; None where it does not answer."""
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
        return None
    return graphics_from("".join(answers), true_colors=has_true_colors(app))
