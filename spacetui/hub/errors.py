"""Our errors for the exceptions of huggingface_hub. No token is in them."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from spacetui.errors import (
    AuthError,
    Busy,
    SpacetuiError,
    TimedOut,
    UnknownSpace,
    Unreachable,
    UsageError,
)
from spacetui.system.network import retry_after

if TYPE_CHECKING:
    from huggingface_hub.errors import HfHubHTTPError

T = TypeVar("T")

# What a token of the Hub looks like. A server may send one that is not ours.
_TOKEN = re.compile(r"\b(?:hf_|api_org_)[A-Za-z0-9_.-]{8,}|\b[Bb]earer\s+\S+")
# Characters of a server's text that are kept as details.
DETAILS_CHARS = 2000
LOGIN = "Log in with `hf auth login`, or give --token."


def redact_tokens(text: str, token: str = "") -> str:
    """Return `text` with `token`, and whatever looks like a token, replaced (security.md P4)."""
    if token:
        text = text.replace(token, "hf_…")
    return _TOKEN.sub("hf_…", text)


def translate_errors(
    work: Callable[[], T], *, endpoint: str, space_id: str = "", token: str = ""
) -> T:
    """Return what `work` returns, and raise its errors as ours.

    They are not chained to the original, which a traceback would print with its token.
    space_id: the Space that the work is about, if it is about one.
    """
    try:
        return work()
    except SpacetuiError:
        raise
    except Exception as error:  # noqa: BLE001  the library's, httpx2's, and any on unexpected JSON
        raised = _error_of(error, urlsplit(endpoint).netloc, space_id)
        details = redact_tokens(f"{type(error).__name__}: {error}", token)[:DETAILS_CHARS]
        message = redact_tokens(raised.failure.message, token)
        raised.failure = replace(raised.failure, message=message, details=details)
    raise raised


def _error_of(error: Exception, host: str, space_id: str) -> SpacetuiError:
    import httpx2  # the HTTP client of huggingface_hub, which lets its errors pass
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, OfflineModeIsEnabled

    if isinstance(error, HfHubHTTPError):
        return _error_of_status(error, host, space_id)
    if isinstance(error, HFValidationError):
        return UsageError(f"{space_id!r} is not a Space id", hint="Write owner/name.")
    if isinstance(error, OfflineModeIsEnabled):
        return Unreachable(
            f"cannot reach {host}: HF_HUB_OFFLINE is set", hint="Unset it to go online."
        )
    if isinstance(error, httpx2.TimeoutException):
        return TimedOut(f"{host} does not answer", hint="Try again in a moment.")
    if isinstance(error, httpx2.TooManyRedirects | httpx2.DecodingError):
        return Unreachable(f"{host} does not answer as the Hub does", hint="Check HF_ENDPOINT.")
    if isinstance(error, httpx2.TransportError | OSError):
        return Unreachable(
            f"cannot reach {host}", hint="Check the network, or run `spacetui demo`."
        )
    return Unreachable(f"{host} does not answer as the Hub does", hint="Check HF_ENDPOINT.")


def _error_of_status(error: "HfHubHTTPError", host: str, space_id: str) -> SpacetuiError:
    from huggingface_hub.errors import RepositoryNotFoundError

    status = error.response.status_code
    if isinstance(error, RepositoryNotFoundError) or (status == 404 and space_id):
        # The Hub answers 401 for a missing Space too, so that nobody learns which names are taken.
        return UnknownSpace(
            f"no Space {space_id} (or it is private)",
            hint="If it is private, log in with `hf auth login` or give --token.",
        )
    if status == 401:
        message = "a login is wanted" if space_id else f"{host} does not accept this token"
        return AuthError(message, hint=LOGIN)
    if status == 403:
        return AuthError(f"{host} refuses this (403)", where=space_id, hint=LOGIN)
    if status == 404:
        return UsageError(f"{host} has nothing there (404)", hint="Check HF_ENDPOINT.")
    if status == 429:
        return _too_many_requests(error, host, space_id)
    if status >= 500:
        return Busy(
            f"{host} has trouble of its own ({status})",
            where=space_id,
            hint="Try again in a moment.",
        )
    return UsageError(f"{host} refuses this request ({status})", where=space_id)


def _too_many_requests(error: "HfHubHTTPError", host: str, space_id: str) -> Busy:
    seconds = retry_after(error.response.headers)
    hint = "Try again in a minute, or log in."
    if seconds is not None:
        hint = f"Try again in {seconds:.0f} s."
    message = f"{host} wants fewer requests (429)"
    return Busy(message, where=space_id, hint=hint, retry_after=seconds)
