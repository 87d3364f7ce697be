"""Settings: what wins over what, and what is told of a mistake, while the rest works."""

from collections.abc import Mapping

from textual.theme import BUILTIN_THEMES

from spacetui.settings.settings import Settings
from spacetui.settings.settings_file import read_text
from spacetui.settings.table import (
    ANIMATION,
    DOWNLOADS,
    GLYPHS,
    HISTORY,
    HISTORY_LIMIT,
    HUB_ENDPOINT,
    LANGUAGES_AT_HAND,
    TABLE,
    THEME,
    VIEWER,
)
from spacetui.settings.theme_files import TEXTUAL_THEMES
from tools.settings_page import PAGE, page


def settings(
    text: str = "", environ: Mapping[str, str] | None = None, options: dict[str, str] | None = None
) -> Settings:
    return Settings(read_text(text, "config.toml"), environ or {}, options or {})


def mistakes(text: str, environ: Mapping[str, str] | None = None) -> list[str]:
    return [each.text for each in settings(text, environ).mistakes]


def test_without_anything_each_setting_has_its_default_and_nothing_is_wrong() -> None:
    found = settings()
    assert [found.get(row) for row in TABLE] == [row.default for row in TABLE]
    assert set(found.origins.values()) == {"default"}
    assert found.mistakes == []


def test_an_option_wins_over_a_variable_and_that_over_the_file() -> None:
    text, environ, options = 'theme = "dawn"', {"SPACETUI_THEME": "nord"}, {"--theme": "dracula"}
    found = [settings(text), settings(text, environ), settings(text, environ, options)]
    assert [each.get(THEME) for each in found] == ["dawn", "nord", "dracula"]
    origins = [each.origins["theme"] for each in found]
    assert origins == ["config.toml, line 1", "SPACETUI_THEME", "--theme"]


def test_without_colours_the_theme_is_mono_unless_another_one_is_set() -> None:
    environ = {"NO_COLOR": "1"}
    assert settings("", environ).get(THEME) == "mono"
    assert settings("", {"NO_COLOR": ""}).get(THEME) == "dusk"
    assert settings('theme = "dawn"', environ).get(THEME) == "dawn"


def test_each_kind_reads_the_file_and_the_texts_of_variables() -> None:
    text = 'history_limit = 20\nlanguages = ["curl", "py", "curl"]\nviewer = "feh -F \'a b\'"\n'
    found = settings(text)
    assert found.get(HISTORY_LIMIT) == 20
    assert found.get(LANGUAGES_AT_HAND) == ("curl", "python")
    assert found.get(VIEWER) == ("feh", "-F", "a b")
    variables = {"SPACETUI_HISTORY_LIMIT": "30", "SPACETUI_LANGUAGES": "js, sh"}
    found = settings(text, {**variables, "SPACETUI_NO_HISTORY": "1", "SPACETUI_DOWNLOADS": "~/x"})
    assert found.get(HISTORY_LIMIT) == 30
    assert found.get(LANGUAGES_AT_HAND) == ("javascript", "curl")
    assert found.get(HISTORY) is False
    assert found.get(DOWNLOADS).endswith("/x") and "~" not in found.get(DOWNLOADS)
    assert settings("history = false", {"SPACETUI_NO_HISTORY": "0"}).get(HISTORY) is True


def test_a_mistake_is_told_with_its_line_what_was_found_and_what_is_allowed() -> None:
    text = '# mine\ntheme = "duks"\nglyphs = 3\nhistory_limit = 5\nthem = "x"\ndata_dir = "/tmp"\n'
    found = settings(text)
    told = [each.text for each in found.mistakes]
    assert told[0].startswith("config.toml, line 2: theme cannot be 'duks'. Did you mean dusk? ")
    assert "Allowed: atom-one-dark, " in told[0]
    assert told[1:] == [
        "config.toml, line 3: glyphs cannot be 3. Allowed: auto, unicode, ascii.",
        "config.toml, line 4: history_limit cannot be 5. Allowed: 10 to 1000000.",
        "config.toml, line 5: no setting is called 'them'. Did you mean theme?",
        "config.toml, line 6: data_dir cannot be set here, but by SPACETUI_DATA_DIR.",
    ]
    assert (found.get(THEME), found.get(GLYPHS)) == ("dusk", "auto")


def test_a_wrong_variable_is_told_and_the_file_holds() -> None:
    found = settings('animation = "basic"', {"SPACETUI_ANIMATION": "much"})
    assert found.get(ANIMATION) == "basic"
    assert [each.text for each in found.mistakes] == [
        "SPACETUI_ANIMATION: animation cannot be 'much'. Allowed: none, basic, full."
    ]


def test_a_line_that_is_no_toml_is_told_and_the_other_lines_hold() -> None:
    found = settings('glyphs = "ascii"\ntheme = dawn\n[keys]\nzoom = "f12"\nnext pane = "f6"\n')
    assert found.get(GLYPHS) == "ascii"
    assert found.keys == {"zoom": "f12"}
    lines = [each.where for each in found.mistakes]
    assert lines == ["config.toml, line 2", "config.toml, line 5"]
    assert "'theme = dawn' is no TOML" in found.mistakes[0].what


def test_a_file_that_ends_in_the_middle_is_told_and_nothing_of_it_is_used() -> None:
    found = settings('glyphs = "ascii"\nviewer = """feh')
    assert found.get(GLYPHS) == "auto"
    assert "nothing of it is used" in found.mistakes[-1].what


def test_another_hub_that_is_wrong_is_not_replaced_by_the_public_one() -> None:
    found = settings('hub_endpoint = "hub.example.com"')
    assert found.get(HUB_ENDPOINT) == "hub.example.com"
    assert "begins with https://" in found.mistakes[0].what


PROFILES = 'profile = "work"\n[profiles.work]\ntoken = "laptop"\nhub_endpoint = "https://h.org/"\n'


def test_a_profile_names_a_login_and_a_hub() -> None:
    found = settings(PROFILES)
    assert (found.token_name, found.may_use_login) == ("laptop", True)
    assert settings('profile = "a"\n[profiles.a]\n').may_use_login
    assert found.get(HUB_ENDPOINT) == "https://h.org"
    assert found.origins["hub_endpoint"] == "config.toml, line 4"
    other = settings(PROFILES, {"HF_ENDPOINT": "https://other.org"})
    assert other.get(HUB_ENDPOINT) == "https://other.org"


def test_a_profile_that_is_not_there_uses_no_login() -> None:
    found = settings(PROFILES, {}, {"--profile": "home"})
    assert (found.token_name, found.may_use_login) == ("", False)
    assert [each.text for each in found.mistakes] == [
        "--profile: no profile is called 'home'. Profiles of config.toml: work."
    ]


def test_a_token_in_the_file_is_refused_and_not_repeated() -> None:
    told = mistakes('[profiles.work]\ntoken = "hf_abcdef"\nhub_endpoint = "x"\nuser = "me"\n')
    assert told[0].startswith("config.toml, line 2: token is the name of a saved login")
    assert told[1].startswith("config.toml, line 3: hub_endpoint cannot be 'x'.")
    assert told[2].startswith("config.toml, line 4: a profile has no 'user'.")
    assert "hf_abcdef" not in "".join(told)


def test_keys_may_be_written_with_or_without_quotes_around_their_id() -> None:
    text = '[keys]\nzoom = "f12"\n"list.up" = "p"\nlist.down = "n"\nhelp = 1\n'
    assert settings(text).keys == {"zoom": "f12", "list.up": "p", "list.down": "n"}
    assert mistakes(text) == [
        'config.toml, line 5: help = 1 is no key. Write it as in help = "ctrl+k".'
    ]


def test_the_table_has_each_name_variable_and_option_once() -> None:
    for values in (
        [row.name for row in TABLE],
        [name for row in TABLE for name in row.variables],
        [row.option for row in TABLE if row.option],
    ):
        assert len(values) == len(set(values))


def test_the_themes_of_textual_are_those_that_it_has() -> None:
    assert set(TEXTUAL_THEMES) == {name for name, each in BUILTIN_THEMES.items() if not each.ansi}


def test_the_page_of_settings_is_as_the_tool_writes_it() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python tools/settings_page.py"
