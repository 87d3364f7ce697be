"""The README names the languages of the table, and no others."""

from pathlib import Path

from spacetui.snippets import LANGUAGES, list_languages

README = Path(__file__).parents[3] / "README.md"


def test_the_readme_lists_the_languages_of_the_table() -> None:
    text = README.read_text("utf-8").lower()
    (row,) = (line for line in text.splitlines() if line.startswith("| `ctrl+l`"))
    assert row == f"| `ctrl+l` | next language: {list_languages()} |"
    *others, last = LANGUAGES
    assert f"{', '.join(others)} or {last}" in " ".join(text.split())
