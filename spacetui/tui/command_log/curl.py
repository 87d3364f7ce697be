"""A request of the log as a command of curl. Credentials are variables of the environment (P4).

Pure: a step in, text out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from spacetui.snippets.shell_quoting import note_line, quote_shell_word
from spacetui.text.format import size_text

if TYPE_CHECKING:
    from spacetui.wire.http.traffic import Step

# What curl writes by itself.
_BY_CURL = ("host", "content-length", "transfer-encoding", "connection", "accept-encoding")
# The variable of a header that carries a credential, and what stands before it.
_VARIABLES = {
    "authorization": ("Bearer ", "APP_TOKEN"),
    "x-hf-authorization": ("Bearer ", "HF_TOKEN"),
    "cookie": ("", "APP_COOKIE"),
}


def curl_command(step: Step, redact: Callable[[str], str]) -> str:
    """Return the command that sends a request again. redact: removes secrets from a text.

    A body that is not kept is a file that the reader has to give, as a note says.
    """
    words = " \\\n  ".join(_words(step, redact))
    notes = [note_line(each) for each in _notes(step, redact)]
    return "\n".join((*notes, words)) + "\n"


def _words(step: Step, redact: Callable[[str], str]) -> Iterator[str]:
    yield "curl -sS --globoff"
    if step.verb not in ("GET", "POST") or (step.verb == "POST" and not step.sent):
        yield f"-X {step.verb}"
    if any("event-stream" in (value or "") for _, value in step.headers):
        yield "--no-buffer"
    for name, value in step.sent_headers:
        if name in _BY_CURL:
            continue
        if value is None:
            prefix, variable = variable_of(name, step)
            yield f'-H "{name}: {prefix}${variable}"'
        else:
            yield f"-H {quote_shell_word(redact(f'{name}: {value}'))}"
    if step.sent:
        yield f"--data-binary {_body(step, redact)}"
    yield quote_shell_word(redact(step.url))


def _body(step: Step, redact: Callable[[str], str]) -> str:
    if not is_whole(step):
        return "@body.bin"
    return quote_shell_word(redact(step.sent_body.decode("utf-8", "replace")))


def is_whole(step: Step) -> bool:
    """Return whether all of the body that was sent is kept."""
    return len(step.sent_body) == step.sent


def variable_of(name: str, step: Step) -> tuple[str, str]:
    """Return what stands before the variable of a header, and the name of the variable."""
    if step.is_hub and name == "authorization":
        name = "x-hf-authorization"  # whose token it is
    word = re.sub(r"[^0-9A-Za-z]+", "_", name).strip("_").upper()
    return _VARIABLES.get(name, ("", f"APP_{word or 'VALUE'}"))


def _notes(step: Step, redact: Callable[[str], str]) -> Iterator[str]:
    variables = [variable_of(name, step)[1] for name, value in step.sent_headers if value is None]
    if variables:
        yield f"set first: {', '.join(dict.fromkeys(variables))}"
    if step.is_hidden:
        yield "the body was a login and is not kept: put it into body.bin"
    elif step.sent and not is_whole(step):
        yield f"the body of {size_text(step.sent)} is not kept: put it into body.bin"
    elif step.sent and redact(text := step.sent_body.decode("utf-8", "replace")) != text:
        yield "a secret in the body was hidden: put it in by hand"
