"""`spacetui config`, the options of settings, and what is told of mistakes."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.shell_completion import ShellComplete

from spacetui.cli.commands import root, run
from spacetui.cli.setting_options import count_options
from spacetui.settings.current import current_settings
from spacetui.settings.table import HISTORY, TABLE, THEME


class Config:
    """A folder for the settings, and the command line on it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.file = folder / "config.toml"
        self._capsys = capsys

    def write(self, text: str) -> None:
        self.file.write_text(text, encoding="utf-8")

    def __call__(self, *args: str) -> tuple[int, str, str]:
        """Run `spacetui ARGS` and return its exit code, stdout and stderr."""
        code = run(args)
        out, err = self._capsys.readouterr()
        return code, out, err


@pytest.fixture
def config(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Config:
    monkeypatch.setenv("SPACETUI_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("SPACETUI_DATA_DIR", str(tmp_path / "data"))
    # The option sets it, for other programs; this takes it back.
    monkeypatch.setenv("SPACETUI_NO_HISTORY", "0")
    return Config(tmp_path, capsys)


def test_show_tells_each_value_and_where_it_comes_from(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write('theme = "dawn"\n[keys]\nzoom = "f12"\n')
    monkeypatch.setenv("SPACETUI_VIEWER", "feh -F")
    code, out, err = config("--animation", "full", "config")
    assert (code, err) == (0, "")
    rows = [line.split() for line in out.splitlines()]
    assert ["theme", "dawn", f"{config.file},", "line", "1"] in rows
    assert ["viewer", "feh,", "-F", "SPACETUI_VIEWER"] in rows
    assert ["animation", "full", "--animation"] in rows
    assert ["glyphs", "auto", "default"] in rows
    assert ["keys.zoom", "f12", f"{config.file},", "line", "3"] in rows
    code, out, _ = config("config", "show", "--json")
    found = {row["name"]: row for row in json.loads(out)}
    assert found.keys() == {"keys.zoom", *(row.name for row in TABLE)}
    assert found["viewer"] == {
        "name": "viewer",
        "value": ["feh", "-F"],
        "origin": "SPACETUI_VIEWER",
    }
    assert found["animation"]["origin"] == "default", "each command line has its own options"


def test_path_names_the_file_and_makes_none(config: Config) -> None:
    assert config("config", "path") == (0, f"{config.file}\n", "")
    assert list(config.file.parent.iterdir()) == []


def test_check_tells_mistakes_of_the_file_and_the_keys_with_their_lines(config: Config) -> None:
    assert config("config", "check")[0] == 0
    config.write('glyphs = "asci"\n[keys]\nzoom = "f6"\nhelp = "ctrl+i"\nolder = "comma"\n')
    code, out, err = config("config", "check")
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        f"spacetui: {config.file}, line 1: glyphs cannot be 'asci'. Did you mean ascii? "
        "Allowed: auto, unicode, ascii.",
        f"spacetui: {config.file}, line 4: terminals send tab for ctrl+i, so that it cannot be "
        "told apart",
        f"spacetui: {config.file}, line 3: f6 is already the key of next_pane (next pane)",
    ]
    config.write('glyphs = "ascii"\n')
    assert config("config", "check") == (0, f"{config.file}: nothing is wrong\n", "")


def test_check_tells_a_file_of_themes_that_is_no_theme(config: Config) -> None:
    themes = config.file.parent / "themes"
    themes.mkdir()
    (themes / "mine.toml").write_text('name = "mine"\n', encoding="utf-8")
    code, _, err = config("config", "check")
    assert code == 2 and err.startswith(f"spacetui: {themes / 'mine.toml'}: not a theme")


def test_set_writes_one_value_and_says_what_wins_over_it(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write("# mine\n")
    assert config("config", "set", "theme", "dawn") == (0, "", "")
    assert config.file.read_text("utf-8") == '# mine\ntheme = "dawn"\n'
    code, _, err = config("config", "set", "theme", "dawm")
    assert code == 2 and "Did you mean dawn?" in err
    code, _, err = config("config", "set", "keys.run", "r")
    assert code == 2 and "would not come into the text" in err
    monkeypatch.setenv("SPACETUI_THEME", "nord")
    code, _, err = config("config", "set", "theme", "dusk")
    assert code == 0 and "SPACETUI_THEME wins over it" in err


def test_edit_makes_the_file_opens_it_and_checks_it(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    assert config("config", "edit")[0] == 2
    editor = config.file.parent / "editor.py"
    editor.write_text(
        "import sys\nwith open(sys.argv[1], 'a') as file: file.write('theme = \"duks\"\\n')\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {editor}")
    code, _, err = config("config", "edit")
    assert code == 2 and "Did you mean dusk?" in err
    text = config.file.read_text("utf-8")
    assert '# theme = "dusk"' in text and text.endswith('theme = "duks"\n')
    monkeypatch.setenv("EDITOR", "false")
    assert "ended with 1" in config("config", "edit")[2]


def test_a_mistake_is_told_on_stderr_and_the_command_does_its_work(config: Config) -> None:
    config.write('theme = "duks"\n')
    code, out, err = config("history", "list", "--json")
    assert (code, out) == (0, "")
    assert err.startswith(f"settings: {config.file}, line 1: theme cannot be 'duks'.")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--theme", "duks"], "Allowed: "),
        (["--history-limit", "many"], "Allowed: 10 to"),
        (["--profile", "nobody"], "no profile is called 'nobody'"),
    ],
)
def test_a_wrong_option_is_an_error(config: Config, args: list[str], words: str) -> None:
    code, out, err = config(*args, "history", "list")
    assert (code, out) == (2, "")
    assert words in err and err.startswith("spacetui: ")


def test_options_stand_before_a_command_or_a_src(config: Config) -> None:
    shown = config("--theme=dawn", "--no-history", "config")[1]
    rows = [line.split() for line in shown.splitlines()]
    assert ["theme", "dawn", "--theme"] in rows
    assert ["history", "false", "--no-history"] in rows
    # Without a terminal the app opens nothing, but it was the app that was meant.
    code, _, err = config("--theme", "dawn", "http://127.0.0.1:9")
    assert code == 2 and "the app needs a terminal" in err
    assert current_settings().get(THEME) == "dusk", "the command line has ended"


@pytest.mark.parametrize("src", ["", "http://127.0.0.1:9"])
def test_options_of_the_app_stand_before_and_after_src(
    config: Config, monkeypatch: pytest.MonkeyPatch, src: str
) -> None:
    opened: list[object] = []

    def open_app(src: str, access: dict[str, Any], *, plain: bool) -> int:
        theme = current_settings().get(THEME)
        opened.append((src, access["token"], theme, plain))
        return 0

    monkeypatch.setattr("spacetui.cli.launch_app.open_app", open_app)
    options = ["--token", "t", "--theme", "dawn", "--plain"]
    for args in ([*options, src], [src, *options], [*options[2:], src, *options[:2]]):
        assert config(*(each for each in args if each)) == (0, "", "")
    assert opened == [(src, "t", "dawn", True)] * 3
    code, _, err = config(*filter(None, [src, "--profile", "nobody"]))
    assert code == 2 and "no profile is called 'nobody'" in err


def test_the_shell_completes_src_and_what_follows_it_and_help_names_it(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spacetui.store.completion.read_recent_sources", lambda path: ["run/it"])
    completion = ShellComplete(root, {}, "spacetui", "_SPACETUI_COMPLETE")
    for args in ([], ["owner/name"]):
        found = {each.value for each in completion.get_completions(args, "--")}
        assert {"--theme", "--profile"} <= found
    assert "--token" in found
    assert [each.value for each in completion.get_completions([], "ru")] == ["run", "run/it"]
    assert "--token" in config("--help")[1]


def test_the_options_in_front_are_counted_with_their_values() -> None:
    assert count_options(["--theme", "dawn", "--no-history", "--viewer=feh", "run", "--theme"]) == 4
    assert count_options(["run", "--theme", "x"]) == 0
    assert count_options(["--theme"]) == 1


def test_help_has_each_option_with_the_words_of_the_table(config: Config) -> None:
    _, out, _ = config("--help")
    text = " ".join(out.split())
    for row in (each for each in TABLE if each.option and each is not HISTORY):
        assert row.option in text and row.help in text
