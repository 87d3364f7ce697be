"""The space pane: what the Hub says of the Space in hand, and what its endpoints take and give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from spacetui.model.stage import StageGroup
from spacetui.tui.chrome.lines import left_right
from spacetui.tui.chrome.pane import Pane
from spacetui.tui.chrome.steps import Steps
from spacetui.tui.glyphs import g
from spacetui.tui.panes.find import emoji_slot, hardware_word, stage_sign
from spacetui.tui.text import line, plain
from spacetui.tui.units import likes

if TYPE_CHECKING:
    from datetime import datetime

    from spacetui.model.schema import App, Endpoint
    from spacetui.model.space import SpaceCard
    from spacetui.tui.opening import Opening
    from spacetui.tui.trouble import Step, Trouble

MOST_ENDPOINTS = 12


def ago(moment: str, now: datetime | None = None) -> str:
    """Say how long ago an ISO time was: `today`, `3 weeks ago`; empty if it is none."""
    from datetime import UTC, datetime

    try:
        then = datetime.fromisoformat(moment.replace("Z", "+00:00"))
    except ValueError:
        return ""
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    days = ((now or datetime.now(UTC)) - then).days
    if days < 1:
        return "today"
    for span, word in ((365, "year"), (30, "month"), (7, "week"), (1, "day")):
        if days >= span:
            count = days // span
            return f"{count} {word}{'s' if count > 1 else ''} ago"
    return ""


class CardPane(Pane):
    """One Space, before it is opened."""

    NUMBER = "2"
    TITLE = "space"
    DEFAULT_CSS = """
    CardPane VerticalScroll { height: 1fr; }
    CardPane Static { width: 1fr; height: auto; padding-left: 2; }
    CardPane .block, CardPane Steps { margin-bottom: 1; }
    """

    def __init__(self, *, here: bool = False) -> None:
        super().__init__()
        self._here = here
        self._card: SpaceCard | None = None
        self._facts, self._trouble, self._endpoints, self._readme = (Static(classes="block") for _ in range(4))
        self.steps = Steps()
        self._body = VerticalScroll(
            self._facts, self._trouble, self.steps, self._endpoints, self._readme, id="card"
        )

    async def fill(self) -> None:
        """Mount the body; not with the pane, because the first frame has nothing to show in it."""
        if not self._body.is_attached:
            self._trouble.display = False
            await self.mount(self._body)

    @property
    def card(self) -> SpaceCard | None:
        return self._card

    def show_card(self, card: SpaceCard | None) -> None:
        """Show what is known at once; endpoints and readme follow when they come."""
        same = card is not None and self._card is not None and card.id == self._card.id
        self._card = card
        self._say_above(Content(""), ())
        if card is None:
            self.say("")
            for part in (self._facts, self._endpoints, self._readme):
                part.update("")
            return
        sign, style, word = stage_sign(card)
        where = "here" if self._here else hardware_word(card.hardware)
        place = f" {g().dot} {where}" if where else ""
        stage = Content.assemble((sign, style), (f" {word}", "$muted"), (place, "$muted"))
        self.say(stage if card.stage else "")
        self._draw_facts()
        if not same:
            self._endpoints.update("")
            self._readme.update("")
            self._body.scroll_home(animate=False)

    def _draw_facts(self) -> None:
        card = self._card
        if card is None or not self._facts.is_attached:
            return
        width = max(20, self._facts.content_size.width or self.size.width - 4)
        liked = f"{g().likes} {likes(card.likes)}" if card.likes else ""
        emoji = emoji_slot(card.emoji)
        name = Content.assemble(f"{emoji} " if emoji.strip() else "", (line(card.title or card.id, 80), "bold"))
        changed = ago(card.last_modified)
        rows = [left_right(name, Content.styled(liked, "$muted"), width)]
        if card.title or changed:
            age = Content.styled(f"changed {changed}" if changed else "", "$muted")
            rows.append(left_right(Content.styled(line(card.id, 100), "$muted"), age, width))
        if card.error_message:
            rows.append(Content.styled(line(card.error_message, 300), "$error"))
        self._facts.update(Content("\n").join(rows))

    def on_resize(self) -> None:
        self._draw_facts()

    def show_endpoints(self, app: App) -> None:
        """Show what the app's endpoints take and give."""
        endpoints = app.public_endpoints
        if not endpoints:
            self._endpoints.update(
                Content.assemble("no endpoints to call here. ", ("o", "bold"), " opens it in the browser.")
            )
            return
        width = max(len(line(e.api_name, 24)) for e in endpoints[:MOST_ENDPOINTS])
        rows = [Content.styled(f"takes {g().gives} gives", "$muted")]
        for endpoint in endpoints[:MOST_ENDPOINTS]:
            rows += self._endpoint_rows(endpoint, width)
        if len(endpoints) > MOST_ENDPOINTS:
            rows.append(Content.styled(f"{len(endpoints) - MOST_ENDPOINTS} more", "$muted"))
        self._endpoints.update(Content("\n").join(rows))

    def _endpoint_rows(self, endpoint: Endpoint, width: int) -> list[Content]:
        from spacetui.tui.words import signature

        room = max(16, self._endpoints.content_size.width - width - 2)
        first, *rest = signature(endpoint).wrap(room)
        rows = [Content.assemble(f"{line(endpoint.api_name, 24):<{width}}  ", first)]
        return rows + [Content(" " * (width + 2)) + each for each in rest]

    def show_endpoints_note(self, note: str) -> None:
        """Say in place of the endpoints why there are none yet."""
        self._endpoints.update(plain(note).stylize("$muted"))

    def show_opening(self, opening: Opening) -> None:
        """Say stage by stage how a Space wakes."""
        self._say_above(opening.page(), ())

    def show_trouble(self, trouble: Trouble) -> None:
        """Say why it did not open, and what one can do."""
        rows = [Content.styled(trouble.headline, "bold")]
        told = trouble.words.strip(".").casefold() in trouble.headline.casefold()
        parts = ("" if told else trouble.words, trouble.hint)
        rows += [plain(line(words, 400)).stylize("$muted") for words in parts if words]
        self._say_above(Content("\n").join(rows), trouble.steps)
        self._endpoints.update("")

    def _say_above(self, words: Content, steps: tuple[Step, ...]) -> None:
        self._trouble.display = bool(words)
        self._trouble.update(words)
        self.steps.show_steps(steps)

    def show_readme(self, text: str) -> None:
        """Show the README below."""
        from spacetui.tui.words import readme_content

        content = readme_content(text, title=self._card.title if self._card else "")
        if content:
            content = Content.assemble(("readme\n", "$muted"), content)
        self._readme.update(content)

    def why_closed(self, card: SpaceCard) -> str:
        """Say why a Space's endpoints cannot be asked for now; empty if they can."""
        return {
            StageGroup.ASLEEP: "asleep: enter wakes it",
            StageGroup.PAUSED: "paused by its owner",
            StageGroup.BROKEN: "this Space does not run",
            StageGroup.STARTING: "starting",
        }.get(card.group, "")

    def leave_steps(self) -> None:
        """Take focus from the steps, which are about to go."""
        self._body.focus()

    def focus_first(self) -> None:
        (self.steps if self.steps.rows else self._body).focus()
