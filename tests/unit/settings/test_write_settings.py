"""Writing the file of the settings: comments stay, and nothing wrong is written."""

from pathlib import Path

import pytest

from spacetui.errors import UsageError
from spacetui.settings.settings import Settings
from spacetui.settings.settings_file import read_file
from spacetui.settings.table import GLYPHS, HISTORY, TABLE, THEME
from spacetui.settings.write_settings import create_file, new_text, set_in_file, toml_of

MINE = """# what I like
theme = "dusk" # dark

[keys] # of my hands
zoom = "f12"
"""


def settings(path: Path) -> Settings:
    return Settings(read_file(path, "config.toml"), {}, {})


def test_comments_and_the_order_stay(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(MINE, encoding="utf-8")
    path.chmod(0o640)
    set_in_file(path, "theme", "dawn")
    set_in_file(path, "history", "off")
    set_in_file(path, "keys.help", "f2")
    set_in_file(path, "profiles.work.token", "laptop")
    text = path.read_text("utf-8")
    assert text.startswith('# what I like\ntheme = "dawn" # dark\n')
    assert '[keys] # of my hands\nzoom = "f12"\nhelp = "f2"\n' in text
    assert text.endswith('[profiles.work]\ntoken = "laptop"\n')
    found = settings(path)
    assert (found.get(THEME), found.get(HISTORY)) == ("dawn", False)
    assert found.mistakes == []
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_setting_stands_below_its_own_comment_and_in_no_table(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    create_file(path)
    set_in_file(path, "theme", "dawn")
    lines = path.read_text("utf-8").splitlines()
    assert lines[lines.index('theme = "dawn"') - 1].startswith("# theme = ")
    path.write_text(MINE + '# glyphs = "auto"\n', encoding="utf-8")
    set_in_file(path, "glyphs", "ascii")
    assert (settings(path).get(GLYPHS), settings(path).mistakes) == ("ascii", [])


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "dotfiles.toml", tmp_path / "config.toml"
    real.write_text(MINE, encoding="utf-8")
    link.symlink_to(real)
    set_in_file(link, "theme", "dawn")
    assert link.is_symlink() and 'theme = "dawn"' in real.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("theme", "duks", "Did you mean dusk"),
        ("history_limit", "much", "Allowed: 10 to"),
        ("them", "dawn", "no setting is called 'them'"),
        ("keys", "x", "no setting is called 'keys'"),
        ("profiles.work.token", "hf_secret", "name of a saved login"),
        ("look.theme", "dawn", "no setting is called"),
    ],
)
def test_what_is_not_allowed_is_refused_and_the_file_stays(
    tmp_path: Path, name: str, value: str, words: str
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(MINE, encoding="utf-8")
    with pytest.raises(UsageError, match=words):
        set_in_file(path, name, value)
    assert path.read_text("utf-8") == MINE


def test_a_file_that_is_no_toml_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("theme = dusk\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no TOML"):
        set_in_file(path, "theme", "dawn")
    assert path.read_text("utf-8") == "theme = dusk\n"


def test_a_new_file_has_all_settings_as_comments_that_can_be_used(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "config.toml"
    create_file(path)
    assert settings(path).mistakes == []
    assert set(settings(path).origins.values()) == {"default"}
    lines = [line for line in new_text().splitlines() if line.startswith("# ")]
    used = [line.removeprefix("# ") for line in lines if " = " in line]
    for row in (each for each in TABLE if each.is_in_file):
        assert f"{row.name} = {toml_of(row)}" in used
    create_file(path)  # again: nothing is lost
    set_in_file(path, "theme", "dawn")
    create_file(path)
    assert settings(path).get(THEME) == "dawn"
