"""Write the README's tables of keys from spacetui/tui/keys.py, between their two markers.

python tools/readme_keys.py
"""

import re
from collections.abc import Iterable
from pathlib import Path

from spacetui.tui.keys import HELP, NAMES, HelpRow

README = Path(__file__).resolve().parents[1] / "README.md"
BEGIN, END = "<!-- keys: python tools/readme_keys.py -->", "<!-- /keys -->"


def tables() -> str:
    """Return the tables in Markdown, one for each part of help."""
    parts = [f"{title.capitalize()}:\n\n{_table(rows)}" for title, rows in HELP.items()]
    return "\n".join([BEGIN, *parts, END])


def _table(rows: Iterable[HelpRow]) -> str:
    lines = [f"| {_keys(row)} | {row.text} |" for row in rows]
    return "\n".join(["| key | does |", "|---|---|", *lines, ""])


def _keys(row: HelpRow) -> str:
    keys = [name for key in row.keys for name in key.all_keys.split(",")]
    return " ".join(f"`{NAMES.get(name, name)}`" for name in keys)


def write() -> None:
    """Put the tables of today into the README."""
    text = README.read_text(encoding="utf-8")
    between = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    README.write_text(between.sub(lambda _: tables(), text), encoding="utf-8")


if __name__ == "__main__":
    write()
