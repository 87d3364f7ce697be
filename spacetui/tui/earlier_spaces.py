"""What is known of earlier starts: Spaces that were open, and what their forms held.

Knows no widget.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    """Return the endpoint in hand and what the forms hold, without masked fields (security P4)."""
    values: dict[str, Json] = {}
    for api_name, held in space.values.items():
        endpoint = space.opened.app.endpoint(api_name)
        if endpoint is None:
            continue
        secret = {each.name for each in endpoint.parameters if each.is_secret}
        values[api_name] = {name: each for name, each in held.items() if name not in secret}
    return {"api_name": space.api_name, "values": values}


def fill_form(space: OpenSpace, form: Json) -> None:
    """Take the endpoint and the values of `form`, as far as the app still has them."""
    from spacetui.model.schema import MISSING, WITHHELD

    if not isinstance(form, Mapping):
        return
    values = form.get("values")
    if isinstance(values, Mapping):
        for api_name, held in values.items():
            if space.opened.app.endpoint(api_name) is not None and isinstance(held, Mapping):
                space.values[api_name] = {
                    name: each
                    for name, each in held.items()
                    if each is not WITHHELD and each is not MISSING
                }
    api_name = form.get("api_name")
    if isinstance(api_name, str) and space.opened.app.endpoint(api_name) is not None:
        space.api_name = api_name
