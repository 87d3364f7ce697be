"""A template in the config folder is a language: filled by literal writers, told where broken."""

import ast
import json
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from spacetui.cli.commands import run
from spacetui.errors import CannotWrite, UsageError
from spacetui.model.call import Call
from spacetui.model.file_input import FileInput
from spacetui.model.schema import Json
from spacetui.model.script import Script, Step, script_of_call
from spacetui.snippets import LANGUAGES, find_language, render
from spacetui.snippets.own_templates import FIELDS, WRITERS, load_own_languages
from tests.unit.snippets.samples import HOSTILE, LOCAL, endpoint, text

SAY = endpoint("/say", text("text"), text("more", default="a"), input_slots=(True, False, True))
RUBY = """\
# ${title:comment}
call(${src:json}, ${api_name:python}, ${values:json}) # $$ ${data:json} $HOME $${x}
"""


@pytest.fixture(autouse=True)
def own_languages() -> Iterator[None]:
    before = dict(LANGUAGES)
    yield
    LANGUAGES.clear()
    LANGUAGES.update(before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    templates = tmp_path / "templates"
    templates.mkdir()
    return templates


def filled(template: str, value: Json, folder: Path) -> str:
    (folder / "ruby.rb").write_text(template, "utf-8")
    assert load_own_languages(folder) == ()
    return render(script_of_call(Call(SAY, {"text": value}), LOCAL), "ruby")


def test_a_template_is_filled_with_the_call(folder: Path) -> None:
    assert filled(RUBY, "it's", folder) == (
        "# App\n"
        'call("http://127.0.0.1:7860/app", "/say", {"text": "it\'s", "more": "a"})'
        ' # $$ ["it\'s", null, "a"] $HOME ${x}\n'
    )
    row = find_language("ruby")
    assert (row.suffix, row.lexer) == (".rb", "ruby")
    assert row.split_helpers("x\n") == ("x\n", "")


READ: dict[str, Callable[[str], Json]] = {
    "python": ast.literal_eval,
    "json": json.loads,
    "javascript": json.loads,
    "shell": lambda text: shlex.split(text)[0],
}


@pytest.mark.parametrize("word", HOSTILE)
@pytest.mark.parametrize("writer", READ)
def test_every_writer_writes_a_literal(word: str, writer: str, folder: Path) -> None:
    if writer == "shell" and not word.isprintable():
        return  # printf writes it, which test_literals.py runs
    written = filled(f"${{value.text:{writer}}}", word, folder).removesuffix("\n")
    assert READ[writer](written) == word


@pytest.mark.parametrize("word", HOSTILE)
def test_a_comment_stays_in_its_line(word: str, folder: Path) -> None:
    assert len(filled("# ${value.text:comment}", word, folder).splitlines()) == 1


def test_a_file_is_written_by_its_path(folder: Path) -> None:
    written = filled("${value.text:json}", FileInput("a b.png"), folder)
    assert json.loads(written)["path"] == "a b.png"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("${foo:json}", f"${{foo:json}} is no field; there are {', '.join(FIELDS)}, value.NAME"),
        ("${src:raw}", f"${{src:raw}} names no writer; there are {', '.join(WRITERS)}"),
        ("${src}", "${src} names no writer"),
        ("${src:json", "${src:json has no end"),
        ("${os.system('id')}", "is no field"),
    ],
)
def test_a_broken_template_is_told_with_its_line_and_the_others_work(
    line: str, problem: str, folder: Path
) -> None:
    (folder / "broken.txt").write_text(f"one\n{line}\n", "utf-8")
    (folder / "ruby.rb").write_text("${src:json}", "utf-8")
    (told,) = load_own_languages(folder)
    assert told.startswith("broken.txt, line 2: ") and problem in told
    assert "ruby" in LANGUAGES and "broken" not in LANGUAGES


@pytest.mark.parametrize("name", ["python.py", "js.js", "no_suffix", "Big.rb", "a b.rb", "\x1b.rb"])
def test_a_name_that_cannot_be_one_is_told(name: str, folder: Path) -> None:
    before = dict(LANGUAGES)
    (folder / name).write_text("${src:json}", "utf-8")
    (told,) = load_own_languages(folder)
    assert "gives no name to a language" in told and "\x1b" not in told
    assert before == LANGUAGES


def test_a_folder_that_is_not_there_adds_nothing(tmp_path: Path) -> None:
    before = dict(LANGUAGES)
    assert load_own_languages(tmp_path / "none") == ()
    assert before == LANGUAGES


def test_what_a_template_cannot_is_refused(folder: Path) -> None:
    filled("${value.text:json}", "a", folder)
    step = Step(0, SAY, {"text": "a"})
    with pytest.raises(CannotWrite, match="filled with one call"):
        render(Script((LOCAL,), (step, step)), "ruby")
    with pytest.raises(UsageError, match="wants the parameter 'text', which /other has not"):
        render(script_of_call(Call(endpoint("/other"), {}), LOCAL), "ruby")
    secret = endpoint("/say", text("text", is_secret=True))
    with pytest.raises(UsageError, match="which is a secret"):
        render(script_of_call(Call(secret, {"text": "hunter2"}), LOCAL), "ruby")


def test_the_command_line_offers_it_and_says_what_is_broken(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPACETUI_CONFIG_DIR", str(folder.parent))
    (folder / "broken.txt").write_text("${foo}", "utf-8")
    (folder / "ruby.rb").write_text("${src:json}", "utf-8")
    assert run(["snippet", "--lang"]) == 0
    out, err = capsys.readouterr()
    assert out.split()[-1] == "ruby"
    assert err.startswith("broken.txt, line 1: ${foo} is no field")
    assert run(["snippet", "http://127.0.0.1:9", "--lang", "perl"]) == 2
    assert "ruby" in capsys.readouterr().err, "the user's own are among those that there are"
