"""What each terminal has answered about pixels, so that the next start need not ask it.

A file of the data folder: a name of the terminal -> kitty, sixel, or empty. The setting `graphics`
is for a memory that is wrong.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping

from spacetui.system.paths import data_dir, data_path

NAME = "graphics.json"
# Terminals that are remembered.
MAX_KEPT = 50


def terminal_name(environ: Mapping[str, str], multiplexer: str) -> str:
    """Return what tells a terminal from others: over ssh also where one comes from."""
    names = ("TERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION")
    client = environ.get("SSH_CONNECTION", "").partition(" ")[0]
    return "|".join((*(environ.get(name, "") for name in names), multiplexer, client))


def remembered(terminal: str) -> str | None:
    """Return the protocol of a terminal, or None where it was not asked yet. Blocking."""
    protocol = _load().get(terminal)
    return protocol if isinstance(protocol, str) else None


def remember(terminal: str, protocol: str) -> None:
    """Keep the protocol of a terminal. Blocking; where the disk refuses, it is asked again."""
    kept = {**_load(), terminal: protocol}
    text = json.dumps(dict(list(kept.items())[-MAX_KEPT:]))
    with contextlib.suppress(OSError):
        path = data_dir() / NAME
        part = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
        part.replace(path)


def _load() -> dict[str, object]:
    try:
        kept = json.loads((data_path() / NAME).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}
