"""Words of a POSIX shell: one text, one path, JSON with variables in it; each exactly one argument."""

import shlex

from spacetui.snippets.literals import UNSAFE, Code


def quote_shell_word(text: str) -> str:
    """Quote `text` as one word; unsafe characters are written by printf, in octal."""
    if not UNSAFE.search(text):
        return shlex.quote(text)
    raw = "".join(
        f"\\{byte:03o}" if byte < 0x20 or byte > 0x7E or chr(byte) in "\\%" else chr(byte)
        for byte in text.encode("utf-8", "surrogateescape" if _has_bytes(text) else "surrogatepass")
    )
    return f'"$(printf {shlex.quote(raw)})"'


def _has_bytes(text: str) -> bool:
    """Say whether surrogates in `text` stand for undecodable bytes of a file's name."""
    return all(0xDC80 <= ord(char) <= 0xDCFF for char in text if 0xD800 <= ord(char) <= 0xDFFF)


def quote_json_pieces(pieces: list[str]) -> str:
    """Quote pieces of JSON as one shell word, variables between them."""
    word, text = "", ""
    for piece in [*pieces, Code("")]:
        if isinstance(piece, Code):
            word += (shlex.quote(text) if text else "") + piece
            text = ""
        else:
            text += piece
    return word


def curl_form_argument(path: str) -> str:
    """Write the -F word that uploads `path`: in double quotes curl reads any name, but for these two."""
    home = path == "~" or path.startswith("~/")
    rest = path[1:] if home else path
    quoted = rest.replace("\\", "\\\\").replace('"', '\\"')
    return ('\'files=@"\'"$HOME"' if home else "") + quote_shell_word(
        (("" if home else 'files=@"') + quoted) + '"'
    )
