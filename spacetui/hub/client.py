"""The Hub as coroutines: search, cards, stages, READMEs, the account, where the token may go."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, urlsplit

from spacetui.errors import AuthError, StaleLogin, TimedOut, UnknownSpace, UsageError
from spacetui.hub import huggingface_setup as library
from spacetui.hub import space_info as cards
from spacetui.hub.errors import LOGIN, STALE, redact_tokens, translate_errors
from spacetui.hub.query_length import fit_query
from spacetui.hub.threads import run_in_thread
from spacetui.hub.token_policy import hub_may_have_token, space_may_have_token
from spacetui.model.space import DEFAULT_HUB, SpaceCard

if TYPE_CHECKING:
    from huggingface_hub import HfApi

    from spacetui.hub.noted_requests import Log
    from spacetui.model.account import Account, Quota
    from spacetui.model.duplicate import Duplicate, Hardware

    LogFor = Callable[[str], Log | None]

T = TypeVar("T")

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?:.*?\r?\n)?---[ \t]*(?:\r?\n|\Z)", re.DOTALL)

_SUBDOMAIN = re.compile(r"[A-Za-z0-9-]+")


class Hub:
    """A Hub and a token for it.

    endpoint: as given, else HF_ENDPOINT, else https://huggingface.co. HF_ENDPOINT is read when a
    Hub is made, and not when the library is imported.
    notes: what the user should know about the login, each once.
    Every method raises Unreachable, TimedOut, Busy, AuthError or UsageError. A token that the Hub
    does not accept, or cannot be read, is no error where a public Space is asked for: the Hub is
    asked without it.
    """

    def __init__(
        self,
        endpoint: str | None = None,
        token: str | None = None,
        *,
        use_saved_token: bool = True,
        needs_token: bool = False,
        token_name: str = "",
    ) -> None:
        """Send nothing yet.

        token: without one, HF_TOKEN or the saved login is used, unless `use_saved_token` is False.
        token_name: of the saved login, in place of HF_TOKEN and the one in use (`hf auth list`).
        needs_token: never ask without the token, but raise StaleLogin.
        """
        self.endpoint = (endpoint or os.environ.get("HF_ENDPOINT") or DEFAULT_HUB).strip()
        self.endpoint = self.endpoint.rstrip("/")
        parts = urlsplit(self.endpoint)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise UsageError(
                f"{self.endpoint!r} is not the address of a Hub",
                hint="HF_ENDPOINT begins with https://.",
            )
        self.notes: list[str] = []
        self._given = (token or "").strip()
        self._use_saved_token = use_saved_token
        self._needs_token = needs_token
        self._token_name = token_name
        # The token that the Hub did not accept; empty if there is none.
        self._refused = ""
        # Why there is no saved token, where there should be one.
        self._trouble = ""
        # Where the token was found.
        self._place = "--token"
        # Gives the log for requests, which learns of the token; see keep_log.
        self._log_for: LogFor = lambda token: None
        # The cards that this Hub sent. No other card decides who may have the token.
        self._cards: dict[str, SpaceCard] = {}

    def with_token(self, token: str) -> Hub:
        """Return a client of the same Hub with another token, without which it asks nothing."""
        hub = Hub(self.endpoint, token, use_saved_token=False, needs_token=True)
        hub.keep_log(self._log_for)
        return hub

    def keep_log(self, log_for: LogFor) -> None:
        """Note each request from now on. log_for: takes its token, and returns the log."""
        self._log_for = log_for

    @property
    def is_default(self) -> bool:
        """Whether this is https://huggingface.co."""
        return self.endpoint == DEFAULT_HUB

    async def search(
        self, query: str, *, sdk: str | None = "gradio", include_non_running: bool = False
    ) -> tuple[SpaceCard, ...]:
        """Find Spaces by what they do, in the Hub's order. sdk: None for all.

        Of a query that is too long for the Hub its beginning is searched for (query_length.py).
        Source: huggingface_hub 2.4 hf_api.py, search_spaces.
        """
        parameters = {"q": fit_query(query)}
        if sdk is not None:
            parameters["sdk"] = sdk
        if include_non_running:
            parameters["includeNonRunning"] = "true"
        url = f"{self.endpoint}/api/spaces/semantic-search"

        def work(api: HfApi) -> tuple[SpaceCard, ...]:
            return cards.cards_of_results(library.get_list(api, url, parameters))

        return await self._run(work)

    async def space(self, space_id: str) -> SpaceCard:
        """Return the card of a Space, with its host and stage."""

        def work(api: HfApi) -> SpaceCard:
            library.check_id(space_id)
            info = library.get_object(api, f"{self.endpoint}/api/spaces/{space_id}")
            return cards.card_of_info(info, made_host=self._made_host(info.get("subdomain")))

        card = await self._run(work, space_id)
        self._cards[card.id] = card
        return card

    def _made_host(self, subdomain: object) -> str:
        """Return the address of the app of a Space whose card names a subdomain alone.

        Other Hubs than the default one have other domains.
        """
        is_plain = isinstance(subdomain, str) and _SUBDOMAIN.fullmatch(subdomain)
        if is_plain and self.is_default:
            return f"https://{subdomain}.hf.space"
        return ""

    async def stage(self, space_id: str) -> tuple[str, str]:
        """Return the stage and the error message of a Space. It is cheap enough for polling."""

        def work(api: HfApi) -> tuple[str, str]:
            library.check_id(space_id)
            runtime = library.get_object(api, f"{self.endpoint}/api/spaces/{space_id}/runtime")
            stage, _, error = cards.runtime_of(runtime)
            if not stage:
                raise TypeError("a runtime has a stage")
            return stage, error

        return await self._run(work, space_id)

    async def readme(self, space_id: str) -> str:
        """Return the README of a Space without its front matter; empty if it has none."""

        def work(api: HfApi) -> str:
            return library.read_file(api, self.endpoint, space_id, "README.md")

        text = await self._run(work, space_id)
        return _FRONT_MATTER.sub("", text, count=1).strip("\r\n")

    async def by_subdomain(self, subdomain: str) -> str:
        """Return the id of the Space at `subdomain`.hf.space. Raises UnknownSpace.

        Source: gradio's JS client, helpers/spaces.ts; huggingface_hub 2.4 has no method for it.
        """
        url = f"{self.endpoint}/api/spaces/by-subdomain/{quote(subdomain, safe='')}"

        def work(api: HfApi) -> str:
            content = library.get_object(api, url)
            # The JS client reads `space`; other responses of the Hub have `id`.
            space = content.get("space") or content["id"]
            return str(space["id"] if isinstance(space, dict) else space)

        name = f"at {subdomain}.hf.space"
        try:
            return await self._run(work, name)
        except UsageError as error:  # 400 for a name with dots, though there may be such a host
            if isinstance(error, UnknownSpace):
                raise
            raise UnknownSpace(f"no Space {name}", details=error.failure.message) from None

    async def account(self) -> Account | None:
        """Return who is logged in, or None without a token. A quota that is refused is left out."""
        from spacetui.hub.account import read_account

        token = await self._token()
        if not token:
            if self._trouble:
                raise AuthError(self._trouble, hint=LOGIN)
            return None
        return await self._run_with(token, read_account)

    async def quota(self) -> Quota:
        """Return the ZeroGPU quota of the user. Raises AuthError where it may not be read."""
        from spacetui.hub.account import read_quota

        return await self._run_logged_in(read_quota)

    async def hardware(self) -> tuple[Hardware, ...]:
        """Return the hardware that Spaces can run on, with prices, in the Hub's order."""
        from spacetui.hub.duplicate import list_hardware

        return await self._run(list_hardware)

    async def duplicate(self, wanted: Duplicate) -> bool:
        """Make a duplicate; return False where a Space of its name exists, which stays as it is."""
        from spacetui.hub.duplicate import make_duplicate

        return await self._run_logged_in(lambda api: make_duplicate(api, wanted), wanted.from_id)

    async def login_place(self) -> str:
        """Return where the token was found, as `--token` or `HF_TOKEN`; empty without one.

        The Hub is not asked.
        """
        return self._place if await self._token() else ""

    async def has_token(self) -> bool:
        """Return whether there is a token that this Hub may have and did not refuse."""
        return bool(await self._accepted_token())

    async def token_for(self, card: SpaceCard, *, to_public: bool = False) -> str:
        """Return the token that may go to the host of this Space, or an empty string.

        It may if this Hub named the host, the host is one of Spaces, and the Space is private, runs
        on ZeroGPU, or the user asked for it with `to_public` (security.md P1). Of the card only the
        id is trusted.
        """
        token = await self._accepted_token()
        if not token:
            return ""
        own = self._cards.get(card.id) or await self.space(card.id)
        if own.host != card.host or not space_may_have_token(own.host, self.endpoint):
            return ""
        is_needed = own.private or own.is_zero_gpu or to_public
        if is_needed:
            return token
        return ""

    async def _accepted_token(self) -> str:
        """Return the token, unless the Hub has refused it."""
        token = await self._token()
        if token == self._refused:
            return ""
        return token

    async def _token(self) -> str:
        if not hub_may_have_token(self.endpoint):
            return ""
        if not self._given and self._use_saved_token:
            return await self._saved_token()
        if not _is_token(self._given):
            raise AuthError("the token has a character that no token has", hint=LOGIN)
        return self._given

    async def _saved_token(self) -> str:
        """Return HF_TOKEN or the token of the saved login; trouble with it becomes a note."""
        if self._trouble:
            return ""
        try:
            saved = await self._run_in_time(partial(library.saved_token, self._token_name))
        except TimedOut:
            saved = library.SavedToken(trouble="it was not renewed in time")
        token, trouble, self._place = saved.token, saved.trouble, saved.place
        if not _is_token(token):
            token, trouble = "", "it has a character that no token has"
        if not trouble:
            return token
        line = redact_tokens(trouble.strip().partition("\n")[0], token)
        what = "the saved login or HF_TOKEN"
        if self._token_name:
            what = f"the saved login {self._token_name!r} of the profile"
        line = f"trouble with {what}: {line}"
        self._note(line)
        if not token:
            self._trouble = line
        return token

    def _note(self, line: str) -> None:
        if line not in self.notes:
            self.notes.append(line)

    async def _run(self, work: Callable[[HfApi], T], space_id: str = "") -> T:
        """Run `work` with the token, or without it if the Hub does not accept it."""
        token = await self._accepted_token()
        if token or not self._refused:
            try:
                return await self._run_with(token, work, space_id)
            except StaleLogin:
                if self._needs_token:
                    raise
                self._refused = token
                self._note(f"{STALE}; public Spaces are read without it")
        try:
            return await self._run_with("", work, space_id)
        except UnknownSpace as error:
            message = f"{STALE}; without it there is {error.failure.message}"
            raise StaleLogin(message, hint=LOGIN) from None

    async def _run_logged_in(self, work: Callable[[HfApi], T], space_id: str = "") -> T:
        """Run `work`, which makes no sense without the token. Raises StaleLogin."""
        return await self._run_with(await self._token(), work, space_id)

    async def _run_with(self, token: str, work: Callable[[HfApi], T], space_id: str = "") -> T:
        """Run `work` with the library's client, on a thread of its own. Raises our errors."""

        log = self._log_for(token)

        def run() -> T:
            api = library.make_api(self.endpoint, token)
            from spacetui.hub.noted_requests import noting  # with the library's HTTP client

            with noting(log):
                return work(api)

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


def _is_token(text: str) -> bool:
    return text.isascii() and text.isprintable() and " " not in text
