"""What is known of earlier starts: Spaces that were open, and what their forms held.

Knows no widget.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacetui.model.schema import Json
    from spacetui.model.space import SpaceCard
    from spacetui.tui.opened_space import OpenSpace


class RememberedSpace(NamedTuple):
    """A Space that was open when spacetui ended. It is opened when the user chooses it."""

    src: str
    title: str

    @property
    def name(self) -> str:
        return self.title or self.src

    @property
    def card(self) -> SpaceCard:
        """What is known of it as a Space."""
        from spacetui.model.space import SpaceCard

        return SpaceCard(self.src, title=self.title)

    @property
    def is_open(self) -> bool:
        return False


def form_of(space: OpenSpace) -> dict[str, Json]:
    """Return the endpoint in hand and what the forms hold, without masked fields (security P4).

    waiting: for each endpoint, the forms that are not on show, as CallNavigation has them.
    """
    from spacetui.tui.call_navigation import without

    values: dict[str, Json] = {}
    waiting: dict[str, Json] = {}
    for api_name, held in space.values.items():
        endpoint = space.opened.app.endpoint(api_name)
        if endpoint is None:
            continue
        secret = {each.name for each in endpoint.parameters if each.is_secret}
        values[api_name] = without(held, secret)
        forms = space.steps_of(api_name).waiting_forms(secret)
        if forms:
            waiting[api_name] = forms
    return {"api_name": space.api_name, "values": values, "waiting": waiting}


def fill_form(space: OpenSpace, form: Json) -> None:
    """Take the endpoint and the values of `form`, as far as the app still has them."""
    if not isinstance(form, Mapping):
        return
    for api_name, held in _of_endpoints(space, form.get("values")):
        space.values[api_name] = _given(held)
    for api_name, held in _of_endpoints(space, form.get("waiting")):
        space.steps_of(api_name).restore(held)
    in_hand = form.get("api_name")
    if isinstance(in_hand, str) and space.opened.app.endpoint(in_hand) is not None:
        space.api_name = in_hand


def _of_endpoints(space: OpenSpace, held: Json) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """Yield what is kept of each endpoint that the app still has."""
    for api_name, each in held.items() if isinstance(held, Mapping) else ():
        if space.opened.app.endpoint(api_name) is not None and isinstance(each, Mapping):
            yield api_name, each


def _given(held: Mapping[str, Json]) -> dict[str, Json]:
    from spacetui.model.schema import MISSING, WITHHELD

    return {
        name: each for name, each in held.items() if each is not WITHHELD and each is not MISSING
    }
