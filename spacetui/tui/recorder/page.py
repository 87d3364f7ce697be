"""The recorder page: every call made, and the one script that repeats them."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from spacetui.model.run import Status
from spacetui.model.script import script_of_recordings
from spacetui.snippets import LANGUAGES, render
from spacetui.text.format import count_text, duration_text
from spacetui.tui.app_state import AppState
from spacetui.tui.recorder.calls_pane import CallsPane
from spacetui.tui.widgets.code_page import CodePage
from spacetui.tui.widgets.code_pane import CodePane
from spacetui.tui.widgets.footer import KeyGroups
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import line as one_line
from spacetui.tui.widgets.status_bar import StatusLine


class ScriptPane(CodePane):
    """The code pane, holding the whole session."""

    TITLE = "script"


class RecorderPage(CodePage):
    """Calls at the left, the script at the right."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("e", "export", "export", show=False)]

    def __init__(self, desk: AppState) -> None:
        super().__init__(desk)

    def compose_page(self) -> ComposeResult:
        with Container(id="page"):
            yield CallsPane()
            yield ScriptPane()
        yield Static("", id="empty")

    async def on_screen_resume(self) -> None:
        self.show_all()
        self.query_one(CallsPane).focus_first()
        self.refresh_frame()

    def place(self) -> Content:
        return Content.styled("recorder", "bold")

    def keys(self) -> KeyGroups:
        return (
            (("ctrl+y", "copy script"), ("ctrl+l", "language"), ("e", "export")),
            (("enter", "open"), ("d", "drop"), ("J/K", "move")),
            (("esc", "back"),),
        )

    def show_all(self) -> None:
        """Draw calls and script as they stand."""
        recordings = self.desk.recordings
        self.query_one(CallsPane).show_recordings(recordings)
        empty = self.query_one("#empty", Static)
        empty.display = not recordings
        self.query_one("#page").display = bool(recordings)
        empty.update(
            Content.assemble(
                "every call lands here. ", ("ctrl+r", "bold"), " in a form makes the first."
            )
        )
        self.write_code()
        done = [each for each in recordings if each.state.status is Status.COMPLETE]
        total = sum(each.state.duration for each in done)
        count = count_text(len(done), "call")
        if done:
            self.say(
                StatusLine(
                    glyphs().done,
                    "$success",
                    count,
                    "one script",
                    tail=duration_text(total),
                    tail_rest="in all",
                )
            )
        else:
            self.say(StatusLine(glyphs().idle, "$muted", "nothing recorded yet"))

    def snippet(self) -> str:
        """Write the script of the calls that came to a result."""
        done = [each for each in self.desk.recordings if each.state.status is Status.COMPLETE]
        return render(script_of_recordings(done), self.desk.language) if done else ""

    def action_language(self) -> None:
        super().action_language()
        self.show_all()

    @work(group="export", exclusive=True)
    async def action_export(self) -> None:
        """Write the script beside where the app was started, never over another file."""
        import asyncio

        from spacetui.system.saved_files import write_new

        text = self.snippet()
        if not text:
            return
        suffix = LANGUAGES[self.desk.language].suffix
        try:
            path = await asyncio.to_thread(write_new, f"script{suffix}", text)
        except OSError as error:
            self.app.notify(
                f"not written: {one_line(str(error), 200)}", severity="error", markup=False
            )
            return
        self.app.notify(f"wrote {one_line(str(path), 300)}", markup=False, timeout=5)

    @on(CallsPane.Dropped)
    def _dropped(self, event: CallsPane.Dropped) -> None:
        event.stop()
        gone = self.desk.recordings.pop(event.index)
        name = one_line(gone.call.endpoint.api_name, 60)
        self.app.notify(
            f"dropped {name} from the script; what is on disk stays", markup=False, timeout=4
        )
        self.show_all()
        self.refresh_frame()

    @on(CallsPane.Moved)
    def _moved(self, event: CallsPane.Moved) -> None:
        event.stop()
        recordings = self.desk.recordings
        other = event.index + event.by
        recordings[event.index], recordings[other] = recordings[other], recordings[event.index]
        self.show_all()

    @on(CallsPane.Opened)
    def _opened(self, event: CallsPane.Opened) -> None:
        event.stop()
        recording = self.desk.recordings[event.index]
        for index, space in enumerate(self.desk.spaces):
            if space.opened.source.url == recording.source.url:
                self.desk.at = index
                runs = space.runs.get(recording.call.endpoint.api_name, [])
                run = next((each for each in runs if each.call == recording.call), None)
                if run is not None:
                    space.open_run(run)
                else:
                    space.api_name = recording.call.endpoint.api_name
                    space.refill = dict(recording.call.values)
                self.app.switch_mode("use")
                return
        self.app.notify("that app is not open now; open it in find first", markup=False)

    def go_back(self) -> None:
        self.app.switch_mode("use" if self.desk.space is not None else "find")
