"""The duplicate dialog: a Space in the user's own account, on hardware chosen by its price.

Nothing is made before the user has seen what it costs and has said yes, with a second press of the
key. Loaded when it is first opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from spacetui.errors import BadValue, SpacetuiError
from spacetui.model.duplicate import NEVER, SLEEP_SECONDS, Duplicate, Hardware
from spacetui.session.duplicate_options import DuplicateOffer, offer_duplicate
from spacetui.snippets.duplicate import render_duplicate
from spacetui.text.price import cost_text, price_text, sleep_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.inputs.checkbox import Switch
from spacetui.tui.keys import bindings, hint, key_name
from spacetui.tui.widgets.copy_request import request_copy
from spacetui.tui.widgets.footer import PageFooter
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import left_right, name_style
from spacetui.tui.widgets.row_list import RowList
from spacetui.tui.widgets.safe_content import line_content
from spacetui.tui.widgets.text_dialog import TextDialog

if TYPE_CHECKING:
    from spacetui.hub.client import Hub
    from spacetui.system.clipboard import CopyResult

MINUTE = 60


class DuplicateDialog(TextDialog["str | None"]):
    """Name, hardware, who may see it, and when it sleeps. The result is a Space id to open.

    It is None where the user gave up.
    """

    DEFAULT_CSS = """
    DuplicateDialog #dialog { width: 74; max-height: 100%; }
    DuplicateDialog Switch { margin-left: 2; }
    DuplicateDialog RowList { height: auto; max-height: 8; background: $surface; }
    DuplicateDialog #cost { margin-top: 1; color: $muted; }
    DuplicateDialog #progress { min-height: 1; }
    DuplicateDialog.-short .label { margin-top: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        {"duplicate.close": "leave", "duplicate.make": "make", "duplicate.copy": "copy"}
    )

    def __init__(self, space_id: str, hub: Hub) -> None:
        super().__init__()
        self._space_id = space_id
        self._hub = hub
        self._offer: DuplicateOffer | None = None
        # What the user has seen the price of; made by the next press of the key.
        self._shown: Duplicate | None = None
        self._name_box = Input(space_id.rpartition("/")[2], id="name", select_on_focus=False)
        self._hardware = RowList(self._draw_hardware, one_line_rows=True, id="hardware")
        self._private = Switch(True)
        self._sleep_box = Input(str(SLEEP_SECONDS // MINUTE), id="sleep", select_on_focus=False)
        self._cost, self._progress = Static("", id="cost"), Static("", id="progress")

    def compose(self) -> ComposeResult:
        keys = ("duplicate.make", "duplicate.copy", "field_after", "duplicate.close")
        yield PageFooter((tuple(hint(each) for each in keys),), is_page=False)
        with Vertical(id="dialog"):
            head = f"duplicate {visible_line(self._space_id, 60)}"
            yield Static(Content.styled(head, "bold"))
            yield Static("name", classes="label")
            yield self._name_box
            yield Static("hardware", classes="label")
            yield self._hardware
            yield Static("private", classes="label")
            yield self._private
            yield Static("sleeps after so many minutes without a call, or never", classes="label")
            yield self._sleep_box
            yield self._cost
            yield self._progress

    def on_mount(self) -> None:
        self._ask_hub()

    def _draw_hardware(self, hardware: Hardware, width: int, is_current: bool) -> list[Content]:
        style = name_style(is_current=is_current)
        name_width = max(len(visible_line(each.name, 24)) for each in self._hardware.rows) + 2
        about = visible_line(", ".join(filter(None, (hardware.title, hardware.details))), 60)
        name = f"{visible_line(hardware.name, 24):<{name_width}}"
        left = Content.assemble((name, style), (about, "$muted"))
        price = Content.styled(price_text(hardware.price), "$foreground")
        return [left_right(left, price, width - 1)]

    # What the user wants.

    def _wanted(self, offer: DuplicateOffer) -> Duplicate:
        """Return what the fields say. Raises BadValue."""
        hardware: Hardware = self._hardware.current_row or offer.hardware[0]
        is_private, to_id = bool(self._private.value), offer.to_id
        return Duplicate(self._space_id, to_id, hardware, is_private, self._sleep_seconds())

    def _sleep_seconds(self) -> int:
        text = self._sleep_box.value.strip()
        if text == "never":
            return NEVER
        if not (text.isascii() and text.isdecimal() and len(text) < 7 and int(text)):
            raise BadValue("write minutes, or never")
        return int(text) * MINUTE

    @on(Input.Changed)
    @on(RowList.Moved)
    @on(Switch.Toggled)
    def _changed(self) -> None:
        """Take back what was about to be made, since something else is wanted now."""
        self._shown = None
        self._show_cost()

    @on(Input.Submitted)
    @on(RowList.Chosen)
    def _next(self) -> None:
        self.focus_next()

    def _show_cost(self) -> None:
        offer = self._offer
        if offer is None:
            return
        self._say("")
        try:
            wanted = self._wanted(offer)
        except BadValue as error:
            self._say_error(error)
            return
        hardware, seconds = wanted.hardware, wanted.sleep_seconds
        sleep = sleep_text(seconds, is_fixed=not hardware.takes_sleep_time)
        cost = cost_text(hardware.price, seconds, visible_line(offer.user, 40))
        self._cost.update(Content(f"{sleep}; {cost}"))

    # What is done.

    def action_make(self) -> None:
        """Ask for the price once more; with a second press, make it, or open the existing one."""
        if self._shown is not None:
            self._make(self._shown)
        else:
            self._ask_hub(is_confirming=True)

    @work(group="duplicate", exclusive=True, description="ask_hub")
    async def _ask_hub(self, *, is_confirming: bool = False) -> None:
        """Ask what the Hub offers for the name in the field."""
        self._say(f"{glyphs().queued} asking the Hub")
        try:
            to = self._name_box.value.strip()
            self._offer = offer = await offer_duplicate(self._hub, self._space_id, to)
            if not is_confirming:
                self._show_hardware(offer)
            elif offer.existing is not None:
                self.dismiss(offer.existing.id)
            else:
                self._show_last_question(self._wanted(offer))
        except SpacetuiError as error:
            self._say_error(error)

    def _show_hardware(self, offer: DuplicateOffer) -> None:
        self._hardware.set_rows(offer.hardware, current=0)
        self._hardware.refresh(layout=True)
        self._show_cost()
        if offer.existing is not None:
            opens = f"{offer.existing.id} exists already; {key_name('duplicate.make')} opens it"
            self._say(visible_line(opens, 120))
        elif offer.card.hardware:
            self._say(visible_line(f"{self._space_id} runs on {offer.card.hardware}", 120))
        self._hardware.focus()

    def _show_last_question(self, wanted: Duplicate) -> None:
        self._show_cost()
        self._shown = wanted
        who = "private" if wanted.is_private else "public"
        again = f"{key_name('duplicate.make')} again makes {wanted.to_id}, {who}, as above"
        self._say(visible_line(again, 160), "bold $accent")

    @work(group="duplicate", exclusive=True, description="make")
    async def _make(self, wanted: Duplicate) -> None:
        self._shown = None
        self._say(f"{glyphs().queued} making {visible_line(wanted.to_id, 60)}")
        try:
            await self._hub.duplicate(wanted)
        except SpacetuiError as error:
            self._say_error(error)
        else:
            self.dismiss(wanted.to_id)

    def action_copy(self) -> None:
        """Copy the code that makes it."""
        offer = self._offer
        if offer is None:
            return
        try:
            wanted = self._wanted(offer)
        except BadValue as error:
            self._say_error(error)
            return
        request_copy(self, render_duplicate(wanted), ".py", self._say_copied)

    def action_leave(self) -> None:
        """Make nothing more, and close."""
        self.workers.cancel_group(self, "duplicate")
        self.dismiss(None)

    def _say_copied(self, result: CopyResult) -> None:
        self._say(visible_line(result.message, 200))

    def _say(self, words: str, style: str = "$muted") -> None:
        self._progress.update(Content.styled(words, style))

    def _say_error(self, error: SpacetuiError) -> None:
        message = line_content(str(error), 300).stylize("$error")
        self._progress.update(Content.styled(f"{glyphs().failed} ", "$error") + message)
