"""Quoting for a POSIX shell: text, paths and JSON with variables, each as exactly one word."""

import shlex

from spacetui.snippets.literals import UNSAFE, Code


def quote_shell_word(text: str) -> str:
    """Quote `text` as one word; a text with unsafe characters is printed by printf, in octal."""
    if not UNSAFE.search(text):
        return shlex.quote(text)
    errors = "surrogateescape" if _is_undecodable_name(text) else "surrogatepass"
    escaped = "".join(_printf_escape(byte) for byte in text.encode("utf-8", errors))
    return f'"$(printf {shlex.quote(escaped)})"'


def note_line(text: str) -> str:
    """Return a command that does nothing and says `text`, which has no unsafe character.

    A comment would not do: `#` begins none in an interactive zsh.
    """
    escaped = text.replace("'", "'\"'\"'")
    return f": '{escaped}'"


def _printf_escape(byte: int) -> str:
    if 0x20 <= byte <= 0x7E and chr(byte) not in "\\%":
        return chr(byte)
    return f"\\{byte:03o}"


def _is_undecodable_name(text: str) -> bool:
    """Return whether all surrogates in `text` stand for undecodable bytes of a file name."""
    return all(0xDC80 <= ord(char) <= 0xDCFF for char in text if 0xD800 <= ord(char) <= 0xDFFF)


def quote_json_pieces(pieces: list[str]) -> str:
    """Quote pieces of JSON as one word; Code, which refers to variables, is left as it is."""
    word, text = "", ""
    for piece in [*pieces, Code("")]:
        if not isinstance(piece, Code):
            text += piece
            continue
        if text:
            word += shlex.quote(text)
        word += piece
        text = ""
    return word


def curl_form_argument(path: str) -> str:
    """Return the word after `-F` that uploads the file at `path`.

    Inside double quotes curl reads any file name; only `"` and `\\` need a backslash.
    """
    if path == "~" or path.startswith("~/"):
        return '\'files=@"\'"$HOME"' + quote_shell_word(f'{_escape_form_name(path[1:])}"')
    return quote_shell_word(f'files=@"{_escape_form_name(path)}"')


def _escape_form_name(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')
