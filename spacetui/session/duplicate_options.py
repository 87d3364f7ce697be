"""What the Hub offers for a duplicate of a Space: where it would be made, on what, at which price.

Nothing is made here; `Hub.duplicate` does that, once the user has said yes.
"""

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacetui.errors import AuthError, BadValue, UnknownSpace, UsageError
from spacetui.model.duplicate import FREE_HARDWARE, Hardware
from spacetui.model.space import SpaceCard, parse_ref

if TYPE_CHECKING:
    from spacetui.hub.client import Hub

_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,95}")


@dataclass(frozen=True, slots=True)
class DuplicateOffer:
    """What a duplicate can be.

    card: the original. user: who is logged in. to_id: what it will be called. existing: the Space
    that has this name already. hardware: what it can run on, in the Hub's order.
    """

    card: SpaceCard
    user: str
    to_id: str
    existing: SpaceCard | None
    hardware: tuple[Hardware, ...]

    def hardware_named(self, name: str) -> Hardware:
        """Return the hardware of this name. Raises BadValue that lists what there is."""
        for each in self.hardware:
            if each.name == name:
                return each
        listed = ", ".join(each.name for each in self.hardware)
        raise BadValue(f"the Hub has no hardware {name!r}", hint=f"One of: {listed}.")


async def offer_duplicate(hub: "Hub", src: str, to: str = "") -> DuplicateOffer:
    """Ask the Hub what a duplicate of `src` can be.

    to: name or owner/name; without an owner it is the user's, and without a name the original's.
    Raises AuthError without a login, UsageError, and the errors of the Hub.
    """
    check_name(to)
    space_id = await _space_id(hub, src)
    account = await hub.account()
    if account is None:
        raise AuthError(
            "you are not logged in, and a duplicate is made in your account",
            hint="Log in with `hf auth login`, or give --token.",
        )
    to_id = name_of_duplicate(space_id, to, account.name)
    if to_id.lower() == space_id.lower():
        raise UsageError(f"{space_id} is yours already", hint="Give the duplicate another name.")
    card, hardware, existing = await asyncio.gather(
        hub.space(space_id), hub.hardware(), _find(hub, to_id)
    )
    return DuplicateOffer(card, account.name, to_id, existing, _with_own(hardware, card))


def check_name(to: str) -> None:
    """Raise BadValue unless `to` is empty, a name or owner/name."""
    parts = to.split("/")
    if to and (len(parts) > 2 or not all(_NAME.fullmatch(each) for each in parts)):
        raise BadValue(f"{to!r} is not a name of a Space", hint="Write name, or owner/name.")


def name_of_duplicate(space_id: str, to: str, user: str) -> str:
    """Return the id of a duplicate of `space_id`. to: as in `offer_duplicate`."""
    name = to or space_id.rpartition("/")[2]
    return name if "/" in name else f"{user}/{name}"


async def _space_id(hub: "Hub", src: str) -> str:
    ref = parse_ref(src, hub_endpoint=hub.endpoint)
    if ref.url:
        raise UsageError(f"{src} is an address, and only a Space of the Hub can be duplicated")
    return ref.space_id or await hub.by_subdomain(ref.subdomain)


async def _find(hub: "Hub", space_id: str) -> SpaceCard | None:
    try:
        return await hub.space(space_id)
    except UnknownSpace:
        return None


def _with_own(hardware: tuple[Hardware, ...], card: SpaceCard) -> tuple[Hardware, ...]:
    """Return `hardware` with what the original runs on, which the Hub may not list (ZeroGPU)."""
    names = [each.name for each in hardware]
    own = [Hardware(card.hardware)] if card.hardware not in ("", *names) else []
    free = [Hardware(FREE_HARDWARE, usd_an_hour=0.0)] if FREE_HARDWARE not in names else []
    return (*free, *hardware, *own)
