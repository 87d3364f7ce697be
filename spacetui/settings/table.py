"""The table of settings: all that a user can set, a row each.

Reading, checking, `docs/settings.md` and the options of the command line are made from it. To add a
setting, add its row, and read it with `settings.get(ROW)` where it has an effect.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from spacetui.settings import kinds
from spacetui.settings.theme_files import theme_names
from spacetui.snippets import FIRST_LANGUAGES, LANGUAGES

T = TypeVar("T")
DEFAULT_HUB = "https://huggingface.co"


class Setting(NamedTuple, Generic[T]):
    """A setting.

    variables: of the environment, the first that is set wins. option: of the command line, empty
    where there is none. is_in_file: whether the file can have it. is_kept_when_wrong: a value that
    is not allowed is used nevertheless, since another one in its place would do harm. note: more
    for the documentation.
    """

    name: str
    kind: kinds.Kind[T]
    default: T
    help: str
    variables: tuple[str, ...]
    option: str = ""
    is_in_file: bool = True
    is_kept_when_wrong: bool = False
    note: str = ""


def _names(*names: str) -> kinds.Name:
    return kinds.Name(lambda: names)


def _language_names() -> Sequence[str]:
    return tuple(LANGUAGES)


def _find_language(name: str) -> str:
    """Return the name of a language by its name or alias. Raises ValueError."""
    rows = (row.name for row in LANGUAGES.values() if name in (row.name, *row.aliases))
    found = next(rows, None)
    if found is None:
        raise ValueError(name)
    return found


THEME = Setting[str](
    "theme",
    kinds.Name(theme_names),
    "dusk",
    "The colours of the app.",
    ("SPACETUI_THEME",),
    "--theme",
    note="Choosing a theme in the command palette (ctrl+p) writes it to the file. "
    "Where NO_COLOR is set and no theme is, it is mono, which has no colours.",
)
# What a terminal wants that is to show no colours, and the theme for it (https://no-color.org).
NO_COLOR, WITHOUT_COLOR = "NO_COLOR", "mono"
GLYPHS = Setting[str](
    "glyphs",
    _names("auto", "unicode", "ascii"),
    "auto",
    "The symbols of the app.",
    ("SPACETUI_GLYPHS",),
    "--glyphs",
    note="auto: ascii where TERM is dumb or linux, or where the locale is not UTF-8.",
)
GRAPHICS = Setting[str](
    "graphics",
    _names("auto", "kitty", "sixel", "blocks"),
    "auto",
    "How pictures are drawn: in pixels by Kitty's protocol or Sixel, or in half blocks.",
    ("SPACETUI_GRAPHICS",),
    "--graphics",
    note="auto: as the terminal says when the first picture is shown. What it said is remembered "
    "for each TERM, TERM_PROGRAM and multiplexer; set another value where that is wrong.",
)
ANIMATION = Setting[str](
    "animation",
    _names("none", "basic", "full"),
    "none",
    "What moves by itself, such as a text that scrolls to its new place.",
    ("SPACETUI_ANIMATION",),
    "--animation",
)
LANGUAGES_AT_HAND = Setting[tuple[str, ...]](
    "languages",
    kinds.Names(_language_names, _find_language),
    FIRST_LANGUAGES,
    "The languages of the code that ctrl+l goes through, in their order.",
    ("SPACETUI_LANGUAGES",),
    "--languages",
    note="The app begins with the first one, and later with the one that was chosen last. "
    "`spacetui snippet` without --lang takes the first one.",
)
DOWNLOADS = Setting[str](
    "downloads",
    kinds.Folder("a folder; it is created where it is missing"),
    "",
    "Where the app saves files of results; empty for the folder in which it was started.",
    ("SPACETUI_DOWNLOADS",),
    "--downloads",
)
VIEWER = Setting[tuple[str, ...]](
    "viewer",
    kinds.Command(),
    (),
    "What opens files of results; empty for the program of this machine.",
    ("SPACETUI_VIEWER",),
    "--viewer",
)
PLAYER = Setting[tuple[str, ...]](
    "player",
    kinds.Command(),
    (),
    "What plays and opens sound and video; empty for a player of this machine and the viewer.",
    ("SPACETUI_PLAYER",),
    "--player",
)
PAGER = Setting[tuple[str, ...]](
    "pager",
    kinds.Command(),
    (),
    "What shows a result when p is pressed; empty for less, or more.",
    ("SPACETUI_PAGER", "PAGER"),
    "--pager",
)
HISTORY = Setting[bool](
    "history",
    kinds.Switch(is_inverted=True),
    True,
    "Whether calls, forms and opened Spaces are kept on disk.",
    ("SPACETUI_NO_HISTORY",),
    "--no-history",
    note="SPACETUI_NO_HISTORY=1 keeps nothing.",
)
HISTORY_LIMIT = Setting[int](
    "history_limit",
    kinds.Whole(10, 1_000_000),
    500,
    "How large the history may become, in MB; the oldest calls go first.",
    ("SPACETUI_HISTORY_LIMIT",),
    "--history-limit",
)
HUB_ENDPOINT = Setting[str](
    "hub_endpoint",
    kinds.Address("an address that begins with https:// or http://"),
    DEFAULT_HUB,
    "The Hub that is searched.",
    ("SPACETUI_HUB_ENDPOINT", "HF_ENDPOINT"),
    "--hub-endpoint",
    is_kept_when_wrong=True,  # else the requests for another Hub would go to huggingface.co
)
PROFILE = Setting[str](
    "profile",
    kinds.Text("the name of a table [profiles.NAME] of the file"),
    "",
    "The profile in use, for several accounts or Hubs; empty for none.",
    ("SPACETUI_PROFILE",),
    "--profile",
)
DATA_FOLDER = Setting[str](
    "data_dir",
    kinds.Folder("a folder"),
    "",
    "Where the history is kept; by default the data folder of your system.",
    ("SPACETUI_DATA_DIR",),
    is_in_file=False,
)
CONFIG_FOLDER = Setting[str](
    "config_dir",
    kinds.Folder("a folder"),
    "",
    "Where this file, `themes/` and `templates/` are; by default your system's.",
    ("SPACETUI_CONFIG_DIR",),
    is_in_file=False,
)
TABLE: tuple[Setting[Any], ...] = (
    THEME,
    GLYPHS,
    GRAPHICS,
    ANIMATION,
    LANGUAGES_AT_HAND,
    DOWNLOADS,
    VIEWER,
    PLAYER,
    PAGER,
    HISTORY,
    HISTORY_LIMIT,
    HUB_ENDPOINT,
    PROFILE,
    DATA_FOLDER,
    CONFIG_FOLDER,
)
BY_NAME = {row.name: row for row in TABLE}
# The tables of the file, and what a profile may have.
KEYS_TABLE, PROFILES_TABLE = "keys", "profiles"
PROFILE_FIELDS = ("token", "hub_endpoint")
