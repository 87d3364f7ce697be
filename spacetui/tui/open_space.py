"""An open Space: its app, its forms, its calls. Knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from spacetui.model.schema import Endpoint, Json
from spacetui.text.format import duration_text
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.wording.recovery import Action, actions_after_failure

if TYPE_CHECKING:
    from spacetui.session.live_call import LiveCall
    from spacetui.session.opened_app import OpenedApp


# Seconds below which nobody notices that a call takes any.
NOTICED = 0.1


@dataclass(eq=False)
class OpenSpace:
    """An open Space: its app, the endpoint in hand, and for each endpoint its form and its calls."""

    opened: OpenedApp
    api_name: str = ""
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    runs: dict[str, list[LiveCall]] = field(default_factory=dict)
    shown: dict[str, int] = field(default_factory=dict)
    all_endpoints: bool = False
    # Whether the app was asked for what is good to know and not in its schema.
    is_asked_about: bool = False
    # Values that the form is to be filled with when it is shown next: a recorded call's.
    refill: dict[str, Json] | None = None
    # What each endpoint's form held before older calls were looked at.
    drafts: dict[str, dict[str, Json]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.api_name and self.endpoints:
            self.api_name = self.endpoints[0].api_name

    @property
    def name(self) -> str:
        """The short name: of the Space, else the app's title, else its address."""
        card = self.opened.card
        if card is not None:
            return card.title or card.id.partition("/")[2]
        return self.opened.app.title or self.opened.app.url.partition("://")[2]

    def open_anew(self, opened: OpenedApp) -> None:
        """Take the app as it was opened once more; forms and calls stay."""
        self.opened, self.is_asked_about = opened, False

    @property
    def keeps_state(self) -> bool:
        """Whether the app keeps something between the calls of one visitor."""
        app = self.opened.app
        return app.has_unload or any(each.has_state for each in app.endpoints)

    @property
    def steps(self) -> tuple[Action, ...]:
        """What one can do about the call on show, where it failed and mending the form is not all."""
        failure = self.run.state.failure if self.run is not None else None
        if failure is None:
            return ()
        is_space, has_token = self.opened.card is not None, self.opened.source.needs_token
        return actions_after_failure(failure, is_space=is_space, has_token=has_token)

    def forget(self, run: LiveCall) -> None:
        """Take a call out of the list."""
        runs = self.runs.get(run.call.endpoint.api_name, [])
        if run in runs:
            runs.remove(run)

    def renew(self, opened: OpenedApp) -> None:
        """Take what was learned of the app meanwhile; the State that its calls share stays."""
        self.opened = replace(self.opened, app=opened.app, notes=opened.notes)

    @property
    def standing(self) -> str:
        """Say what is to be known before a call: its usual run time, and what is odd about the app."""
        usage = self.endpoint.usage if self.endpoint is not None else None
        took = usage.seconds if usage is not None else None
        about = [f"about {duration_text(took)}"] if took is not None and took >= NOTICED else []
        return f" {glyphs().dot} ".join([*about, *self.opened.notes[:1]])

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        app = self.opened.app
        return app.endpoints if self.all_endpoints else app.public_endpoints

    @property
    def endpoint(self) -> Endpoint | None:
        return self.opened.app.endpoint(self.api_name) if self.api_name else None

    @property
    def form(self) -> dict[str, Json]:
        """The values the current endpoint's form holds."""
        return self.values.setdefault(self.api_name, {})

    @property
    def calls(self) -> list[LiveCall]:
        """The calls of the current endpoint, oldest first."""
        return self.runs.setdefault(self.api_name, [])

    @property
    def run(self) -> LiveCall | None:
        """The call on show: the newest unless an older one was asked for."""
        calls = self.calls
        if not calls:
            return None
        return calls[max(0, min(self.shown.get(self.api_name, len(calls) - 1), len(calls) - 1))]

    @property
    def position(self) -> str:
        """Say which call is on show, `2 of 3`; empty where there are not several."""
        calls, run = self.calls, self.run
        return (
            f"{calls.index(run) + 1} of {len(calls)}" if run is not None and len(calls) > 1 else ""
        )

    def open_run(self, run: LiveCall) -> None:
        """Put an older call in hand: its endpoint, its result, its form."""
        self.api_name = run.call.endpoint.api_name
        self.show_run(self.calls.index(run))
        self.refill = dict(run.call.values)

    def show_run(self, index: int | None) -> None:
        """Show an older call, by index; None follows the newest."""
        if index is None:
            self.shown.pop(self.api_name, None)
        else:
            self.shown[self.api_name] = max(0, min(index, len(self.calls) - 1))
