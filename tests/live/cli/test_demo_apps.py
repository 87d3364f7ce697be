"""The command line as a process, with the demo's real apps and its local Hub."""

import json
import os
import pty
import select
import subprocess
import time
from pathlib import Path

import pytest

from spacetui.snippets import LANGUAGES, list_languages
from tests.cli_result import Cli
from tests.soak_after import soak_after

pytestmark = pytest.mark.live


def test_search_prints_one_array_with_the_best_app_first(hub_cli: Cli) -> None:
    done = hub_cli("search", "soften", "a", "picture", "--json", "--limit", "3")
    assert (done.code, done.err) == (0, "")
    (found,) = done.lines
    assert len(found) == 3
    assert found[0]["id"] == "demo/image"
    wanted = {
        "id",
        "title",
        "author",
        "likes",
        "sdk",
        "stage",
        "hardware",
        "category",
        "description",
        "score",
    }
    assert wanted <= set(found[0])
    assert found[0]["score"] >= found[1]["score"]


@pytest.mark.soak
def test_search_as_text_is_a_table(hub_cli: Cli) -> None:
    lines = hub_cli("search", "soften a picture").out.splitlines()
    assert lines[0].split() == ["id", "title", "stage", "hardware", "likes", "score"]
    assert lines[1].startswith("demo/image")
    assert len({line.index("running") for line in lines[1:]}) == 1


def test_info_has_the_contracts_shape(hub_cli: Cli) -> None:
    done = hub_cli("info", "demo/text", "--json")
    assert done.code == 0
    (info,) = done.lines
    assert info["src"] == "demo/text"
    assert info["version"].startswith("6.") and info["protocol"] == "sse_v3"
    by_name = {each["api_name"]: each for each in info["endpoints"]}
    assert list(by_name) == ["/analyze", "/shout", "/rhyme"]
    for endpoint in by_name.values():
        assert {"api_name", "description", "streams", "parameters", "returns"} <= set(endpoint)
        for each in endpoint["parameters"]:
            assert {"name", "label", "component", "type", "python_type", "required"} <= set(each)
            assert ("default" in each) is not each["required"]
        for each in endpoint["returns"]:
            assert set(each) == {"label", "component", "type", "python_type"}
    parameters = {each["name"]: each for each in by_name["/analyze"]["parameters"]}
    assert parameters["text"]["required"]
    assert (
        parameters["top"]["minimum"],
        parameters["top"]["maximum"],
        parameters["top"]["step"],
    ) == (1, 20, 1)
    assert parameters["unit"]["choices"] == ["words", "letters", "pairs"]
    assert parameters["ignore"]["default"] == []


@pytest.mark.soak
def test_state_is_neither_parameter_nor_return(hub_cli: Cli) -> None:
    (info,) = hub_cli("info", "demo/chat", "--json").lines
    chat = next(each for each in info["endpoints"] if each["api_name"] == "/chat")
    assert [each["name"] for each in chat["parameters"]] == ["message", "name", "mood"]
    assert [each["label"] for each in chat["returns"]] == ["reply", "messages so far"]
    done = hub_cli("run", "demo/chat", "/chat", "hi", "--json")
    assert len(done.lines[-1]["data"]) == 2


@pytest.mark.soak
def test_info_as_text_names_everything(hub_cli: Cli) -> None:
    out = hub_cli("info", "demo/text").out
    for word in (
        "demo/text",
        "/analyze",
        "required",
        "1 to 20, step 1",
        "words | letters | pairs",
        "gives",
        "summary",
    ):
        assert word in out


@pytest.mark.soak
def test_a_page_of_the_hub_names_the_same_space(hub_cli: Cli, demo_hub_url: str) -> None:
    (info,) = hub_cli("info", f"{demo_hub_url}/spaces/demo/text", "--json").lines
    (same,) = hub_cli("info", "demo/text", "--json").lines
    assert info["url"] == same["url"]


def test_run_streams_whole_values_line_by_line(hub_cli: Cli) -> None:
    done = hub_cli("run", "demo/chat", "/stream", "prompt=one two three", "pace=20", "--json")
    assert done.code == 0
    events = [line["event"] for line in done.lines]
    assert events[0] == "queued" and events[-1] == "done" and "started" in events
    texts = [line["data"][0] for line in done.lines if line["event"] == "output"]
    assert texts[:3] == ["one ", "one two ", "one two three"]
    assert done.lines[-1]["data"] == ["one two three", "3 tokens at 20 a second: done"]
    assert done.lines[-1]["duration"] > 0.1


@pytest.mark.soak
def test_run_as_text_prints_each_output_with_its_label(hub_cli: Cli) -> None:
    done = hub_cli("run", "demo/chat", "/stream", "one two three", "pace=20")
    assert done.out == "said: one two three\nspeed: 3 tokens at 20 a second: done\n"


@pytest.mark.parametrize(
    "value",
    soak_after(
        2, ['it\'s "x"', "back\\slash", "two\nlines", "", "漢字 🎉", "@file", "a=b:=c", "$HOME `x`"]
    ),
)
def test_values_that_hurt_arrive_exactly(value: str, hub_cli: Cli) -> None:
    done = hub_cli(
        "run", "demo/text", "/shout", f"text={value}", "style=Title", "volume=1", "--json"
    )
    assert done.code == 0
    assert done.lines[-1]["data"] == [value.title() + "!"]


@pytest.mark.soak
def test_progress_and_logs_are_printed_as_they_come(hub_cli: Cli) -> None:
    done = hub_cli(
        "run", "demo/slow", "lines=4", "layers=2", "pace=40", "mishap=a warning", "--json"
    )
    assert done.code == 0
    units = [line["units"] for line in done.lines if line["event"] == "progress"]
    assert units and set(units[0][0]) == {"index", "length", "unit", "progress", "desc"}
    assert {line["level"] for line in done.lines if line["event"] == "log"} == {"info", "warning"}


def test_an_app_that_raises_is_one_line_and_code_1(hub_cli: Cli) -> None:
    done = hub_cli("run", "demo/slow", "lines=2", "pace=100", "mishap=an error", "--json")
    assert done.code == 1
    last = done.lines[-1]
    assert (last["event"], last["kind"]) == ("error", "app")
    assert "paper tore" in last["message"]
    (error,) = [line for line in done.err.splitlines() if line.startswith("spacetui: ")]
    assert "paper tore" in error and "demo/slow /render" in error


@pytest.mark.soak
def test_files_are_fetched_into_the_folder_and_overwrite_nothing(
    hub_cli: Cli, tmp_path: Path
) -> None:
    folder = tmp_path / "new" / "folder"
    args = ("run", "demo/slow", "lines=2", "pace=100", "--download", str(folder), "--json")
    paths = [Path(hub_cli(*args).lines[-1]["data"][0]["path"]) for _ in range(2)]
    assert len(set(paths)) == 2
    for path in paths:
        assert path.parent == folder
        assert path.read_bytes().startswith(b"\x89PNG")


@pytest.mark.soak
def test_without_a_folder_a_file_has_its_url(hub_cli: Cli) -> None:
    import urllib.request

    done = hub_cli("run", "demo/slow", "lines=2", "pace=100", "--json")
    file = done.lines[-1]["data"][0]
    with urllib.request.urlopen(file["url"], timeout=10) as answer:
        assert answer.read(4) == b"\x89PNG"


@pytest.mark.soak
def test_files_of_the_users_are_uploaded_by_arg_and_by_data(hub_cli: Cli, tmp_path: Path) -> None:
    made = hub_cli("run", "demo/slow", "lines=2", "pace=100", "--download", str(tmp_path), "--json")
    path = made.lines[-1]["data"][0]["path"]
    by_arg = hub_cli("run", "demo/image", "/palette", f"image=@{path}", "--json")
    data = json.dumps({"image": {"path": path, "meta": {"_type": "gradio.FileData"}}})
    by_data = hub_cli("run", "demo/image", "/palette", "--data", "@-", "--json", stdin=data)
    assert by_arg.code == by_data.code == 0
    assert by_arg.lines[-1]["data"] == by_data.lines[-1]["data"]
    other = hub_cli("run", "demo/image", "/palette", "--json")
    assert other.lines[-1]["data"] != by_arg.lines[-1]["data"]


@pytest.mark.parametrize(
    ("args", "kind", "word"),
    soak_after(
        3,
        [
            (["demo/chat"], "usage", "4 endpoints"),
            (["demo/chat", "/nope"], "usage", "/nope"),
            (["demo/chat", "/stream"], "validation", "prompt"),
            (["demo/chat", "/stream", "x", "pace=900"], "validation", "2 to 100"),
            (["demo/chat", "/stream", "x", "by=page"], "validation", "word, letter"),
            (["demo/chat", "/stream", "promt=x"], "usage", "Did you mean prompt"),
            (["demo/chat", "/stream", "--data", "[]"], "usage", "object"),
            (["demo/image", "/palette", "image=@/no/such.png"], "validation", "does not exist"),
            (["demo/nope", "/x"], "usage", "demo/nope"),
            (["no source"], "usage", "Space id"),
        ],
    ),
)
def test_a_call_that_cannot_be_made_is_one_line_and_code_2(
    args: list[str], kind: str, word: str, hub_cli: Cli
) -> None:
    done = hub_cli("run", *args, "--json")
    assert done.code == 2
    (line,) = done.lines
    assert (line["event"], line["kind"]) == ("error", kind)
    assert word in done.err
    assert done.err.count("\n") == 1 and done.err.startswith("spacetui: ")


def test_no_server_is_code_3(cli: Cli) -> None:
    for args in (("info", "http://127.0.0.1:2"), ("search", "x")):
        done = cli(*args, HF_ENDPOINT="http://127.0.0.1:1")
        assert done.code == 3
        assert done.err.startswith("spacetui: ") and done.err.count("\n") == 1


@pytest.mark.soak
def test_a_snippet_never_fails_on_a_missing_value(hub_cli: Cli) -> None:
    done = hub_cli("snippet", "demo/chat", "/stream", "pace=50", "--lang", "python")
    assert done.code == 0
    compile(done.out, "snippet.py", "exec")
    assert "prompt =" in done.out and "pace=50" in done.out


def test_the_languages_are_listed_if_none_or_an_unknown_one_is_given(cli: Cli) -> None:
    listed = cli("snippet", "demo/chat", "--lang")
    assert (listed.code, listed.out.split()) == (0, list(LANGUAGES))
    unknown = cli("snippet", "demo/chat", "--lang", "cobol")
    assert unknown.code == 2
    assert list_languages() in unknown.err


def test_every_call_is_on_disk(hub_cli: Cli, cli_env: dict[str, str]) -> None:
    import sqlite3

    hub_cli("run", "demo/text", "/shout", "hello", "--json")
    hub_cli("run", "demo/slow", "lines=2", "pace=100", "mishap=an error")
    kept = sqlite3.connect(Path(cli_env["SPACETUI_DATA_DIR"]) / "spacetui.sqlite3")
    rows = kept.execute("select api_name, status from calls order by id").fetchall()
    kept.close()
    assert rows == [("/shout", "complete"), ("/render", "failed")]
    nowhere = Path(cli_env["SPACETUI_DATA_DIR"]) / "nowhere"
    kept_nothing = hub_cli(
        "--no-history", "run", "demo/text", "/shout", "hello", SPACETUI_DATA_DIR=str(nowhere)
    )
    assert kept_nothing.code == 0 and "HELLO" in kept_nothing.out
    assert not nowhere.exists()


@pytest.mark.soak
def test_a_folder_that_cannot_be_written_does_not_stop_a_call(hub_cli: Cli, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    done = hub_cli("run", "demo/text", "/shout", "hello", SPACETUI_DATA_DIR=str(blocked / "data"))
    assert done.code == 0
    assert "HELLO" in done.out
    assert done.err.count("\n") == 1 and "not kept" in done.err


def test_the_app_needs_a_terminal(cli: Cli) -> None:
    for args in ([], ["demo/text"]):
        done = cli(*args)
        assert done.code == 2
        assert "needs a terminal" in done.err and done.err.count("\n") == 1


def test_a_word_that_is_no_command_is_a_source(cli: Cli) -> None:
    done = cli("serch", "cats")
    assert done.code == 2
    assert done.err.startswith("spacetui: ") and done.err.count("\n") == 1
    assert "no command serch. Did you mean search?" in done.err
    typed = cli("cats")
    assert "'cats' is neither a Space id nor an address" in typed.err and "search" in typed.err


@pytest.mark.parametrize("shell", soak_after(1, ["bash", "zsh", "fish"]))
def test_completion_is_a_script(shell: str, cli: Cli) -> None:
    done = cli("completion", shell)
    assert done.code == 0
    assert "_SPACETUI_COMPLETE" in done.out
    words = cli(_SPACETUI_COMPLETE="bash_complete", COMP_WORDS="spacetui s", COMP_CWORD="1")
    found = [line.partition(",")[2] for line in words.out.splitlines()]
    assert found == ["search", "snippet", "serve"]


@pytest.mark.soak
def test_completion_offers_the_spaces_that_were_used(hub_cli: Cli) -> None:
    hub_cli("run", "demo/text", "/shout", "hello")
    words = hub_cli(
        _SPACETUI_COMPLETE="bash_complete", COMP_WORDS="spacetui info dem", COMP_CWORD="2"
    )
    assert words.out == "plain,demo/text\n"


# Makes the pty the controlling terminal, so that its Ctrl-C reaches the process.
TAKE_TERMINAL = (
    "import fcntl, os, sys, termios\n"
    "fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
    "os.execv(sys.argv[1], sys.argv[1:])"
)


def in_terminal(
    command: list[str], env: dict[str, str], until: bytes = b"", timeout: float = 60
) -> tuple[int, bytes]:
    """Run a command on a pty, and return its exit code and what it wrote there.

    until: output after which Ctrl-C is sent.
    """
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [command[0], "-c", TAKE_TERMINAL, *command],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=env,
        start_new_session=True,
    )
    os.close(follower)
    written, limit = b"", time.monotonic() + 60
    while time.monotonic() < limit:
        if select.select([leader], [], [], 0.1)[0]:
            try:
                written += os.read(leader, 65536)
            except OSError:
                break
        if until and until in written:
            os.write(leader, b"\x03")
            until = b""
    os.close(leader)
    return process.wait(timeout=10), written


@pytest.mark.soak
def test_on_a_terminal_a_status_line_is_shown_and_cleared_at_the_end(
    command: list[str], cli_env: dict[str, str], demo_hub_url: str
) -> None:
    env = {**cli_env, "HF_ENDPOINT": demo_hub_url, "TERM": "xterm-256color", "COLUMNS": "90"}
    args = [*command, "run", "demo/slow", "lines=8", "layers=2", "pace=20"]
    code, written = in_terminal(args, env)
    assert code == 0
    shown = written.decode()
    assert ("━" in shown and "of 8 lines" in shown) or "of 2 layers" in shown
    last = shown.split("\r\x1b[K")[-1]
    assert "rosette" in last and "━" not in last


def test_ctrl_c_on_a_terminal_stops_the_call(
    command: list[str], cli_env: dict[str, str], demo_hub_url: str
) -> None:
    env = {**cli_env, "HF_ENDPOINT": demo_hub_url, "TERM": "xterm-256color"}
    began = time.monotonic()
    code, written = in_terminal([*command, "run", "demo/slow", "pace=1"], env, until=b"running")
    assert code == 130
    assert time.monotonic() - began < 20
    assert b"Traceback" not in written


@pytest.mark.soak
def test_demo_once_does_the_whole_job(command: list[str], cli_env: dict[str, str]) -> None:
    done = subprocess.run(
        [*command, "demo"],
        capture_output=True,
        text=True,
        timeout=150,
        env=cli_env,
        stdin=subprocess.DEVNULL,
    )
    assert (done.returncode, done.stderr) == (0, "")
    for step in (
        "1 search",
        "2 info",
        "3 run",
        "4 snippet",
        "5 the snippet, executed",
        "gave what the run gave",
    ):
        assert step in done.stdout
    assert "from gradio_client import Client" in done.stdout


@pytest.mark.soak
def test_demo_once_without_gradio_says_what_to_install(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "gradio.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'gradio'\", name='gradio')"
    )
    done = cli("demo", "--once", PYTHONPATH=str(tmp_path))
    assert done.code == 1
    assert done.err.startswith("spacetui: ") and done.err.count("\n") == 1
    assert "pip install 'spacetui[demo]'" in done.err
