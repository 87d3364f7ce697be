"""ShownForm: which endpoint's form and result are on show, and the values that the form holds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from spacetui.tui.use.form_size import has_small_form

if TYPE_CHECKING:
    from spacetui.errors import Failure
    from spacetui.model.schema import Endpoint, Json
    from spacetui.session.live_call import LiveCall
    from spacetui.session.opened_app import OpenedApp
    from spacetui.tui.opened_space import OpenSpace
    from spacetui.tui.use.form_pane import FormPane
    from spacetui.tui.use.result_pane import ResultPane


class ShownForm:
    """Builds the form of the endpoint in hand, one at a time.

    result: the pane beside it; None in the first frame of the app.
    """

    def __init__(self, form: FormPane, on_keep: Callable[[], None]) -> None:
        """on_keep: called when values were kept."""
        self._on_keep = on_keep
        self.pane = form
        self.result: ResultPane | None = None
        # The Space and the endpoint whose form is on show; None while a form is built.
        self.on_show: tuple[OpenSpace, str] | None = None
        # Called when the first fields of the form are there, which may be before the others.
        self.on_first: Callable[[], None] | None = None
        self._building = asyncio.Lock()

    def begin(self) -> None:
        """Take note that the user can begin to fill the form."""
        on_first, self.on_first = self.on_first, None
        if on_first is not None:
            on_first()

    @property
    def is_building(self) -> bool:
        return self._building.locked()

    @property
    def endpoint(self) -> Endpoint | None:
        """The endpoint whose form is on show."""
        return (
            None if self.on_show is None else self.on_show[0].opened.app.endpoint(self.on_show[1])
        )

    def is_of(self, space: OpenSpace) -> bool:
        """Whether the form on show is that of the Space's endpoint in hand."""
        return self.on_show == (space, space.api_name)

    def keep(self) -> None:
        """Keep the values of the form on show, so that they are there when it is shown again."""
        if self.on_show is not None:
            space, api_name = self.on_show
            space.values[api_name] = self.pane.fields.values()
            space.oauth_tokens[api_name] = self.pane.fields.oauth_token
            self._on_keep()

    async def show(self, space: OpenSpace, on_build: Callable[[], None]) -> bool:
        """Show the form of the Space's endpoint in hand, filled; return whether another was built.

        on_build: called before another form is built.
        """
        async with (
            self._building
        ):  # keys and workers ask for it; two at once would mix their fields
            if not self.pane.is_attached:
                return False  # the app is being taken down
            refill = _refill_of(space)
            if self.is_of(space):
                if refill is not None:
                    self.pane.fields.fill(refill)
                return False
            self.keep()
            if refill is not None:
                space.values[space.api_name] = refill
            on_build()
            await self._build(space)
            return self.on_show is not None

    async def _build(self, space: OpenSpace) -> None:
        api_name, endpoint, values = space.api_name, space.endpoint, space.form
        oauth_token = space.oauth_tokens.get(api_name, "")
        self.on_show = None
        # Not while a call runs, which would move what is read.
        self.pane.screen.set_class(has_small_form(endpoint), "-small-form")
        # The result first: while a long form is built, no other endpoint's result may stand beside
        # it.
        if self.result is not None and self.result.is_attached:
            await self.result.show_endpoint(endpoint)
        await self.pane.show_endpoint(endpoint, values, oauth_token, self.begin)
        if self.pane.is_attached:
            self.on_show = (space, api_name)
            self.update(space)  # with what was learned while it was built

    async def renew(self, space: OpenSpace, before: Endpoint | None) -> None:
        """Fit the form on show to its endpoint, which was `before` until its app answered.

        Fields that are the same stay, with the cursor in them.
        """
        async with self._building:
            endpoint = space.endpoint
            if self.on_show is None or self.on_show[0] is not space or endpoint == before:
                return
            self.keep()
            if endpoint is not None and _is_alike(before, endpoint):
                self.pane.take_changes(endpoint, {})
                return
            had_focus = self.pane.has_focus_within
            await self._build(space)
            if had_focus:
                self.pane.focus_first()

    def show_problems(self, failure: Failure) -> None:
        """Show at its field what the server said about a value."""
        for parameter, message in failure.problems or ((failure.parameter, failure.located),):
            self.pane.fields.show_problem(parameter, message)
        self.pane.show_count()

    def take_changes(self, space: OpenSpace, opened: OpenedApp, live: LiveCall) -> None:
        """Take what a call has changed of the app's inputs into its forms, as its page would."""
        is_on_show = self.is_of(space)
        if is_on_show:
            self.keep()
        values = space.take_changes(opened, live)
        if is_on_show and space.endpoint is not None:
            self.pane.take_changes(space.endpoint, values)

    def update(self, space: OpenSpace) -> None:
        """Show what was learned about the endpoint since its form was built."""
        if space.endpoint is not None and self.is_of(space):
            self.pane.body.renew(space.endpoint)


def _is_alike(before: Endpoint | None, after: Endpoint) -> bool:
    """Return whether two states of an endpoint have the same fields and outputs."""
    if before is None:
        return False
    names = [each.name for each in before.parameters] == [each.name for each in after.parameters]
    return names and before.returns == after.returns and before.api_name == after.api_name


def _refill_of(space: OpenSpace) -> dict[str, Json] | None:
    """Take what the form is to hold of an earlier call; None where it stays as it is."""
    refill, space.refill = space.refill, None
    if refill is None:  # as in the first frame, which is to load nothing of calls
        return None
    made, endpoint = space.shown_call, space.endpoint
    if made is None or endpoint is None:
        return refill
    from spacetui.tui.past_call import with_present_files

    return with_present_files(refill, made.call.endpoint, endpoint)
