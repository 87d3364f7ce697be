"""The login dialog: asks for a login, tries it, and stays until the app opens or the user gives up.

What is typed here is kept by the session alone, in memory (security.md P4). It is never drawn,
recorded or written into code.
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
from textual.widgets import Input, Static

from spacetui.errors import SpacetuiError
from spacetui.session.options import Login
from spacetui.text.format import duration_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.keys import bindings, hint
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import line_content, text_content
from spacetui.tui.widgets.text_dialog import TextDialog

if TYPE_CHECKING:
    from textual.app import App

    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.session import Session

    Attempt = Callable[[Login], Awaitable[OpenedApp]]

# Seconds between two drawings of the time that a login takes.
TICK = 0.1


async def ask_login(
    app: App[Any], session: Session, src: str, *, wants_token: bool = False
) -> OpenedApp | None:
    """Ask for a login to `src` and open it with that; None if the user gives up. For a worker.

    wants_token: only a token can help, so no user and password are asked for.
    """

    async def attempt(login: Login) -> OpenedApp:
        return await session.log_in(src, login)

    return await app.push_screen_wait(LoginDialog(src, attempt, wants_token=wants_token))


class LoginDialog(TextDialog["OpenedApp | None"]):
    """User and password, or a token. The result is the app opened with them, or None."""

    DEFAULT_CSS = """
    LoginDialog #dialog { width: 58; }
    LoginDialog #about { color: $muted; }
    LoginDialog #progress { margin-top: 1; min-height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {"login.close": "leave", "login.submit": "try"}
    )

    def __init__(self, src: str, attempt: Attempt, *, wants_token: bool) -> None:
        super().__init__()
        self._src = visible_line(src, 60)
        self._attempt = attempt
        self._wants_token = wants_token

    def compose(self) -> ComposeResult:
        keys = (hint("list.choose", "log in"), hint("field_after"), hint("login.close"))
        yield PageFooter((keys,), is_page=False)
        with Vertical(id="dialog"):
            yield Static(Content.styled("log in", "bold"), id="head")
            if not self._wants_token:
                yield from self._field("user", "user")
                yield from self._field("password", "password", is_hidden=True)
            token_label = "token" if self._wants_token else "or a token"
            yield from self._field("token", token_label, is_hidden=True)
            yield Static("", id="progress")
            yield Static(
                text_content(f"For {self._src} alone, and forgotten when spacetui ends."),
                id="about",
            )

    @staticmethod
    def _field(name: str, label: str, *, is_hidden: bool = False) -> ComposeResult:
        yield Static(label, classes="label", markup=False)
        yield Input(id=name, password=is_hidden, select_on_focus=False)

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
        """Try what is in the fields."""
        has_user, has_token = bool(self._typed("user")), bool(self._typed("token").strip())
        if not has_user and not has_token:
            self._show(Content.styled(f"{glyphs().failed} nothing is given yet", "$error"))
            return
        # Credentials stand in no variable of their own: a Login is never printed, a str may be.
        self._try(
            Login(
                (self._typed("user"), self._typed("password")) if has_user else None,
                self._typed("token").strip(),
            )
        )

    @work(group="login", exclusive=True, description="try")
    async def _try(self, login: Login) -> None:
        began = monotonic()

        def show_time() -> None:
            words = f"logging in {glyphs().dot} {duration_text(monotonic() - began)}"
            self._show(Content.styled(f"{glyphs().queued} {words}", "$muted"))

        show_time()
        ticking = self.set_interval(TICK, show_time)
        try:
            opened = await self._attempt(login)
        except SpacetuiError as error:
            self._show_refusal(error)
        else:
            self.dismiss(opened)
        finally:
            ticking.stop()

    def _show_refusal(self, error: SpacetuiError) -> None:
        """Show why it did not open. After a refusal only the secret is to be typed again."""
        message = line_content(error.failure.message, 200).stylize("$error")
        self._show(Content.styled(f"{glyphs().failed} ", "$error") + message)
        if error.kind in ("auth", "usage"):
            wrong = "#token" if self._typed("token") else "#password"
            for field in self.query(wrong).results(Input):
                field.value = ""
                field.focus()

    def _show(self, text: Content) -> None:
        self.query_one("#progress", Static).update(text)

    def action_leave(self) -> None:
        """Stop trying, and close."""
        self.workers.cancel_group(self, "login")
        self.dismiss(None)
