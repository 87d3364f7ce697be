"""One app at two addresses, for every Gradio from 3.50 to 6: python guarded_app.py PORT.

At PORT everybody is let in. Where guarded.txt says, it wants a login, over TLS with a certificate
that nobody knows. In Gradio 3 it has no queue, whose WebSocket some clients cannot log in to.
"""

import inspect
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
from PIL import Image

VERSION = tuple(int(part) for part in gr.__version__.split(".")[:2])
CERTIFICATE = str(Path(__file__).parents[1] / "live" / "localhost.pem")
LOGIN = ("ada", 'it\'s $(id) "x"')
# Names that are keywords of a language, or that its programs use.
KEYWORDS = ("class", "function", "new", "await", "import", "lambda", "if", "done", "this", "self")


def key(text: str, request: gr.Request) -> str:
    """Return what the header X-Key says."""
    return f"{text} {request.headers.get('x-key')}"


def sizes(one: str, two: str) -> str:
    found = []
    for path in (one, two):
        with Image.open(path) as picture:
            found.append(picture.size)
    return json.dumps(found)


def keywords(*values: str) -> str:
    return json.dumps(values)


def words_alone(*values: str) -> str:
    """Take no `self`, which no client of Python can give by its name."""
    return json.dumps(values)


# Only by position may a parameter have a name that is a keyword of Python.
_POSITIONAL = inspect.Parameter.POSITIONAL_ONLY
for function, names in ((keywords, KEYWORDS), (words_alone, KEYWORDS[:-1])):
    function.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(each, _POSITIONAL) for each in names]
    )


def reply(message: str, history: list[Any]) -> str:
    """Say which turn of the chat this is."""
    turns = [each for each in history if not isinstance(each, dict) or each["role"] == "user"]
    return f"{len(turns)}: {message}"


def chat(message: str, history: list[Any]) -> Iterator[str]:
    said = reply(message, history)
    yield said[:3]
    yield said


def build() -> gr.Blocks:
    blocks: gr.Blocks = gr.Blocks()
    with blocks:
        button, text, out = gr.Button(), gr.Textbox(), gr.Textbox()
        one, two = gr.Image(type="filepath"), gr.Image(type="filepath")
        words = [gr.Textbox() for _ in KEYWORDS]
        button.click(key, text, out, api_name="key")
        button.click(sizes, [one, two], out, api_name="sizes")
        button.click(keywords, words, out, api_name="keywords")
        button.click(words_alone, words[:-1], out, api_name="words_alone")
        gr.ChatInterface(chat if VERSION >= (4, 0) else reply)
    return blocks


def main(port: int) -> None:
    common: dict[str, Any] = {"server_name": "127.0.0.1", "quiet": True, "show_error": True}
    tls: dict[str, Any] = {
        "ssl_certfile": CERTIFICATE,
        "ssl_keyfile": CERTIFICATE,
        "ssl_verify": False,
    }
    _, url, _ = build().launch(**common, **tls, auth=LOGIN, prevent_thread_lock=True)
    Path("guarded.txt").write_text(url.rstrip("/"))
    build().launch(**common, server_port=port)


if __name__ == "__main__":
    main(int(sys.argv[1]))
