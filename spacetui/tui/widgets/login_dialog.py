"""The login dialog: asks for what an app wants, tries it, and stays until it opens or the person gives up.

What is typed here is kept by the session alone, in memory (security.md P4): never drawn, never noted, never in code.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from spacetui.errors import SpacetuiError
from spacetui.session.options import Login
from spacetui.text.format import duration_text
from spacetui.tui.keys import bindings, hint
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import line as one_line
from spacetui.tui.widgets.safe_content import plain

if TYPE_CHECKING:
    from textual.app import App

    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.session import Session

    Attempt = Callable[[Login], Awaitable[OpenedApp]]

TICK = 0.1


async def ask_login(
    app: App[Any], session: Session, src: str, *, wants_token: bool = False
) -> OpenedApp | None:
    """Ask for what `src` wants and open it with that; None where the person gave up. For a worker."""

    async def attempt(login: Login) -> OpenedApp:
        return await session.log_in(src, login)

    return await app.push_screen_wait(LoginDialog(src, attempt, wants_token=wants_token))


class LoginDialog(ModalScreen["OpenedApp | None"]):
    """User and password, or a token; gives what was opened with them, or None."""

    DEFAULT_CSS = """
    LoginDialog { align: center middle; background: $background 55%; }
    LoginDialog #dialog { width: 58; max-width: 100%; height: auto; background: $surface; padding: 1 2; }
    LoginDialog Static { width: 1fr; height: auto; }
    LoginDialog .label { color: $muted; margin-top: 1; padding-left: 2; }
    LoginDialog Input, LoginDialog Input:focus {
        height: 1; border: none; border-left: outer $panel; padding: 0 1; background: $panel;
        background-tint: $foreground 0%;
    }
    LoginDialog Input:focus { border-left: outer $accent; }
    LoginDialog #head, LoginDialog #about { padding-left: 2; }
    LoginDialog #about { color: $muted; }
    LoginDialog #said { padding-left: 2; margin-top: 1; min-height: 1; }
    LoginDialog PageFooter { dock: bottom; background: $background; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {"login.close": "leave", "login.submit": "try"}
    )

    def __init__(self, src: str, attempt: Attempt, *, wants_token: bool) -> None:
        """src: what is opened; wants_token: no user and password are asked for."""
        super().__init__()
        self._src = one_line(src, 60)
        self._attempt = attempt
        self._wants_token = wants_token

    def compose(self) -> ComposeResult:
        keys = (hint("list.choose", "log in"), hint("field_after"), hint("login.close"))
        yield PageFooter((keys,), is_page=False)
        with Vertical(id="dialog"):
            yield Static(Content.styled("log in", "bold"), id="head")
            if not self._wants_token:
                yield from self._field("user", "user")
                yield from self._field("password", "password", hidden=True)
            yield from self._field(
                "token", "token" if self._wants_token else "or a token", hidden=True
            )
            yield Static("", id="said")
            yield Static(
                plain(f"For {self._src} alone, and forgotten when spacetui ends."), id="about"
            )

    @staticmethod
    def _field(name: str, label: str, *, hidden: bool = False) -> ComposeResult:
        yield Static(label, classes="label", markup=False)
        yield Input(id=name, password=hidden, select_on_focus=False)

    def _typed(self, name: str) -> str:
        return "".join(each.value for each in self.query(f"#{name}").results(Input))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "user" and not self._typed("password"):
            self.query_one("#password", Input).focus()
        else:
            self.action_try()

    def action_try(self) -> None:
        """Try what stands in the fields."""
        if not self._typed("user") and not self._typed("token").strip():
            self._say(Content.styled(f"{glyphs().failed} nothing is given yet", "$error"))
            return
        # In no variable of its own: a Login is never written out, a text may be.
        auth = bool(self._typed("user"))
        self._try(
            Login(
                (self._typed("user"), self._typed("password")) if auth else None,
                self._typed("token").strip(),
            )
        )

    @work(group="login", exclusive=True)
    async def _try(self, login: Login) -> None:
        began = monotonic()

        def tick() -> None:
            self._say(
                Content.styled(
                    f"{glyphs().queued} logging in {glyphs().dot} {duration_text(monotonic() - began)}",
                    "$muted",
                )
            )

        tick()
        ticking = self.set_interval(TICK, tick)
        try:
            opened = await self._attempt(login)
        except SpacetuiError as error:
            self._show_refusal(error)
        else:
            self.dismiss(opened)
        finally:
            ticking.stop()

    def _show_refusal(self, error: SpacetuiError) -> None:
        """Say why it did not open; who was refused types the secret anew, and nothing else."""
        self._say(
            Content.styled(f"{glyphs().failed} ", "$error")
            + plain(one_line(error.failure.message, 200)).stylize("$error")
        )
        if error.kind in ("auth", "usage"):
            wrong = "#token" if self._typed("token") else "#password"
            for field in self.query(wrong).results(Input):
                field.value = ""
                field.focus()

    def _say(self, words: Content) -> None:
        self.query_one("#said", Static).update(words)

    def action_leave(self) -> None:
        """Stop trying, and close."""
        self.workers.cancel_group(self, "login")
        self.dismiss(None)
