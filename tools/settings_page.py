"""Write docs/settings.md from the tables of settings and of keys.

python tools/settings_page.py
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spacetui.settings.table import TABLE, Setting
from spacetui.settings.write_settings import toml_of
from spacetui.tui.key import NAMES
from spacetui.tui.keys import EVERYWHERE, KEYS
from spacetui.tui.widget_keys import IN_DIALOGS

PAGE = Path(__file__).resolve().parents[1] / "docs/settings.md"
INTRODUCTION = """<!-- Written by `python tools/settings_page.py`, from the tables of the code. -->
# Settings

spacetui needs no configuration. What you set is in one TOML file, config.toml, in the
configuration folder of your system: `~/.config/spacetui` on Linux, `~/Library/Application
Support/spacetui` on macOS, `%LOCALAPPDATA%\\spacetui` on Windows.

```sh
spacetui config                        # each setting, its value, and where that comes from
spacetui config edit                   # open the file in $EDITOR; a new one has all as comments
spacetui config set theme dawn         # change one; comments stay
spacetui config check                  # what is wrong: the line, what was found, what is allowed
spacetui config path
```

An option of the command line wins over a variable of the environment, that over the file, and that
over the default. Options stand before a command, and before or after SRC: `spacetui --theme dawn
demo`. A mistake in the file or in a variable is told when spacetui starts, and the rest works; the
app shows the first one for a moment, and all of them when it has ended. A wrong option is an error.
"""
STATE = """
## What is no setting

What the app remembers by itself is kept with the history, and not in the file: open Spaces, what
their forms hold, searches, favourites, and the language of the code that you chose last. The
language holds until you change `languages`. `spacetui history clear` forgets all but the
favourites, and `history = false` keeps nothing. A theme that you choose in the palette is a
setting: it is written to the file.

Credentials are never settings. spacetui stores no token; a profile only names one. `--token`,
`--auth`, `--header` and `--oauth-token` are options of single commands (`--help`).
"""
PROFILES = """
## Profiles

A profile is an account or a Hub of its own. `token` is the name that `hf auth list` shows for a
login made by `hf auth login`, never the token itself; it is used in place of `HF_TOKEN` and of the
login in use. `hub_endpoint` is as above. Both may be left out.

```toml
profile = "work"              # or spacetui --profile work, or SPACETUI_PROFILE

[profiles.work]
token = "work-laptop"
hub_endpoint = "https://hub.example.com"
```

Where a profile is named that the file has not, no login is used at all.
"""
THEMES = """
## Themes of your own

A TOML file in `themes/` of the configuration folder is a theme, called as the file is. It has the
fields of Textual's `Theme`; copy [one of ours](../themes/dusk.toml) to begin with.
"""
KEYS_HEAD = """
## Keys

A table `[keys]` gives other keys to the ids below, several with commas between them. Footer, help
and palette name them then. A key is a character, `f1` to `f12`, `ctrl` or `alt` with a letter, or a
key such as `home` or `shift+left`. `spacetui config check` tells keys that two things in one place
would have, and keys that no terminal sends; the key that it was before stays then.

```toml
[keys]
zoom = "f12"
older = "comma"
"list.down" = "down,ctrl+n"
```

| id | keys | does | works |
|---|---|---|---|"""


def page() -> str:
    """Return the page."""
    rows = [row for row in TABLE if row.is_in_file]
    parts = [INTRODUCTION, "## In the file\n", *(_section(row) for row in rows)]
    return "\n".join([*parts, _folders() + STATE + PROFILES + THEMES + KEYS_HEAD, *_keys(), ""])


def _section(row: Setting[Any]) -> str:
    lines = [f"### `{row.name}`", "", row.help, ""]
    if row.note:
        lines += [row.note, ""]
    lines.append(f"- {row.kind.name}; allowed: {row.kind.allowed()}")
    lines.append(f"- default: `{toml_of(row)}`")
    variables = " or ".join(f"`{each}`" for each in row.variables)
    lines.append(f"- variable: {variables}; option: `{row.option}`")
    return "\n".join([*lines, ""])


def _folders() -> str:
    rows = [f"| `{row.variables[0]}` | {row.help} |" for row in TABLE if not row.is_in_file]
    more = [
        "| `HF_HOME` | The logins of `hf auth`, which are the Hub library's. |",
        "| `TMPDIR` | Files that are only opened, and not saved. |",
    ]
    return "\n".join(["## Folders", "", "| variable | folder |", "|---|---|", *rows, *more, ""])


def _keys() -> Iterator[str]:
    for id, key in KEYS.items():
        keys = " ".join(f"`{_escaped(NAMES.get(each, each))}`" for each in key.all_keys.split(","))
        place = key.place or "on the page"
        if id in EVERYWHERE:
            place = "everywhere, also while typing"
        elif id in IN_DIALOGS:
            place = "in a dialog"
        elif "." in id:
            place = f"in a {id.partition('.')[0]}"
        yield f"| `{id}` | {keys} | {_escaped(key.title or key.label)} | {place} |"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def write() -> None:
    """Write the page of today."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
