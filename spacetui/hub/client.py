"""The Hub as coroutines: search, cards, stages, READMEs, the account, where the token may go."""

import asyncio
import os
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, urlsplit

from spacetui.errors import AuthError, TimedOut, UsageError
from spacetui.hub import huggingface_setup as library
from spacetui.hub import space_info as cards
from spacetui.hub.account import read_account, read_quota
from spacetui.hub.duplicate import list_hardware, make_duplicate
from spacetui.hub.errors import LOGIN, translate_errors
from spacetui.hub.threads import run_in_thread
from spacetui.hub.token_policy import DEFAULT, hub_may_have_token, space_may_have_token
from spacetui.model.account import Account, Quota
from spacetui.model.duplicate import Duplicate, Hardware
from spacetui.model.space import SpaceCard

if TYPE_CHECKING:
    from huggingface_hub import HfApi

T = TypeVar("T")

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?:.*?\r?\n)?---[ \t]*(?:\r?\n|\Z)", re.DOTALL)


class Hub:
    """A Hub and a token for it.

    endpoint: as given, else HF_ENDPOINT, else https://huggingface.co. HF_ENDPOINT is read when a
    Hub is made, and not when the library is imported.
    Every method raises Unreachable, TimedOut, Busy, AuthError or UsageError.
    """

    def __init__(
        self, endpoint: str | None = None, token: str | None = None, *, use_saved_token: bool = True
    ) -> None:
        """Send nothing yet.

        token: without one, HF_TOKEN or the saved login is used, unless `use_saved_token` is False.
        """
        self.endpoint = (endpoint or os.environ.get("HF_ENDPOINT") or DEFAULT).strip().rstrip("/")
        parts = urlsplit(self.endpoint)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise UsageError(
                f"{self.endpoint!r} is not the address of a Hub",
                hint="HF_ENDPOINT begins with https://.",
            )
        self._given = (token or "").strip()
        self._use_saved_token = use_saved_token
        # The cards that this Hub sent. No other card decides who may have the token.
        self._cards: dict[str, SpaceCard] = {}

    def with_token(self, token: str) -> "Hub":
        """Return a client of the same Hub with another token."""
        return Hub(self.endpoint, token, use_saved_token=False)

    @property
    def is_default(self) -> bool:
        """Whether this is https://huggingface.co."""
        return self.endpoint == DEFAULT

    async def search(
        self, query: str, *, sdk: str | None = "gradio", include_non_running: bool = False
    ) -> tuple[SpaceCard, ...]:
        """Find Spaces by what they do, in the Hub's order. sdk: None for all."""

        def work(api: "HfApi") -> tuple[SpaceCard, ...]:
            found = api.search_spaces(query, sdk=sdk, include_non_running=include_non_running)
            return tuple(cards.card_of_result(result) for result in found)

        return await self._run(work)

    async def space(self, space_id: str) -> SpaceCard:
        """Return the card of a Space, with its host and stage."""
        card = await self._run(lambda api: cards.card_of_info(api.space_info(space_id)), space_id)
        self._cards[card.id] = card
        return card

    async def stage(self, space_id: str) -> tuple[str, str]:
        """Return the stage and the error message of a Space. It is cheap enough for polling."""

        def work(api: "HfApi") -> tuple[str, str]:
            stage, _, error = cards.runtime_of(api.get_space_runtime(space_id))
            return stage, error

        return await self._run(work, space_id)

    async def readme(self, space_id: str) -> str:
        """Return the README of a Space without its front matter; empty if it has none."""

        def work(api: "HfApi") -> str:
            return library.read_file(api, self.endpoint, space_id, "README.md")

        text = await self._run(work, space_id)
        return _FRONT_MATTER.sub("", text, count=1).strip("\r\n")

    async def by_subdomain(self, subdomain: str) -> str:
        """Return the id of the Space at `subdomain`.hf.space.

        Source: gradio's JS client, helpers/spaces.ts; huggingface_hub 2.4 has no method for it.
        """
        url = f"{self.endpoint}/api/spaces/by-subdomain/{quote(subdomain, safe='')}"

        def work(api: "HfApi") -> str:
            content = library.get_json(api, url)
            # The JS client reads `space`; other responses of the Hub have `id`.
            space = content.get("space") or content["id"]
            return str(space["id"] if isinstance(space, dict) else space)

        return await self._run(work, f"at {subdomain}.hf.space")

    async def account(self) -> Account | None:
        """Return who is logged in, or None without a token. A quota that is refused is left out."""
        if not await self.has_token():
            return None
        return await self._run(read_account)

    async def quota(self) -> Quota:
        """Return the ZeroGPU quota of the user. Raises AuthError where it may not be read."""
        return await self._run(read_quota)

    async def hardware(self) -> tuple[Hardware, ...]:
        """Return the hardware that Spaces can run on, with prices, in the Hub's order."""
        return await self._run(list_hardware)

    async def duplicate(self, wanted: Duplicate) -> bool:
        """Make a duplicate; return False where a Space of its name exists, which stays as it is."""
        return await self._run(lambda api: make_duplicate(api, wanted), wanted.from_id)

    async def has_token(self) -> bool:
        """Return whether there is a token that this Hub may have."""
        return bool(await self._token())

    async def token_for(self, card: SpaceCard, *, to_public: bool = False) -> str:
        """Return the token that may go to the host of this Space, or an empty string.

        It may if this Hub named the host, the host is one of Spaces, and the Space is private, runs
        on ZeroGPU, or the user asked for it with `to_public` (security.md P1). Of the card only the
        id is trusted.
        """
        token = await self._token()
        if not token:
            return ""
        own = self._cards.get(card.id) or await self.space(card.id)
        if own.host != card.host or not space_may_have_token(own.host, self.endpoint):
            return ""
        is_needed = own.private or own.is_zero_gpu or to_public
        return token if is_needed else ""

    async def _token(self) -> str:
        if not hub_may_have_token(self.endpoint):
            return ""
        if self._given or not self._use_saved_token:
            token = self._given
        else:
            token = await self._run_in_time(
                lambda: translate_errors(library.saved_token, endpoint=self.endpoint)
            )
        if not (token.isascii() and token.isprintable() and " " not in token):
            raise AuthError("the token has a character that no token has", hint=LOGIN)
        return token

    async def _run(self, work: Callable[["HfApi"], T], space_id: str = "") -> T:
        """Run `work` with the library's client, on a thread of its own. Raises our errors."""
        token = await self._token()

        def run() -> T:
            return work(library.make_api(self.endpoint, token))

        return await self._run_in_time(
            lambda: translate_errors(run, endpoint=self.endpoint, space_id=space_id, token=token)
        )

    async def _run_in_time(self, work: Callable[[], T]) -> T:
        seconds = library.TIMEOUT_SECONDS
        try:
            async with asyncio.timeout(seconds):
                return await run_in_thread(work)
        except TimeoutError:
            host = urlsplit(self.endpoint).netloc
            raise TimedOut(
                f"no answer from {host} in {seconds:g} s", hint="Try again in a moment."
            ) from None
