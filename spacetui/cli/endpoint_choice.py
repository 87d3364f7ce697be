"""Which endpoint of an app the words after SRC name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from spacetui.errors import UsageError
from spacetui.model.schema import App, Endpoint
from spacetui.text.suggestions import did_you_mean, listed

if TYPE_CHECKING:
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.session import Session


def split_api_name(args: Sequence[str]) -> tuple[str, list[str]]:
    """Split ARGs into the api_name (empty if none was given) and the rest."""
    if args and args[0].startswith(("/", "#")):
        return args[0], list(args[1:])
    return "", list(args)


def find_endpoint(app: App, api_name: str, *, src: str, first_arg: str = "") -> Endpoint:
    """Return the endpoint of that name, or the only public one if the name is empty.

    first_arg: what stands where a name could, to suggest the name that it may be without its slash.
    Raises UsageError, whose hint suggests an endpoint or lists the public ones.
    """
    public = app.public_endpoints
    names = [each.api_name for each in public]
    if api_name:
        if (found := app.endpoint(api_name)) is not None:
            return found
        hint = did_you_mean(api_name, names) or f"There are: {listed(names)}."
        raise UsageError(f"no endpoint {api_name}"[:120], where=src, hint=hint)
    if len(public) == 1:
        return public[0]
    if not public:
        raise UsageError(
            "this app has no public endpoint", where=src, hint="See info --all-endpoints."
        )
    meant = did_you_mean(f"/{first_arg}", names) if first_arg.isidentifier() else ""
    raise UsageError(
        f"the app has {len(public)} endpoints",
        where=src,
        hint=meant or f"Name one: {listed(names)}.",
    )


async def resolve_endpoint(
    session: Session, opened: OpenedApp, api_name: str, first_arg: str = ""
) -> Endpoint:
    """Find an endpoint as `find_endpoint` does, and load the parameters of an undocumented one."""
    found = find_endpoint(opened.app, api_name, src=opened.src, first_arg=first_arg)
    if found.visibility != "undocumented":
        return found
    widened = await session.widen(opened)
    return widened.app.endpoint(found.api_name) or found
