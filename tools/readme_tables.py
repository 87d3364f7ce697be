"""Write the README's tables of keys and of languages, and docs/settings.md, which has keys too.

python tools/readme_tables.py
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # for `python tools/readme_tables.py`

from spacetui.snippets import LANGUAGES, Language
from spacetui.tui.help_rows import HELP, HelpRow
from spacetui.tui.key import NAMES
from tools import settings_page

README = Path(__file__).resolve().parents[1] / "README.md"


def keys_table() -> str:
    """Return the tables of keys in Markdown, one for each part of help."""
    parts = [f"{title.capitalize()}:\n\n{_table(rows)}" for title, rows in HELP.items()]
    return _marked("keys", *parts)


def _table(rows: Iterable[HelpRow]) -> str:
    lines = [f"| {_keys(row)} | {row.text} |" for row in rows]
    return "\n".join(["| key | does |", "|---|---|", *lines, ""])


def _keys(row: HelpRow) -> str:
    keys = [name for key in row.keys for name in key.all_keys.split(",")]
    return " ".join(f"`{NAMES.get(name, name)}`" for name in keys)


def languages_table() -> str:
    """Return the table of languages in Markdown: how `--lang` names each, and what it is."""
    lines = [f"| {_names(row)} | {row.about} | {_cannot(row)} |" for row in LANGUAGES.values()]
    return _marked("languages", "| `--lang` | code | cannot |", "|---|---|---|", *lines)


def _names(row: Language) -> str:
    return " ".join(f"`{name}`" for name in (row.name, *row.aliases))


def _cannot(row: Language) -> str:
    return "; ".join(dict.fromkeys(row.cannot.values()))


def _marked(what: str, *lines: str) -> str:
    return "\n".join([_begin(what), *lines, _end(what)])


def _begin(what: str) -> str:
    return f"<!-- {what}: python tools/readme_tables.py -->"


def _end(what: str) -> str:
    return f"<!-- /{what} -->"


def write() -> None:
    """Put the tables of today into the README."""
    text = README.read_text(encoding="utf-8")
    for what, table in (("keys", keys_table()), ("languages", languages_table())):
        between = re.compile(f"{re.escape(_begin(what))}.*{re.escape(_end(what))}", re.DOTALL)
        text = between.sub(lambda _, new=table: new, text)
    README.write_text(text, encoding="utf-8")
    settings_page.write()


if __name__ == "__main__":
    write()
