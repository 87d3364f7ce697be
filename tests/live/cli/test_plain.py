"""Plain mode over the demo: search, open, questions, a call, its code, the history; Ctrl-C."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HOSTILE = 'it\'s "x" $(id)'


def plain(
    hub: str, folder: Path, lines: Sequence[str], *words: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run plain mode with these lines typed, and return what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "spacetui", *words],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        timeout=120,
        env={
            **os.environ,
            "HF_ENDPOINT": hub,
            "SPACETUI_DATA_DIR": str(folder),
            **variables,
        },
    )


def test_the_whole_job_is_done_in_lines(demo_hub_url: str, tmp_path: Path) -> None:
    lines = ["count the words of a text", "open demo/text", "run analyze", HOSTILE, *[""] * 6]
    lines += ["code python", "history words", "show 1", "nonsense zzzz", "quit"]
    done = plain(demo_hub_url, tmp_path, lines, "--plain")
    assert (done.returncode, done.stderr) == (0, "")
    shown = done.stdout
    assert "1. demo/text. Text lab." in shown
    assert "1. /analyze. Count the words" in shown and "gives counts, summary" in shown
    assert "unit (radio, words | letters | pairs) [words]:" in shown
    assert "ignore (dropdown, some of the | a" in shown and "[empty]:" in shown
    assert "summary: 3 words, 3 different\ndone after" in shown
    assert 'api_name="/analyze",' in shown, "the code"
    assert re.search(r"\n  1  \d\d:\d\d  Text lab  /analyze", shown), "the history"
    assert f"\n  text: {HOSTILE}\n" in shown, "a call of it"
    assert "\x1b" not in shown and "\r" not in shown, "no line is drawn twice"


def test_what_is_wrong_is_said_and_asked_again(demo_hub_url: str, tmp_path: Path) -> None:
    lines = ["run 1", "7", "open demo/text", "9", "run nothing", "again", "code"]
    lines += ["/shout", "lamp", "/shout text=lamp volume=99", "/shout text='lamp", "run shout"]
    lines += ["lamp", "", "loud", ":={", ":=3", "", ""]
    done = plain(demo_hub_url, tmp_path, lines, "--plain")
    assert done.returncode == 0, done.stderr
    errors = done.stderr.splitlines()
    found = [
        "there is no row 1",
        "there is no row 7",
        "there is no row 9",
        "no endpoint /nothing",
        "no call was made yet",
        "no call was made yet",
        "volume",
        "quotes do not match",
        "is not a number",
        "not JSON",
    ]
    missing = [each for each in found if not any(each in line for line in errors)]
    assert missing == [], done.stderr
    assert "done after" in done.stdout


def test_files_are_saved_and_a_dumb_terminal_begins_it(demo_hub_url: str, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    lines = ["/variants strength=3", f"save {saved}", "again", "endpoints", "quit"]
    done = plain(demo_hub_url, tmp_path, lines, "demo/image", "--plain")
    assert done.returncode == 0 and len(list(saved.iterdir())) == 2, done.stderr
    assert "2 files in" in done.stdout and done.stdout.count("done after") == 2
    piped = plain(demo_hub_url, tmp_path, [], "demo/image", TERM="dumb")
    assert "the app needs a terminal. Use --plain" in piped.stderr


def test_ctrl_c_cancels_the_call_and_then_ends(demo_hub_url: str, tmp_path: Path) -> None:
    variables = {**os.environ, "HF_ENDPOINT": demo_hub_url, "SPACETUI_DATA_DIR": str(tmp_path)}
    words = [sys.executable, "-m", "spacetui", "demo/slow", "--plain"]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=variables
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write("/render layers=8 lines=60 pace=1\n")
        process.stdin.flush()
        read = ""
        while "running" not in read:
            read += process.stdout.read(1)
        process.send_signal(signal.SIGINT)
        while "cancelled after" not in read:
            read += process.stdout.read(1)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130


def test_a_text_streams_without_being_repeated(demo_hub_url: str, tmp_path: Path) -> None:
    lines = ["/stream prompt='a lamp and a ring' rounds=1", "quit"]
    done = plain(demo_hub_url, tmp_path, lines, "demo/chat", "--plain")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("lamp") == 1, done.stdout
    assert "done after" in done.stdout
