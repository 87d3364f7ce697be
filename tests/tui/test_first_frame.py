"""What has been imported when the first frame is drawn, counted in a process of its own."""

import asyncio
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.app import App

from spacetui.model.source import Source
from spacetui.store.store import Store
from tests.tui.app_driver import make_app
from tests.tui.fake_session import SlowSession, an_app

HEAVY = """
httpx huggingface_hub gradio gradio_client PIL numpy jsonschema pygments.lexers
textual.widgets._text_area markdown_it sqlite3 click html
spacetui.wire spacetui.hub spacetui.session.session spacetui.store spacetui.demo.apps
spacetui.model.schema spacetui.model.events spacetui.model.space spacetui.tui.wording.recovery
spacetui.tui.find.space_pane spacetui.tui.find.found_spaces spacetui.tui.find.filter_row
spacetui.tui.find.try_line spacetui.tui.widgets.action_list spacetui.tui.widgets.row_list
spacetui.tui.widgets.footer spacetui.tui.widgets.safe_content
spacetui.tui.find.status_lines spacetui.tui.widgets.too_small_notice
spacetui.tui.widgets.status_bar
"""
# Modules of ours, with the packages that hold them.
FIRST_MODULES = 74
# Widgets under the page: the header, and the search pane with its box.
FIRST_WIDGETS = 7
SCRIPT = """
import sys
from spacetui.cli.late_imports import LATE, LateModule, import_late

import_late()
import asyncio
from textual._compositor import Compositor
from textual.css.stylesheet import Stylesheet
from textual.events import Key
import spacetui.cli.command_session, spacetui.cli.launch_app
from spacetui.tui.app import SpacetuiApp

reparsed = []
reparse = Stylesheet.reparse
Stylesheet.reparse = lambda sheet: (reparsed.append(1), reparse(sheet))
rendered = []
render = Compositor.render_full_update

def render_full_update(compositor, *args, **keys):
    is_styled_once = len(styled) < len(app.screen.query("*"))
    rendered.append((len(laid_out), is_styled_once, app.screen.search_pane.box.value))
    return render(compositor, *args, **keys)

Compositor.render_full_update = render_full_update
styled = []
update_nodes = Stylesheet.update_nodes

def count_updates(sheet, nodes, **keys):
    nodes = list(nodes)
    styled.extend(nodes)
    update_nodes(sheet, nodes, **keys)

Stylesheet.update_nodes = count_updates
laid_out = []
reflow = Compositor.reflow
Compositor.reflow = lambda *args: (laid_out.append(1), reflow(*args))[1]

class Stopped(SpacetuiApp):
    def on_load(self):
        self.post_message(Key("x", "x"))

    def on_ready(self):
        used = [name for name in LATE if type(sys.modules[name]) is not LateModule]
        print([name for name in sys.argv[1].split() if name in sys.modules], used)
        print(len(reparsed), rendered, len(self.screen.query("*")))
        print(sum(name.partition(".")[0] == "spacetui" for name in sys.modules))
        self.exit(0)

async def connect():
    raise AssertionError("connected before the first frame")

app = Stopped(connect)
app.run(headless=True)
"""


CTRL_P, PALETTE = b"\x10", b"Search for commands"

# What a call needs, the panes around the form, and the page that the user does not see.
NOT_FOR_A_FORM = """
httpx huggingface_hub gradio PIL numpy jsonschema pygments.lexers markdown_it
click html secrets textual.widgets._text_area
spacetui.wire spacetui.hub spacetui.session.session spacetui.store.store spacetui.tui.find.page
spacetui.store.search_text spacetui.store.row_types spacetui.tui.use.send_output
spacetui.snippets.python spacetui.model.call spacetui.model.events spacetui.model.run
spacetui.model.recording spacetui.model.script spacetui.model.validation
spacetui.tui.use.space_controllers spacetui.tui.use.result_pane spacetui.tui.use.side_column
spacetui.tui.use.batches spacetui.tui.use.given_app spacetui.tui.use.example_list
spacetui.tui.outputs spacetui.tui.inputs.oauth_token spacetui.tui.widgets.code_pane
spacetui.tui.widgets.row_list
spacetui.tui.opening spacetui.tui.wording.recovery spacetui.tui.wording.opening_progress
spacetui.tui.widgets.footer spacetui.tui.widgets.too_small_notice
"""
# Making a dataclass takes a millisecond; see docs/architecture.md for where a NamedTuple does.
FORM_DATACLASSES = ["FieldMessage", "FileInput"]
KNOWN_FORM = """
import asyncio, sys
from dataclasses import is_dataclass
import spacetui.tui.app
from spacetui.cli.launch_app import load_earlier_start

SRC = "http://127.0.0.1:9"
spacetui.tui.app.PREPARE_PAUSE = 3_600

class Stopped(spacetui.tui.app.SpacetuiApp):
    def on_ready(self):
        view = self.screen.view
        print([name for name in sys.argv[1].split() if name in sys.modules])
        print(view.form.fields.values(), view.is_whole, "controllers" in vars(view))
        ours = [each for name, each in sys.modules.items() if name.startswith("spacetui.")]
        made = {each for module in ours for each in vars(module).values() if is_dataclass(each)}
        names = [each.__name__ for each in made if isinstance(each, type)
                 and each.__module__.startswith("spacetui.")]
        print(sorted(names))
        self.exit(0)

async def connect():
    await asyncio.Event().wait()

Stopped(connect, src=SRC, previous_run=load_earlier_start(SRC)).run(headless=True, size=(120, 40))
"""


# What the first letter in the search box loads before it is drawn.
FIRST_LETTER = """
import sys
import spacetui.tui.app, spacetui.tui.find.controller
print([name for name in sys.argv[1].split() if name in sys.modules])
"""
NOT_FOR_A_LETTER = """
httpx huggingface_hub jsonschema pygments.lexers markdown_it sqlite3
spacetui.wire spacetui.hub.client spacetui.session.session spacetui.store spacetui.tui.use.page
spacetui.model.schema spacetui.model.events spacetui.model.run spacetui.model.recording
"""


async def test_the_first_frame_of_an_app_seen_before_has_its_form_and_nothing_else(
    tmp_path: Path,
) -> None:
    app = an_app()
    source = Source(app.url, app.url, title="Text lab")
    async with Store(tmp_path / "spacetui.sqlite3") as store:
        await store.save_schema(app.url, app, source)
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", KNOWN_FORM, NOT_FOR_A_FORM],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "SPACETUI_DATA_DIR": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:3] == [
        "[]",
        "{'times': 2, 'style': 'plain'} False False",
        str(FORM_DATACLASSES),
    ]


async def test_an_app_never_seen_has_its_form_after_one_more_layout_and_nothing_else_is_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # For each frame: the layouts so far, the fields and what stands below the panes.
    frames: list[tuple[int, int, int]] = []
    laid_out: list[int] = []
    display, reflow = App._display, Compositor.reflow

    def note_frame(app: Any, screen: Any, update: Any) -> None:
        if update is not None:
            fields, foot = screen.query("InputField"), screen.query("#foot")
            frames.append((len(laid_out), len(fields), len(foot)))
            session.answers.set()
            if fields:
                app.exit(0)
        display(app, screen, update)

    def note_layout(*given: Any) -> Any:
        laid_out.append(1)
        return reflow(*given)

    monkeypatch.setattr(App, "_display", note_frame)
    monkeypatch.setattr(Compositor, "reflow", note_layout)
    monkeypatch.setattr("spacetui.tui.use.page.FORM_FIRST", (3600.0, 3600.0))
    session = SlowSession(an_app())
    app = make_app(session, src="demo/text")
    await app.run_async(headless=True, size=(120, 40))
    assert frames[:2] == [(1, 0, 0), (2, 3, 0)]


def test_the_first_frame_has_the_box_with_what_was_typed_and_is_laid_out_and_drawn_once() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, HEAVY], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    heavy, drawn, modules = done.stdout.split("\n")[:3]
    assert (heavy, drawn) == ("[] []", f"0 [(1, True, 'x')] {FIRST_WIDGETS}")
    assert int(modules) <= FIRST_MODULES


def test_the_first_letter_waits_for_nothing_that_only_an_open_app_needs() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_LETTER, NOT_FOR_A_LETTER],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_letters_typed_before_the_first_frame_are_in_the_box_and_other_keys_follow(
    tmp_path: Path,
) -> None:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    settings = termios.tcgetattr(theirs)
    settings[3] &= ~(termios.ECHO | termios.ICANON)  # otherwise the terminal itself would show it
    termios.tcsetattr(theirs, termios.TCSANOW, settings)
    home = {
        "HF_HOME": str(tmp_path),
        "SPACETUI_DATA_DIR": str(tmp_path),
        "HF_ENDPOINT": "http://127.0.0.1:9",
    }
    app = subprocess.Popen(
        [sys.executable, "-m", "spacetui"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, **home, "TERM": "xterm-256color"},
    )
    try:
        os.close(theirs)
        os.write(ours, "жук".encode() + CTRL_P)
        drawn = b""
        until = time.monotonic() + 60
        while "жук".encode() not in drawn or PALETTE not in drawn:
            assert select.select([ours], [], [], max(0.0, until - time.monotonic()))[0], drawn[
                -2000:
            ]
            drawn += os.read(ours, 65536)
    finally:
        app.kill()
        app.wait()
        os.close(ours)
