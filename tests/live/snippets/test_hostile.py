"""Snippets with names that no live app can have, run by the shells and by node (security.md P16).

`curl` is a shell function here and `@gradio/client` a module that both log their arguments: these
tests check how the shell and node read the code. The other live tests check what an app receives.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from spacetui.model.file_input import FileInput
from spacetui.model.schema import Endpoint, Parameter, Return
from spacetui.model.script import Script, Step
from spacetui.model.source import Source
from spacetui.snippets import render
from tests.live.snippets.programs import SHELLS
from tests.unit.snippets.samples import HOSTILE

pytestmark = pytest.mark.live

TOUCHING = (
    "$(touch pwned)",
    "`touch pwned`",
    "'; touch pwned; '",
    '"; touch pwned; "',
    "\ntouch pwned\n",
    "'\"'\"'\ntouch pwned #",
    "${IFS:?x}",
    "*/ require('fs').writeFileSync('pwned', '') /*",
    "\u2028 process.exit(9) //",
    "`${process.exit(9)}`",
)
WORDS = tuple(dict.fromkeys((*TOUCHING, *HOSTILE)))
CURL = r"""
curl() {
  case "$*" in
    *--data-binary*) printf '%s\0' "$@" >> log; cat >> log; printf '\0end\0' >> log ;;
    *) printf '%s\0' "$@" end >> log ;;
  esac
  case "$*" in
    *-F*) printf '["/up/it'"'"'s"]' ;;
    *Content-Type*) printf '{"event_id": "e1"}' ;;
    *queue/data*) printf 'data: {"msg":"process_completed","event_id":"e1","output":'
      printf '{"data":["done"],"is_generating":false},"success":true}\n\n' ;;
  esac
}
"""
CLIENT = """
import { appendFileSync } from "node:fs";
const note = (...each) => appendFileSync("log", JSON.stringify(each) + "\\n");
export const handle_file = (url) => ({ url });
export class Client {
  static async connect(...given) { note("connect", ...given); return new Client(); }
  async predict(...given) { note("predict", ...given); return { data: ["done"] }; }
}
"""


def script() -> Script:
    """Return a script of one step for each word.

    The word is the name of the endpoint, of both parameters and of the result, both values and the
    note.
    """
    source = Source("http://127.0.0.1:9", "http://127.0.0.1:9", TOUCHING[0], "/gradio_api")
    steps = tuple(
        Step(
            0,
            Endpoint(
                f"/{word}",
                7,
                word,
                (
                    Parameter(word, label=word, default=[word, {word: word}]),
                    Parameter(f"{word}2", python_type=word),
                ),
                (Return(word),),
                (True, True),
                (True,),
            ),
            {f"{word}2": word},
            name=word,
            note=f"{word}\n{word}",
        )
        for word in WORDS
    )
    return Script((source,), steps, WORDS)


def expected(word: str) -> list[object]:
    values: list[object] = json.loads(json.dumps([[word, {word: word}], word]))
    return values


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_runs_only_curl_with_the_exact_values(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell.split(maxsplit=1)[0]) is None:
        pytest.skip(f"{shell} is required")
    (tmp_path / "snippet.sh").write_text(CURL + render(script(), "curl"), "utf-8")
    done = subprocess.run(
        [*shell.split(), "snippet.sh"], cwd=tmp_path, capture_output=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")
    printed = [line.partition(": ") for line in done.stdout.decode().splitlines()]
    assert [value for _, _, value in printed] == ['["done"]'] * len(WORDS)
    assert all(name.isidentifier() and name.isascii() for name, _, _ in printed)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["log", "snippet.sh"]
    calls = (tmp_path / "log").read_text("utf-8").split("\0end\0")
    posted = [json.loads(each.split("\0")[-1])["data"] for each in calls if "Content-Type" in each]
    assert posted == [expected(word) for word in WORDS]
    assert len(calls) == 2 * len(WORDS) + 1


@pytest.mark.parametrize("shell", ("bash", "dash"))
@pytest.mark.parametrize(
    "name", [word for word in WORDS if "\x00" not in word and 0 < len(word) < 100]
)
def test_a_shell_passes_the_exact_name_of_a_file_to_curl(
    shell: str, name: str, tmp_path: Path
) -> None:
    endpoint = Endpoint(
        "/x", 1, parameters=(Parameter("file"),), input_slots=(True,), output_slots=(True,)
    )
    source = Source("http://127.0.0.1:9", "http://127.0.0.1:9")
    code = render(
        Script((source,), (Step(0, endpoint, {"file": FileInput(f"in/{name}x")}),)), "curl"
    )
    (tmp_path / "snippet.sh").write_text(CURL + code, "utf-8")
    subprocess.run([shell, "snippet.sh"], cwd=tmp_path, check=True, timeout=60)
    words = (tmp_path / "log").read_bytes().split(b"\0")
    form = words[words.index(b"-F") + 1]
    quoted = f"in/{name}x".replace("\\", "\\\\").replace('"', '\\"')
    assert form == b'files=@"' + os.fsencode(quoted) + b'"'
    assert not (tmp_path / "pwned").exists()


def test_node_calls_only_the_client_with_the_exact_values(tmp_path: Path) -> None:
    if shutil.which("node") is None:
        pytest.skip("node is required")
    module = tmp_path / "node_modules" / "@gradio" / "client"
    module.mkdir(parents=True)
    (module / "package.json").write_text('{"type": "module", "exports": "./index.js"}', "utf-8")
    (module / "index.js").write_text(CLIENT, "utf-8")
    (tmp_path / "snippet.mjs").write_text(render(script(), "javascript"), "utf-8")
    done = subprocess.run(["node", "snippet.mjs"], cwd=tmp_path, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    printed = re.split(r"^\w+: ", done.stdout.decode(), flags=re.MULTILINE | re.ASCII)[1:]
    assert [json.loads(value) for value in printed] == [["done"]] * len(WORDS)
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "log",
        "node_modules",
        "snippet.mjs",
    ]
    notes = [json.loads(line) for line in (tmp_path / "log").read_text("utf-8").split("\n")[:-1]]
    assert notes[0] == ["connect", "http://127.0.0.1:9"]
    assert [note[1] for note in notes[1:]] == [f"/{word}" for word in WORDS]
    given = [list(note[2].values()) if isinstance(note[2], dict) else note[2] for note in notes[1:]]
    assert given == [expected(word) for word in WORDS]
