r"""Text that names files -> paths: what is typed, pasted, or dropped onto a terminal.

Terminals drop a path in quotes (`'a b.png'`), with backslashes (`a\ b.png`) or as a `file://` URL.
"""

import re
import shlex
from pathlib import Path
from urllib.parse import unquote, urlsplit

_URL = re.compile(r"https?://", re.IGNORECASE)


def split_paths(text: str, *, several: bool) -> list[str]:
    """Return the paths and URLs that `text` names: at most one, unless `several` are wanted."""
    lines = [each.strip() for each in text.splitlines() if each.strip()]
    if several:
        return [path for line in lines for path in _split_line(line)]
    if not lines:
        return []
    return [read_path(" ".join(lines))]


def read_path(text: str) -> str:
    """Return the path or URL in a text: without quotes and escapes, `~` and `file://` resolved."""
    word = text.strip()
    if _URL.match(word):
        return word
    if word.lower().startswith("file://"):
        return _path_of_file_url(word)
    if not _exists(word):
        words = _shell_words(word)
        if len(words) == 1:
            word = words[0]
    return _expand_user(word)


def _split_line(line: str) -> list[str]:
    # A path with blanks that exists is one path.
    if (_URL.match(line) and " " not in line) or _exists(line):
        return [read_path(line)]
    return [read_path(each) for each in _shell_words(line)]


def _shell_words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:  # a quote is not closed: the user is still typing
        return [text]


def _expand_user(path: str) -> str:
    try:
        return str(Path(path).expanduser())
    except (RuntimeError, ValueError):  # `~nobody`; a name that no file can have
        return path


def _path_of_file_url(url: str) -> str:
    try:
        return unquote(urlsplit(url).path)
    except ValueError:  # `file://[`: the user is still typing
        return url


def _exists(path: str) -> bool:
    try:
        return Path(_expand_user(path)).exists()
    except (OSError, ValueError):
        return False
