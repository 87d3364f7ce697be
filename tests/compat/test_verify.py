"""Programs for Gradio 3 on the replay, with the clients that they name."""

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from spacetui.model.script import Script
from spacetui.snippets import LANGUAGES
from spacetui.verify.check import check
from spacetui.verify.verdict import Outcome, Verdict
from tests.compat.environments import python_of
from tests.live.verify.recorded import TEXT, early_script
from tests.node_modules import link_modules

pytestmark = pytest.mark.compat


@pytest.fixture
def clients(node_modules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the checks find gradio_client 0.6.1 and @gradio/client 1.19.0."""
    python = python_of("3.50.2")
    link_modules(node_modules, tmp_path, gradio_3=True)
    (tmp_path / "node_modules" / ".bin").symlink_to(node_modules / ".bin")
    node = shutil.which("node")
    assert node is not None
    monkeypatch.setenv("PATH", f"{python.parent}:{Path(node).parent}:/usr/bin:/bin")
    monkeypatch.setenv("NODE_PATH", str(tmp_path / "node_modules"))
    monkeypatch.chdir(tmp_path)


def script_for(language: str, folder: Path) -> tuple[Script, list[tuple[object, ...]]]:
    """Return as much of the script as the language can do, and the answers of its steps."""
    script, answers = early_script(folder, "ws")
    if not LANGUAGES[language].refusal(script):
        return script, list(answers)
    said = replace(script.steps[1], values={"text": TEXT}, links=())
    return replace(script, steps=(said, script.steps[2])), list(answers[1:3])


@pytest.mark.usefixtures("clients")
@pytest.mark.parametrize("language", ["python", "notebook", "javascript", "typescript"])
async def test_a_program_for_gradio_3_is_verified_and_not_with_a_value_changed(
    language: str, tmp_path: Path
) -> None:
    script, answers = script_for(language, tmp_path)
    row = LANGUAGES[language]
    verdict = await check(script, answers, row)
    assert verdict == Verdict(language, Outcome.VERIFIED, "", len(script.steps))
    first = script.steps[0]
    (name,) = (each for each, value in first.values.items() if value == TEXT)
    changed = replace(first, values={**first.values, name: "other"})
    wrong = replace(script, steps=(changed, *script.steps[1:]))
    verdict = await check(
        script,
        answers,
        row,
        render=lambda given: row.render(replace(wrong, clients=given.clients)),
    )
    assert verdict.outcome is Outcome.FAILED
    assert f"{name}: 'other' is sent" in verdict.reason


@pytest.mark.parametrize("language", ["python", "javascript"])
async def test_where_only_a_newer_client_is_installed_that_is_said(
    language: str, tmp_path: Path, node_modules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NODE_PATH", str(node_modules))
    monkeypatch.setattr("shutil.which", shutil_which)
    script, answers = script_for(language, tmp_path)
    verdict = await check(script, answers, LANGUAGES[language])
    assert verdict.outcome is Outcome.COMPILED
    assert "is not installed" in verdict.reason


_which = shutil.which


def shutil_which(name: str) -> str | None:
    """Return a program of this machine, and of the Pythons only our own."""
    return sys.executable if name.startswith("python") else _which(name)
