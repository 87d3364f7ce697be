"""The README has the table of languages as it is."""

from spacetui.snippets import FIRST_LANGUAGES
from tools.readme_tables import README, languages_table


def test_the_readme_has_the_table_of_languages_as_the_tool_writes_it() -> None:
    assert languages_table() in README.read_text("utf-8"), "run python tools/readme_tables.py"


def test_the_readme_names_the_languages_at_hand() -> None:
    text = " ".join(README.read_text("utf-8").lower().split())
    assert ", ".join(FIRST_LANGUAGES) in text
