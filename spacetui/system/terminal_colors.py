"""How many colours a terminal has, where its environment says too little."""

import re
from collections.abc import MutableMapping

# The version from which xterm shows each colour as it is, or the nearest one that it has.
DIRECT_COLORS = 331
_XTERM = re.compile(r"XTerm\((\d+)\)")


def name_colors(environment: MutableMapping[str, str]) -> None:
    """Tell Textual, before it is imported, of colours that a terminal does not speak of.

    A TERM of `xterm` says nothing of more than 16. An xterm has all of them, and what else calls
    itself so today, at the other end of ssh too, has 256. GNU screen has as many as the terminal
    around it, of which it does not speak: there it stays with 16.
    """
    term = environment.get("TERM", "")
    if "COLORTERM" in environment or "TEXTUAL_COLOR_SYSTEM" in environment:
        return
    found = _XTERM.match(environment.get("XTERM_VERSION", ""))
    if term.startswith("xterm") and found is not None and int(found[1]) >= DIRECT_COLORS:
        environment["COLORTERM"] = "truecolor"
    elif term == "xterm":
        environment["TEXTUAL_COLOR_SYSTEM"] = "256"
