"""What `run` prints of functions that change components, and that snippets print the same."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli_result import Cli

pytestmark = pytest.mark.live


def update(**changes: Any) -> dict[str, Any]:
    return {**changes, "__type__": "update"}


CHOICES = [["x0", "x0"], ["x1", "x1"], ["x2", "x2"]]
TWO = [["a", "a"], ["b", "b"]]
# endpoint and argument -> what is sent, and the text
FINAL: dict[tuple[str, str], tuple[list[Any], str]] = {
    ("/refresh", "x"): ([update(choices=CHOICES)], "choices: x0 | x1 | x2\n"),
    ("/returned", "x"): (
        [update(choices=[["Name x", "x"]], value="x", label="New x")],
        "x\nchoices: Name x\nlabel: New x\n",
    ),
    ("/limits", "50"): (
        [update(minimum=5, maximum=50, step=5)],
        "limits: 5 to 50, step 5\n",
    ),
    ("/hide", "x"): ([update(visible=False)], "hidden\n"),
    ("/skip", "x"): ([update(), "x"], "One: unchanged\nOut: x\n"),
    ("/stream", "x"): (
        [update(label="Last"), update()],
        "One: b\n  choices: a | b\n  label: Last\nOut: x 1 2\n",
    ),
}


@pytest.mark.parametrize("call", FINAL, ids=lambda call: str(call[0]))
def test_json_has_the_update_as_it_was_sent(
    cli: Cli, updates_url: str, call: tuple[str, str]
) -> None:
    done = cli("run", updates_url, *call, "--json")
    assert done.code == 0, done.err
    assert done.lines[-1]["data"] == FINAL[call][0]


@pytest.mark.parametrize("call", FINAL, ids=lambda call: str(call[0]))
def test_the_text_has_the_value_and_what_else_changes(
    cli: Cli, updates_url: str, call: tuple[str, str]
) -> None:
    done = cli("run", updates_url, *call)
    assert (done.code, done.out) == (0, FINAL[call][1])


def test_streamed_updates_are_whole_with_their_edits_applied(cli: Cli, updates_url: str) -> None:
    done = cli("run", updates_url, "/stream", "x", "--json")
    assert [line["data"] for line in done.lines if line["event"] == "output"] == [
        [update(choices=[["a", "a"]]), "x 1"],
        [update(choices=TWO, value="b"), "x 1 2"],
        [update(label="Last"), update()],
    ]


@pytest.mark.parametrize(
    ("lang", "call"),
    [
        ("python", ("/stream", "x")),
        ("python", ("/returned", "x")),
        ("curl", ("/stream", "x")),
        ("curl", ("/refresh", "x")),
        ("javascript", ("/stream", "x")),
        ("javascript", ("/refresh", "x")),
    ],
)
def test_a_snippet_prints_what_json_has(
    cli: Cli, updates_url: str, call: tuple[str, str], lang: str, request: pytest.FixtureRequest
) -> None:
    code = cli("snippet", updates_url, *call, "--lang", lang).out
    folder = None
    match lang:
        case "python":
            program = [sys.executable, "-c", code]
        case "javascript":
            program = ["node", "--input-type=module", "-e", code]
            folder = request.getfixturevalue("node_modules").parent
        case _:
            program = ["bash", "-c", code]
    done = subprocess.run(
        program, capture_output=True, text=True, timeout=90, check=True, cwd=folder
    )
    if lang == "javascript" and call[0] != "/stream":  # spread over several lines
        assert json.loads(done.stdout) == FINAL[call][0]
        return
    last, sent = done.stdout.splitlines()[-1], FINAL[call][0]
    if lang == "python":  # the official client gives a single output by itself
        assert ast.literal_eval(last) == (sent[0] if len(sent) == 1 else tuple(sent))
    else:
        assert json.loads(last) == sent


def test_the_subtitles_of_a_video_have_an_address_and_are_downloaded(
    cli: Cli, updates_url: str, tmp_path: Path
) -> None:
    (sent,) = cli("run", updates_url, "/subtitled", "x", "--json").lines[-1]["data"]
    for file in (sent["value"], sent["subtitles"]):
        assert file["url"] == f"{updates_url}/gradio_api/file={file['path']}"
    folder = tmp_path / "got"
    done = cli("run", updates_url, "/subtitled", "x", "--download", str(folder))
    assert done.out == f"{folder / 'film.mp4'}\nsubtitles: {folder / 'words.vtt'}\n"
    assert (folder / "words.vtt").read_text().startswith("WEBVTT")
