"""Write spacetui/tui/default_theme.py from the theme that the app begins with.

python tools/default_theme.py
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
THEME = ROOT / "themes" / "dusk.toml"
MODULE = ROOT / "spacetui" / "tui" / "default_theme.py"
DOCSTRING = '''"""The theme that the app begins with, made by tools/default_theme.py.

The first frame need not wait for a TOML parser, which takes 5 ms with its import.
"""'''


def module_text() -> str:
    """Return the text of the module."""
    fields = tomllib.loads(THEME.read_text(encoding="utf-8"))
    lines = "\n".join(_lines(fields, "    "))
    return f"{DOCSTRING}\n\nfrom typing import Any\n\nFIELDS: dict[str, Any] = {{\n{lines}\n}}\n"


def _lines(fields: Mapping[str, Any], indent: str) -> Iterator[str]:
    for name, value in fields.items():
        if isinstance(value, dict):
            yield f'{indent}"{name}": {{'
            yield from _lines(value, f"{indent}    ")
            yield f"{indent}}},"
        else:
            text = json.dumps(value) if isinstance(value, str) else repr(value)
            yield f'{indent}"{name}": {text},'


if __name__ == "__main__":
    MODULE.write_text(module_text(), encoding="utf-8")
