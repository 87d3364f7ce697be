"""The Hub as a set of coroutines: search, cards, stages, READMEs, the account, and who may have the token."""

import asyncio
import os
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, urlsplit

from spacetui.errors import AuthError, TimedOut, UsageError
from spacetui.hub import api as library
from spacetui.hub import cards
from spacetui.hub.errors import LOGIN, translated
from spacetui.hub.threads import in_thread
from spacetui.hub.token_policy import DEFAULT, hub_may_have_token, space_may_have_token
from spacetui.model.space import Account, SpaceCard

if TYPE_CHECKING:
    from huggingface_hub import HfApi

T = TypeVar("T")

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?:.*?\r?\n)?---[ \t]*(?:\r?\n|\Z)", re.DOTALL)


class Hub:
    """One Hub and one token.

    endpoint: given, else HF_ENDPOINT, else https://huggingface.co. HF_ENDPOINT is read here, and not when the
    library is imported. Every method raises Unreachable, TimedOut, Busy, AuthError or UsageError.
    """

    def __init__(
        self, endpoint: str | None = None, token: str | None = None, *, use_saved_token: bool = True
    ) -> None:
        """Remember what was given; nothing is read or asked yet.

        token: else the saved login or HF_TOKEN, unless `use_saved_token` is False.
        """
        self.endpoint = (endpoint or os.environ.get("HF_ENDPOINT") or DEFAULT).strip().rstrip("/")
        parts = urlsplit(self.endpoint)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise UsageError(
                f"{self.endpoint!r} is no address of a Hub",
                hint="HF_ENDPOINT begins with https://.",
            )
        self._given = (token or "").strip()
        self._use_saved_token = use_saved_token
        # What this Hub itself said of each Space: a card from elsewhere decides nothing about the token.
        self._named: dict[str, SpaceCard] = {}

    def with_token(self, token: str) -> "Hub":
        """Give the same Hub, asked with another token."""
        return Hub(self.endpoint, token, use_saved_token=False)

    @property
    def is_default(self) -> bool:
        """Whether this is https://huggingface.co."""
        return self.endpoint == DEFAULT

    async def search(
        self, query: str, *, sdk: str | None = "gradio", include_non_running: bool = False
    ) -> tuple[SpaceCard, ...]:
        """Find Spaces by what they do, in the Hub's order. sdk: None for all."""

        def ask(api: "HfApi") -> tuple[SpaceCard, ...]:
            found = api.search_spaces(query, sdk=sdk, include_non_running=include_non_running)
            return tuple(cards.card_of_result(result) for result in found)

        return await self._ask(ask)

    async def space(self, space_id: str) -> SpaceCard:
        """Give the card of a Space, its host and stage included."""
        card = await self._ask(lambda api: cards.card_of_info(api.space_info(space_id)), space_id)
        self._named[card.id] = card
        return card

    async def stage(self, space_id: str) -> tuple[str, str]:
        """Give a Space's stage and error message; cheap, to be asked again and again."""

        def ask(api: "HfApi") -> tuple[str, str]:
            stage, _, error = cards.runtime_of(api.get_space_runtime(space_id))
            return stage, error

        return await self._ask(ask, space_id)

    async def readme(self, space_id: str) -> str:
        """Give a Space's README without its front matter; empty if it has none."""

        def ask(api: "HfApi") -> str:
            return library.read_file(api, self.endpoint, space_id, "README.md")

        return _FRONT_MATTER.sub("", await self._ask(ask, space_id), count=1).strip("\r\n")

    async def by_subdomain(self, subdomain: str) -> str:
        """Give the id of the Space at `subdomain`.hf.space.

        Source: gradio's JS client, helpers/spaces.ts; huggingface_hub 2.4 has no call for it.
        """

        def ask(api: "HfApi") -> str:
            answer = library.get_json(
                api, f"{self.endpoint}/api/spaces/by-subdomain/{quote(subdomain, safe='')}"
            )
            # The JS client reads `space`; the Hub's other answers say `id`.
            space_id = answer.get("space") or answer["id"]
            return str(space_id["id"] if isinstance(space_id, dict) else space_id)

        return await self._ask(ask, f"at {subdomain}.hf.space")

    async def account(self) -> Account | None:
        """Give who is logged in, or None without a token. The quota is asked for, and left out if that fails."""
        if not await self.has_token():
            return None

        def ask(api: "HfApi") -> Account:
            name = api.whoami()["name"]
            if not isinstance(name, str):
                raise TypeError(f"a user's name is a text, not {name!r}")
            try:
                quota = api.get_zero_gpu_quota()
            except Exception:  # noqa: BLE001  a token may lack the right to read it; the name is worth showing
                return Account(name)
            resets_at = quota.resets_at.isoformat() if quota.resets_at else ""
            return Account(name, float(quota.base), float(quota.remaining), resets_at)

        return await self._ask(ask)

    async def has_token(self) -> bool:
        """Say whether there is a token that this Hub may have."""
        return bool(await self._token())

    async def token_for(self, card: SpaceCard, *, to_public: bool = False) -> str:
        """Give the token that may go to the host of this Space, or the empty text (security.md P1).

        It may where the Hub itself named that host, the host is one of Spaces, and the Space is private, runs on
        ZeroGPU, or the user asked for it (`to_public`). The card itself is believed in nothing but its id.
        """
        token = await self._token()
        if not token:
            return ""
        named = self._named.get(card.id) or await self.space(card.id)
        if named.host != card.host or not space_may_have_token(named.host, self.endpoint):
            return ""
        return token if named.private or named.is_zero_gpu or to_public else ""

    async def _token(self) -> str:
        if not hub_may_have_token(self.endpoint):
            return ""
        if self._given or not self._use_saved_token:
            token = self._given
        else:
            token = await self._within_limit(
                lambda: translated(library.saved_token, endpoint=self.endpoint)
            )
        if not (token.isascii() and token.isprintable() and " " not in token):
            raise AuthError("the token has a character that no token has", hint=LOGIN)
        return token

    async def _ask(self, ask: Callable[["HfApi"], T], space_id: str = "") -> T:
        """Ask the Hub one thing, on a thread of its own; say what went wrong in our words."""
        token = await self._token()

        def work() -> T:
            return ask(library.api_of(self.endpoint, token))

        return await self._within_limit(
            lambda: translated(work, endpoint=self.endpoint, space_id=space_id, token=token)
        )

    async def _within_limit(self, work: Callable[[], T]) -> T:
        try:
            async with asyncio.timeout(library.LIMIT):
                return await in_thread(work)
        except TimeoutError:
            host = urlsplit(self.endpoint).netloc
            raise TimedOut(
                f"no answer from {host} in {library.LIMIT:g} s", hint="Try again in a moment."
            ) from None
