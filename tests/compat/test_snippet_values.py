"""What programs of all languages must print is what `spacetui run --json` gives."""

import json
from pathlib import Path

import pytest

from spacetui.cli.commands import run
from spacetui.model.file_input import FileInput, map_file_inputs
from spacetui.model.schema import Json
from spacetui.model.script import Script, Step
from tests.compat.snippet_script import (
    KEY,
    LOGIN,
    guarded,
    guarded_script_of,
    outputs_of,
    script_of,
)

pytestmark = pytest.mark.compat


def done_by_run(
    step: Step, url: str, folder: Path, capsys: pytest.CaptureFixture[str], *options: str
) -> list[Json]:
    """Return what `spacetui run --json` gives for a step."""
    values = folder / "values.json"
    values.write_text(json.dumps(map_file_inputs(dict(step.values), named_file)))
    name = step.endpoint.api_name
    code = run(["run", url, name, "--data", f"@{values}", "--json", *options])
    out, err = capsys.readouterr()
    assert code == 0, err
    outputs: list[Json] = json.loads(out.splitlines()[-1])["data"]
    return outputs


def named_file(file: FileInput) -> Json:
    return {"path": file.path, "meta": {"_type": "gradio.FileData"}}


def plain_steps(script: Script) -> list[Step]:
    """Return the steps with a name that depend on no other."""
    return [
        each
        for each in script.steps
        if each.name and not each.links and not each.endpoint.has_state
    ]


def test_run_gives_what_programs_must_print(
    served: tuple[str, str],
    guarded_urls: tuple[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SPACETUI_NO_HISTORY", "1")
    _, url = served
    script, wanted = script_of(url, tmp_path)
    outputs, steps = outputs_of(script, wanted), plain_steps(script)
    assert len(steps) >= 8
    for step in steps:
        assert done_by_run(step, url, tmp_path, capsys) == outputs[step.name], step.name
    script, wanted = guarded_script_of(guarded_urls[0], tmp_path)
    access = ["--auth", ":".join(LOGIN), "--header", f"X-Key: {KEY}", "--insecure"]
    (url,) = (each.url for each in guarded(script, guarded_urls[1]).clients)
    outputs, steps = outputs_of(script, wanted), plain_steps(script)
    assert {"key", "keywords", "sizes"} <= {each.name for each in steps}
    outputs["key"] = ["x [hidden]"]  # run prints no credential
    for step in steps:
        assert done_by_run(step, url, tmp_path, capsys, *access) == outputs[step.name], step.name
