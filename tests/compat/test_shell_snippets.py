"""curl and command lines as programs, against many versions of Gradio."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from spacetui.errors import CannotWrite
from spacetui.model.call import Call
from spacetui.model.file_input import FileInput
from spacetui.model.schema import Json
from spacetui.model.script import Script, Step, script_of_call
from spacetui.snippets import render
from spacetui.snippets.plan import make_plan
from tests.compat.environments import running
from tests.compat.snippet_script import (
    CREDENTIALS,
    KEYWORDS,
    NASTY,
    STREAMED,
    app_at,
    guarded,
    guarded_script_of,
    picture_in,
    script_of,
)
from tests.live.snippets.programs import SHELLS as ALL_SHELLS
from tests.snippet_commands import COMMAND_ENVIRONMENT, put_commands

pytestmark = pytest.mark.compat
SECONDS = 120
# Where it is not dash: shells that read 5 MB at once. All shells run what is short.
SHELLS = {"4.44.1": "bash", "6.31.0": "busybox sh"}
# Versions whose queue differs from that of the four that all languages are run against.
OTHER_VERSIONS = ("4.8.0", "4.12.0", "4.19.2", "4.21.0")


def run_in_shell(
    code: str, folder: Path, shell: str = "dash", **environment: str
) -> tuple[int, str, str]:
    """Run code in a shell that has the commands in its PATH; return code, stdout and stderr."""
    if shutil.which(shell.split(maxsplit=1)[0]) is None:
        pytest.skip(f"{shell} is required")
    put_commands(folder / "bin")
    (folder / "program.sh").write_text(code, "utf-8")
    done = subprocess.run(
        [*shell.split(), "program.sh"],
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        cwd=folder,
        env={
            **os.environ,
            **COMMAND_ENVIRONMENT,
            "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            **environment,
        },
    )
    return done.returncode, done.stdout, done.stderr


def printed_by_curl(out: str) -> dict[str, list[Json]]:
    """Return the outputs that were printed under each name; those of streams have none."""
    values: dict[str, list[Json]] = {}
    for line in out.removesuffix("\n").split("\n"):
        name, _, text = ("", "", line) if line.startswith("[") else line.partition(": ")
        values.setdefault(name, []).append(json.loads(text))
    return values


def outputs_of(script: Script, wanted: dict[str, Json]) -> dict[str, Json]:
    """Return what each step gives as a list of outputs."""
    counts = {each.name: len(each.endpoint.returns) for each in script.steps}
    return {name: value if counts[name] > 1 else [value] for name, value in wanted.items()}


def wrong_ones(
    printed: dict[str, Json], script: Script, wanted: dict[str, Json]
) -> dict[str, tuple[Json, Json]]:
    """Return what was printed and what is wanted, where they differ. Of 5 MB, no more is shown."""
    outputs = outputs_of(script, wanted)
    return {
        name: (str(printed[name])[:500], str(outputs[name])[:500])
        for name in wanted
        if printed[name] != outputs[name]
    }


@pytest.fixture(scope="module", params=OTHER_VERSIONS)
def served_early(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """Run the app on a version, and give the version and its URL."""
    with running(request.param, tmp_path_factory.mktemp(request.param)) as url:
        yield request.param, url


def require_curl_prints_what_run_gives(version: str, url: str, folder: Path) -> None:
    script, wanted = script_of(url, folder, has_chat=True)
    number = tuple(map(int, version.split(".")))
    shell = SHELLS.get(version, "dash")
    status, out, err = run_in_shell(render(script, "curl"), folder, shell)
    assert status == 0, err[-3000:]
    printed = printed_by_curl(out)
    assert wrong_ones({name: printed[name][-1] for name in wanted}, script, wanted) == {}
    assert repr(printed["value"][0][0]["zero"]) == "-0.0"
    is_streamed = number >= (4, 44)
    assert (printed.get("", [])[:3] == [[each] for each in STREAMED]) is is_streamed


def test_curl_prints_what_run_gives(served: tuple[str, str], tmp_path: Path) -> None:
    require_curl_prints_what_run_gives(*served, tmp_path)


def test_curl_prints_what_run_gives_on_early_queues(
    served_early: tuple[str, str], tmp_path: Path
) -> None:
    require_curl_prints_what_run_gives(*served_early, tmp_path)


def require_curl_gets_past_access(url: str, guarded_url: str, folder: Path) -> None:
    script, wanted = guarded_script_of(url, folder)
    code = render(guarded(script, guarded_url), "curl")
    for shell in ALL_SHELLS:
        status, out, err = run_in_shell(code, folder, shell, **CREDENTIALS)
        assert status == 0, f"{shell}: {err[-3000:]}"
        printed = printed_by_curl(out)
        assert wrong_ones({name: printed[name][-1] for name in wanted}, script, wanted) == {}, shell
    status, out, err = run_in_shell(code, folder, **{**CREDENTIALS, "APP_PASSWORD": "another"})
    assert (status == 0, out) == (False, ""), err


def test_curl_gives_a_login_and_a_header_over_tls(
    guarded_urls: tuple[str, str], tmp_path: Path
) -> None:
    require_curl_gets_past_access(*guarded_urls, tmp_path)


@pytest.mark.parametrize("version", OTHER_VERSIONS)
def test_curl_gives_a_login_and_a_header_over_tls_to_early_queues(
    version: str, tmp_path: Path
) -> None:
    with running(version, tmp_path, "guarded_app.py") as url:
        guarded_url = (tmp_path / "guarded.txt").read_text()
        require_curl_gets_past_access(url, guarded_url, tmp_path)


def done_by_commands(out: str, script: Script) -> dict[str, Json]:
    """Return the outputs of each step that is printed, in the order of the steps."""
    done = [each["data"] for each in map(json.loads, out.splitlines()) if each["event"] == "done"]
    printed = [each.result for each in make_plan(script, ()).steps if each.is_printed]
    return dict(zip(printed, done, strict=True))


def without_state(script: Script) -> Script:
    """Return a script without the steps that share State; no other step takes of them."""
    steps = tuple(each for each in script.steps if not each.endpoint.has_state)
    return replace(script, steps=steps)


def test_commands_of_spacetui_print_what_run_gives(served: tuple[str, str], tmp_path: Path) -> None:
    script, wanted = script_of(served[1], tmp_path, has_chat=True)
    with pytest.raises(CannotWrite, match="starts without State"):
        render(script, "command")
    script = without_state(script)
    wanted = {name: value for name, value in wanted.items() if not name.endswith("_count")}
    status, out, err = run_in_shell(render(script, "command"), tmp_path)
    assert status == 0, err[-3000:]
    assert wrong_ones(done_by_commands(out, script), script, wanted) == {}
    assert done_by_skill(script.steps[0], script, tmp_path) == [wanted["value"]]
    streams = out.partition('{"event": "done"')[2]
    updates = [json.loads(line) for line in streams.splitlines()[1:] if '"output"' in line]
    assert [each["data"] for each in updates[: len(STREAMED)]] == [[each] for each in STREAMED]


def done_by_skill(step: Step, script: Script, folder: Path) -> Json:
    """Run the command of the skill of a step as an agent does, and return the outputs."""
    skill = render(Script(script.clients, (step,)), "skill")
    _, _, rest = skill.partition("\n```sh\n")
    status, out, err = run_in_shell(rest.partition("\n```\n")[0], folder, **CREDENTIALS)
    assert status == 0, err[-3000:]
    outputs: Json = json.loads(out.splitlines()[-1])["data"]
    return outputs


def test_commands_of_spacetui_and_skills_give_a_login_and_a_header_over_tls(
    guarded_urls: tuple[str, str], tmp_path: Path
) -> None:
    script, wanted = guarded_script_of(guarded_urls[0], tmp_path)
    script = without_state(guarded(script, guarded_urls[1]))
    wanted = {each.name: wanted[each.name] for each in script.steps}
    assert {*wanted} == {"key", "keywords", "sizes"}
    wanted["key"] = "x [hidden]"  # run prints no credential
    status, out, err = run_in_shell(render(script, "command"), tmp_path, **CREDENTIALS)
    assert status == 0, err[-3000:]
    assert wrong_ones(done_by_commands(out, script), script, wanted) == {}
    for step in script.steps[1:]:
        assert done_by_skill(step, script, tmp_path) == [wanted[step.name]]


def short_script(url: str, folder: Path) -> Script:
    """Return some steps of the script, for a command that starts slowly, without the 5 MB."""
    script, _ = script_of(url, folder)
    value, streamed, _, uploaded, picture, linked = script.steps[:6]
    (name,) = value.values
    short = {key: each for key, each in value.values[name].items() if key != "5 MB"}
    linked = replace(linked, links=tuple(replace(each, step=3) for each in linked.links))
    return replace(
        script, steps=(replace(value, values={name: short}), streamed, uploaded, picture, linked)
    )


def test_commands_of_gradio_print_what_run_gives(served: tuple[str, str], tmp_path: Path) -> None:
    version, url = served
    script = short_script(url, tmp_path)
    if version.startswith("3."):
        with pytest.raises(CannotWrite, match="names of parameters"):
            render(script, "gradio-predict")
        return
    status, out, err = run_in_shell(render(script, "gradio-predict"), tmp_path)
    assert status == 0, err[-3000:]
    value, *others = (
        list(json.loads("{" + each).values()) for each in f"\n{out}".split("\n{\n")[1:]
    )
    (given,) = script.steps[0].values.values()
    assert repr(value) == repr([given])
    assert others == [
        [STREAMED[-1]],
        ["2cf24dba5fb0 2cf24dba5fb0"],
        ["(5, 3) (200, 10, 30)"],
    ]


def test_commands_of_gradio_give_two_images_and_keywords(
    served: tuple[str, str], guarded_urls: tuple[str, str], tmp_path: Path
) -> None:
    if served[0].startswith("3."):
        return  # its apps are refused
    app, source = app_at(guarded_urls[0])
    picture, names = FileInput(str(picture_in(tmp_path))), KEYWORDS[:-1]
    words = {name: f"{NASTY}{name}" for name in names}
    values: dict[str, dict[str, Json]] = {
        "/words_alone": words,
        "/sizes": {"one": picture, "two": picture},
    }
    steps = []
    for name, given in values.items():
        endpoint = app.endpoint(name)
        assert endpoint is not None
        steps.append(Step(0, endpoint, given))
    status, out, err = run_in_shell(
        render(Script((source,), tuple(steps)), "gradio-predict"), tmp_path
    )
    assert status == 0, err[-3000:]
    outputs = [json.loads("{" + each) for each in f"\n{out}".split("\n{\n")[1:]]
    said, sizes = ([json.loads(text) for text in each.values()] for each in outputs)
    assert (said, sizes) == ([[*words.values()]], [[[10, 4], [10, 4]]])


def test_gradio_predict_fails_where_an_app_names_no_parameters(
    served_early: tuple[str, str], tmp_path: Path
) -> None:
    url = served_early[1]
    app, source = app_at(url)
    endpoint = app.endpoint("/stream_text")
    assert endpoint is not None
    script = script_of_call(Call(endpoint, {endpoint.parameters[0].name: "a"}), source)
    with pytest.raises(CannotWrite, match=r"which apps have since Gradio 4\.23"):
        render(script, "gradio-predict")
    unknown = replace(script, clients=(source._replace(version=""),))
    status, out, err = run_in_shell(render(unknown, "gradio-predict"), tmp_path)
    assert (status, out) == (1, "")
    assert "is not a valid key-word argument" in err
