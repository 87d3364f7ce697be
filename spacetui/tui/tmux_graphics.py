"""Whether pictures reach the terminal around a tmux, and how they are sent through it.

tmux hands on what stands in `ESC Ptmux; … ESC \\` where its option allow-passthrough is on. What
the terminal answers does not come back, so its name must say that it has Kitty's protocol.
"""

from __future__ import annotations

import subprocess

# Seconds for each question to tmux.
TIMEOUT = 2.0


def wrapped(text: str) -> str:
    """Return escape sequences that tmux hands on to its terminal."""
    if not text:
        return ""
    return f"\x1bPtmux;{text.replace(chr(27), chr(27) * 2)}\x1b\\"


def terminals_through_tmux() -> tuple[str, ...]:
    """Return the names of the terminals that tmux hands on to; none where it does not. Blocking."""
    allowed = _ask("show-options", "-gv", "allow-passthrough").strip()
    if allowed not in ("on", "all"):
        return ()
    return tuple(sorted(set(_ask("list-clients", "-F", "#{client_termname}").split())))


def _ask(*arguments: str) -> str:
    try:
        done = subprocess.run(
            ("tmux", *arguments),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout if done.returncode == 0 else ""
