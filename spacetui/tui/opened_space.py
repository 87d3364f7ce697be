"""OpenSpace: an open Space, its endpoints, its forms, and which call is on show. No widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacetui.model.schema import MISSING, WITHHELD, Endpoint, Json, Missing, Parameter
from spacetui.text.format import duration_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.widgets.glyphs import glyphs

if TYPE_CHECKING:
    from spacetui.model.call import Call
    from spacetui.model.drift import Change
    from spacetui.model.schema import App
    from spacetui.model.space import SpaceCard
    from spacetui.session.live_call import LiveCall
    from spacetui.session.opened_app import OpenedApp
    from spacetui.tui.call_navigation import CallNavigation
    from spacetui.tui.made_call import MadeCall
    from spacetui.tui.past_call import PastCall
    from spacetui.tui.renewal import Renewal
    from spacetui.tui.session_calls import SessionCalls
    from spacetui.tui.wanted_call import WantedCall
    from spacetui.tui.wording.recovery import Action

# A call that usually takes fewer seconds than this needs no announcement.
NOTICEABLE = 0.1


class OpenSpace:
    """An open Space, or an app at an address.

    log: the calls of all Spaces. api_name: the endpoint in hand. values: for each endpoint, what
    its form holds. oauth_tokens: for each endpoint, the token that its form holds for the app's
    code. show_undocumented: whether undocumented endpoints are listed too. renewal: of an app that
    is shown as it was the last time, until it has answered again.
    """

    def __init__(
        self,
        opened: OpenedApp,
        log: SessionCalls,
        api_name: str = "",
        *,
        renewal: Renewal | None = None,
    ) -> None:
        self.opened = opened
        self.log = log
        self.values: dict[str, dict[str, Json]] = {}
        self.oauth_tokens: dict[str, str] = {}
        self.show_undocumented = False
        # Whether the app was asked for what opening does not wait for.
        self.is_enriched = False
        # Values for the form when it is shown next: those of a recorded call.
        self.refill: dict[str, Json] | None = None
        self.renewal = renewal
        # Values that the app put into a form, by endpoint and parameter.
        self._from_app: dict[tuple[str, str], Json] = {}
        # Calls of the history that are no calls of this session, oldest first; and whether they
        # were asked for.
        self.past: list[PastCall] = []
        self.has_past = False
        # Whether the form is to run as soon as it is there.
        self.runs_when_shown = False
        # The batch of the history that is to go on then.
        self.batch_when_shown: PastCall | None = None
        # The endpoint of a call that was to be shown, which the app has no more.
        self.gone = ""
        self._steps: dict[str, CallNavigation] = {}
        self.api_name = api_name
        if not api_name and self.endpoints:
            self.api_name = self.endpoints[0].api_name

    # The app.

    @property
    def name(self) -> str:
        """The short name: of the Space, else the app's title, else its address."""
        card = self.opened.card
        if card is not None:
            return card.title or card.id.partition("/")[2]
        if not self.is_open:
            return self.opened.source.title or self.opened.src
        return self.opened.app.title or self.opened.app.url.partition("://")[2]

    @property
    def card(self) -> SpaceCard:
        """What is known of the Space; of an app at an address its name."""
        from spacetui.model.space import SpaceCard

        return self.opened.card or SpaceCard(self.opened.src, title=self.name)

    @property
    def keeps_state(self) -> bool:
        """Whether the app keeps something between the calls of one visitor."""
        app = self.opened.app
        return app.has_unload or any(each.has_state for each in app.endpoints)

    @property
    def uses_quota(self) -> bool:
        """Whether a call takes from the user's ZeroGPU quota."""
        card = self.opened.card
        return card is not None and card.is_zero_gpu and self.opened.source.needs_token

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        app = self.opened.app
        if self.show_undocumented:
            return app.endpoints
        return app.public_endpoints

    @property
    def endpoint(self) -> Endpoint | None:
        if self.api_name:
            return self.opened.app.endpoint(self.api_name)
        return None

    @property
    def form(self) -> dict[str, Json]:
        """The values that the form of the endpoint in hand holds."""
        return self.values.setdefault(self.api_name, {})

    @property
    def summary(self) -> str:
        """What to know before a call: the usual run time, and the first note about the app."""
        if not self.is_open:
            return "the form is that of the last time; refreshing it"
        usage = self.endpoint.usage if self.endpoint is not None else None
        usual = usage.seconds if usage is not None else None
        parts = list(self.opened.notes[:1])
        if self.gone:
            parts.insert(0, visible_line(f"{self.gone} is gone since that call was made", 100))
        if usual is not None and usual >= NOTICEABLE:
            parts.insert(0, f"about {duration_text(usual)}")
        return f" {glyphs().dot} ".join(parts)

    def reopen(self, opened: OpenedApp, changes: tuple[Change, ...] | None = None) -> None:
        """Take the app as it was opened once more; forms and calls stay.

        changes: what is different in it since it was shown as it was the last time, if that was
        found out in a thread.
        """
        if self.renewal is not None and not self.renewal.is_over:
            if changes is None:
                changes = changes_between(self.opened.app, opened.app)
            self.renewal.take(changes)
        self.opened, self.is_enriched = opened, False
        if self.endpoint is None and self.endpoints:
            self.api_name = self.endpoints[0].api_name

    @property
    def has_form_changed(self) -> bool:
        """Whether the form holds other values than the call on show was made with."""
        made = self.shown_call
        if made is None or not made.state.status.is_final or not made.call.values:
            return False
        known = {name: each for name, each in made.call.values.items() if each is not WITHHELD}
        return any(self.form.get(name, MISSING) != each for name, each in known.items())

    @property
    def is_settled(self) -> bool:
        """Whether it is known if the app opens."""
        return self.is_open or (self.renewal is not None and self.renewal.error is not None)

    def stop_opening(self) -> None:
        """Open the app no longer, if it is on its way."""
        if self.renewal is not None and self.renewal.opening is not None:
            self.renewal.opening.stop()

    @property
    def is_open(self) -> bool:
        """Whether the app has answered, so that it can be called."""
        return self.renewal is None or self.renewal.is_over

    def update(self, opened: OpenedApp) -> None:
        """Take what was learned about the app meanwhile; the State that its calls share stays."""
        self.opened = self.opened.with_app(opened.app, opened.notes)

    def take_changes(self, opened: OpenedApp, live: LiveCall) -> dict[str, Json]:
        """Take what a call has changed of the app's inputs, and the values that came with it.

        A value goes into a form as on the app's page, but does not replace what the user has given,
        unless that is not allowed any more. Return the new values of the form in hand.
        """
        from spacetui.model.validation import problem_with

        before = self.opened.app
        self.update(opened)
        pairs = zip(live.call.endpoint.returns, live.state.updated, strict=False)
        values = {each.component_id: output.value for each, output in pairs if output.changes}
        taken: dict[str, Json] = {}
        for endpoint in opened.app.endpoints:
            old = before.endpoint(endpoint.api_name) or endpoint
            for parameter in endpoint.parameters:
                value = values.get(parameter.component_id, MISSING)
                held = self._held(old, parameter)
                if value is MISSING or (held is not MISSING and not problem_with(held, parameter)):
                    continue
                self.values.setdefault(endpoint.api_name, {})[parameter.name] = value
                self._from_app[endpoint.api_name, parameter.name] = value
                if endpoint.api_name == self.api_name:
                    taken[parameter.name] = value
        return taken

    def _held(self, old: Endpoint, parameter: Parameter) -> Json | Missing:
        """Return the value that the user gave for a parameter, or MISSING.

        old: its endpoint as it was when that value was given.
        """
        name, before = parameter.name, old.parameter(parameter.name)
        held = self.values.get(old.api_name, {}).get(name, MISSING)
        if before is not None and held == before.default:
            return MISSING
        place = (old.api_name, name)
        if place in self._from_app and held == self._from_app[place]:
            return MISSING
        return held

    # The calls of the endpoint in hand.

    @property
    def calls(self) -> list[MadeCall]:
        """The calls of the endpoint in hand, oldest first: those of the history, then our own."""
        past = [each for each in self.past if each.row.api_name == self.api_name]
        return [*past, *self.log.of_app(self.opened.app.url, self.api_name)]

    @property
    def all_calls(self) -> list[MadeCall]:
        """The calls of all endpoints, oldest first."""
        return [*self.past, *self.log.of_app(self.opened.app.url)]

    @property
    def steps(self) -> CallNavigation:
        """The steps through the calls of the endpoint in hand."""
        return self.steps_of(self.api_name)

    def steps_of(self, api_name: str) -> CallNavigation:
        """Return the steps through the calls of an endpoint."""
        from spacetui.tui.call_navigation import CallNavigation

        return self._steps.setdefault(api_name, CallNavigation())

    @property
    def shown_call(self) -> MadeCall | None:
        """The call on show: the newest of this session unless another one was asked for."""
        return self.steps.shown(self.calls)

    @property
    def position(self) -> str:
        """Which call of this session is on show, `2 of 3`, or when an earlier one was made."""
        from spacetui.tui.past_call import PastCall

        shown = self.shown_call
        if isinstance(shown, PastCall):
            return shown.when
        own: list[MadeCall] = [*self.log.of_app(self.opened.app.url, self.api_name)]
        if shown is None or len(own) == 1:
            return ""
        return f"{own.index(shown) + 1} of {len(own)}"

    @property
    def actions(self) -> tuple[Action, ...]:
        """What the user can do about a failed call, besides changing the form."""
        from spacetui.tui.past_call import PastCall
        from spacetui.tui.wording.recovery import actions_after_failure

        live = self.shown_call
        if live is None or live.state.failure is None or isinstance(live, PastCall):
            return ()
        is_space, has_token = self.opened.card is not None, self.opened.source.needs_token
        return actions_after_failure(live.state.failure, is_space=is_space, has_token=has_token)

    def started(self, live: LiveCall) -> None:
        """Take note of a new call, which is the one on show."""
        self.steps_of(live.call.endpoint.api_name).started(live)

    def open_call(self, made: MadeCall) -> None:
        """Take a call in hand: its endpoint, its result, its form."""
        self.api_name = made.call.endpoint.api_name
        self.refill = self.steps.choose(made, self.form)

    def open_values(self, call: Call) -> None:
        """Take the endpoint of a call in hand, with its values in the form, but its secrets."""
        self.api_name = call.endpoint.api_name
        known = call.without_secrets().values.items()
        self.refill = {name: value for name, value in known if value is not WITHHELD}

    def add_past(self, past: PastCall) -> MadeCall:
        """Add a call of the history, and return it, or what is there of it already."""
        from spacetui.tui.past_call import PastCall

        for each in self.all_calls:
            if each.id == past.id:
                if isinstance(each, PastCall):
                    each.take(past)
                return each
        self.past = sorted([*self.past, past], key=lambda each: each.id)
        return past

    def show_past(self, wanted: WantedCall) -> None:
        """Take a call of the history in hand, if the app still has its endpoint."""
        if self.opened.app.endpoint(wanted.past.row.api_name) is not None:
            self.open_call(self.add_past(wanted.past))
            is_batch = wanted.past.state.batch is not None
            self.runs_when_shown = wanted.is_run and not is_batch
            self.batch_when_shown = wanted.past if wanted.is_run and is_batch else None
        else:
            self.gone = wanted.past.row.api_name

    def can_step(self, by: int) -> bool:
        """Return whether there is an older call (-1), or a newer one or the draft (1)."""
        return self.steps.can_step(self.calls, by)

    def step(self, by: int, values: dict[str, Json]) -> None:
        """Show an older or newer call with the form it was made from; past the newest, the draft.

        values: what the form holds now.
        """
        refill = self.steps.step(self.calls, by, values)
        if refill is not None:
            self.refill = refill


def changes_between(before: App, after: App) -> tuple[Change, ...]:
    """Return what has changed in an app; for thousands of endpoints to be called in a thread."""
    from spacetui.model.drift import app_drift

    return app_drift(before, after)
