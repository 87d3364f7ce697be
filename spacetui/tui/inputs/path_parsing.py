r"""Text that names files -> paths: what is typed, pasted, or dropped onto a terminal.

Terminals drop a path in quotes (`'a b.png'`), with backslashes (`a\ b.png`) or as a `file://` URL.
"""

import re
import shlex
from pathlib import Path
from urllib.parse import unquote, urlsplit

_URL = re.compile(r"https?://", re.IGNORECASE)


def split_paths(text: str, *, several: bool) -> list[str]:
    """Give the paths and URLs that `text` names: one, or, where `several` are wanted, as many as there are."""
    lines = [each.strip() for each in text.splitlines() if each.strip()]
    if not several:
        whole = " ".join(lines)
        return [read_path(whole)] if whole else []
    return [path for each in lines for path in _words(each)]


def read_path(text: str) -> str:
    """Give the path or URL that one piece of text means: quotes and escapes off, `~` and `file://` resolved."""
    word = text.strip()
    if _URL.match(word):
        return word
    if word.lower().startswith("file://"):
        return _local(word)
    if not _exists(word):
        words = _shell_words(word)
        if len(words) == 1:
            word = words[0]
    return _expanded(word)


def _words(text: str) -> list[str]:
    # A path with blanks that exists as it stands is one path.
    if (_URL.match(text) and " " not in text) or _exists(text):
        return [read_path(text)]
    return [read_path(each) for each in _shell_words(text)]


def _shell_words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:  # a quote not yet closed: somebody is typing
        return [text]


def _expanded(path: str) -> str:
    try:
        return str(Path(path).expanduser())
    except (RuntimeError, ValueError):  # `~nobody`; a name that no file can have
        return path


def _local(url: str) -> str:
    try:
        return unquote(urlsplit(url).path)
    except ValueError:  # `file://[`: somebody is typing
        return url


def _exists(path: str) -> bool:
    try:
        return Path(_expanded(path)).exists()
    except (OSError, ValueError):
        return False
