"""`spacetui duplicate`: a Space in the user's own account, on hardware that the user chose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from spacetui.cli import output
from spacetui.cli.access_options import complete_src
from spacetui.cli.command_session import NO_ACCESS, hub_endpoint, hub_for, session_for
from spacetui.cli.exit_codes import INTERRUPTED, exit_code
from spacetui.errors import BadValue, SpacetuiError, UsageError
from spacetui.model.duplicate import FREE_HARDWARE, NEVER, SLEEP_SECONDS, Duplicate, Hardware
from spacetui.text.price import cost_text, price_text, sleep_text

if TYPE_CHECKING:
    from spacetui.session.duplicate_options import DuplicateOffer

# Seconds that a new duplicate is waited for, which has to be built first.
BUILD_SECONDS = 1200.0


def _sleep(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    if value == "never":
        return NEVER
    if not (value.isascii() and value.isdecimal() and 0 < len(value) < 9 and int(value)):
        raise click.BadParameter("write seconds, or never", ctx, param)
    return int(value)


@click.command(short_help="Duplicate a Space to your account.")
@click.argument("src", metavar="ID", shell_complete=complete_src)
@click.option("--to", default="", metavar="NAME", help="Its name; else that of the original.")
@click.option("--hardware", default="", metavar="H", help=f"Such as {FREE_HARDWARE} or t4-small.")
@click.option(
    "--private/--public", "is_private", default=True, show_default=True, help="Who may see it."
)
@click.option(
    "--sleep",
    "sleep_seconds",
    metavar="S",
    callback=_sleep,
    help=f"Let paid hardware sleep after S seconds, or never.  [default: {SLEEP_SECONDS}]",
)
@click.option("--yes", "is_confirmed", is_flag=True, help="Ask nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--lang", default=None, metavar="python", help="Print code that does it; do nothing.")
@click.option("--token", default="", help="Hub token; else the saved login.")
def duplicate(
    src: str, *, is_confirmed: bool, as_json: bool, lang: str | None, **wanted: Any
) -> int:
    """Make a duplicate of a Space in your account, wait until it runs, and print its id.

    It says what it costs, and asks before anything is made. A duplicate that exists is used as it
    is. Without --hardware there is a list to choose from; with --yes it is the free one.
    """
    wish = _Wish(src, **wanted)
    try:
        if lang is not None:
            output.print_raw(_code(wish, lang))
            return 0
        if not is_confirmed and not output.can_ask():
            raise UsageError(
                "a duplicate has to be confirmed, and there is no terminal", hint="Give --yes."
            )
        return _Command(wish, is_confirmed=is_confirmed, as_json=as_json).run()
    except SpacetuiError as error:
        output.print_error(str(error))
        return exit_code(error)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the user gave. hardware: empty where it is still to be chosen."""

    src: str
    to: str
    hardware: str
    is_private: bool
    sleep_seconds: int | None
    token: str

    def duplicate(self, from_id: str, to_id: str, hardware: Hardware) -> Duplicate:
        seconds = SLEEP_SECONDS if self.sleep_seconds is None else self.sleep_seconds
        return Duplicate(from_id, to_id, hardware, self.is_private, seconds)


def _code(wish: _Wish, lang: str) -> str:
    """Return the code of the duplicate. Nothing is asked of the Hub."""
    from spacetui.model.space import parse_ref
    from spacetui.session.duplicate_options import check_name, name_of_duplicate
    from spacetui.snippets import find_language
    from spacetui.snippets.duplicate import render_duplicate

    if find_language(lang).name != "python":
        raise UsageError(f"a duplicate has no code in {lang}", hint="Use --lang python.")
    from_id = parse_ref(wish.src, hub_endpoint=hub_endpoint()).space_id
    if not from_id:
        raise UsageError(f"{wish.src} is not a Space id", hint="Write owner/name.")
    check_name(wish.to)
    if "/" in wish.to:
        raise BadValue(
            "Client.duplicate makes it in the account of the token", hint="Give --to without owner."
        )
    hardware = Hardware(wish.hardware or FREE_HARDWARE)
    to_id = name_of_duplicate(from_id, wish.to, "")
    return render_duplicate(wish.duplicate(from_id, to_id, hardware))


class _Command:
    """One execution of the command, in three parts: ask the Hub, ask the user, do it.

    The user is asked outside of the event loop, so that Ctrl-C ends the process there as well.
    """

    def __init__(self, wish: _Wish, *, is_confirmed: bool, as_json: bool) -> None:
        self._wish = wish
        self._is_confirmed = is_confirmed
        self._as_json = as_json
        self._offer: DuplicateOffer | None = None

    def run(self) -> int:
        code = output.run_command(self._ask_hub())
        offer = self._offer
        if code or offer is None:
            return code
        if offer.existing is not None:
            return output.run_command(self._attach(offer))
        hardware = self._choose_hardware(offer)
        wanted = self._wish.duplicate(offer.card.id, offer.to_id, hardware)
        for line in summary(wanted, offer.user):
            output.print_note(line)
        if not self._is_confirmed and output.ask("make it? [y/N]").lower() not in ("y", "yes"):
            output.print_note("nothing was made")
            return INTERRUPTED
        return output.run_command(self._make(wanted))

    async def _ask_hub(self) -> int:
        from spacetui.session.duplicate_options import offer_duplicate

        hub = hub_for(self._wish.token)
        self._offer = await offer_duplicate(hub, self._wish.src, self._wish.to)
        return 0

    def _choose_hardware(self, offer: DuplicateOffer) -> Hardware:
        if self._wish.hardware or self._is_confirmed:
            return offer.hardware_named(self._wish.hardware or FREE_HARDWARE)
        output.print_note("it can run on:")
        for number, row in enumerate(hardware_rows(offer.hardware), 1):
            output.print_note(f"{number:>3}  {row}")
        if offer.card.hardware:
            output.print_note(f"{offer.card.id} runs on {offer.card.hardware}")
        answer = output.ask(f"hardware, by number or name [{FREE_HARDWARE}]:") or FREE_HARDWARE
        if answer.isdecimal() and 0 < int(answer) <= len(offer.hardware):
            return offer.hardware[int(answer) - 1]
        return offer.hardware_named(answer)

    async def _attach(self, offer: DuplicateOffer) -> int:
        """Use the duplicate that exists, with the settings that it has."""
        card = offer.existing
        assert card is not None
        output.print_note(f"{card.id} exists already, and is used as it is")
        self._print_id(card.id, is_new=False, is_private=card.private, hardware=card.hardware)
        return await self._wait_for(card.id)

    async def _make(self, wanted: Duplicate) -> int:
        is_new = await hub_for(self._wish.token).duplicate(wanted)
        verb = "was made" if is_new else "exists already, and is used as it is"
        output.print_note(f"{wanted.to_id} {verb}")
        self._print_id(
            wanted.to_id,
            is_new=is_new,
            is_private=wanted.is_private,
            hardware=wanted.hardware.name,
        )
        return await self._wait_for(wanted.to_id)

    def _print_id(self, space_id: str, *, is_new: bool, is_private: bool, hardware: str) -> None:
        """Print the id before the wait, which may fail though the Space exists."""
        if not self._as_json:
            output.print_text(space_id)
            return
        output.print_json(
            {
                "id": space_id,
                "is_new": is_new,
                "private": is_private,
                "hardware": hardware,
                "page": f"{hub_endpoint()}/spaces/{space_id}",
            }
        )

    async def _wait_for(self, space_id: str) -> int:
        from spacetui.cli.wait import wait_until_up

        access: dict[str, Any] = {**NO_ACCESS, "token": self._wish.token}
        async with session_for(space_id, access) as session:
            await wait_until_up(session, space_id, BUILD_SECONDS)
        output.print_note(f"it runs: spacetui run {space_id}")
        return 0


def hardware_rows(hardware: tuple[Hardware, ...]) -> list[str]:
    """Return a line for each hardware: its name, what it is, and its price."""
    width = max(len(each.name) for each in hardware)
    rows = []
    for each in hardware:
        about = ", ".join(part for part in (each.title, each.details) if part)
        rows.append(f"{each.name:<{width}}  {price_text(each.price):<16}  {about}".rstrip())
    return rows


def summary(wanted: Duplicate, user: str) -> list[str]:
    """Say what will be made, and what it costs."""
    who = "private" if wanted.is_private else "public"
    hardware = wanted.hardware
    sleep = sleep_text(wanted.sleep_seconds, is_fixed=not hardware.takes_sleep_time)
    return [
        f"{wanted.to_id}: {who}, on {hardware.name}, {sleep}",
        cost_text(hardware.price, wanted.sleep_seconds, user),
    ]
