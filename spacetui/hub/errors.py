"""Our errors for the exceptions of huggingface_hub. No token is in them."""

import os
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from spacetui.errors import (
    AuthError,
    Busy,
    ClosedSpace,
    SpacetuiError,
    StaleLogin,
    TimedOut,
    UnknownSpace,
    Unreachable,
    UsageError,
)
from spacetui.hub.huggingface_setup import ErrorAnswer
from spacetui.system.network import retry_after

if TYPE_CHECKING:
    from huggingface_hub.errors import HfHubHTTPError

T = TypeVar("T")

# What a token of the Hub looks like. A server may send one that is not ours.
_TOKEN = re.compile(r"\b(?:hf_|api_org_)[A-Za-z0-9_.-]{8,}|\b[Bb]earer\s+\S+")
# Characters of a server's text that are kept as details, and as the reason in a message.
DETAILS_CHARS, REASON_CHARS = 2000, 300
LOGIN = "Log in with `hf auth login`, or give --token."
STALE = "the Hub does not accept this token (expired?)"


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
    space_id: the Space that the work is about, if it is about one. token: the one that is sent.
    """
    try:
        return work()
    except SpacetuiError:
        raise
    except Exception as error:  # noqa: BLE001  the library's, httpx2's, and any on unexpected JSON
        raised = _error_of(error, urlsplit(endpoint).netloc, space_id, has_token=bool(token))
        details = raised.failure.details or f"{type(error).__name__}: {error}"
        details = redact_tokens(details, token)[:DETAILS_CHARS]
        message = redact_tokens(raised.failure.message, token)
        raised.failure = raised.failure._replace(message=message, details=details)
        raised.args = (message,)
    raise raised


def _error_of(error: Exception, host: str, space_id: str, *, has_token: bool) -> SpacetuiError:
    import httpx2  # the HTTP client of huggingface_hub, which lets its errors pass
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, OfflineModeIsEnabled

    again = "Try again in a moment."
    match error:
        case HfHubHTTPError():
            return _error_of_status(error, host, space_id, has_token=has_token)
        case ErrorAnswer():
            return _error_of_answer(error, host, space_id)
        case HFValidationError():
            return UsageError(f"{space_id!r} is not a Space id", hint="Write owner/name.")
        case OfflineModeIsEnabled():
            name = "HF_HUB_OFFLINE" if os.environ.get("HF_HUB_OFFLINE") else "TRANSFORMERS_OFFLINE"
            message = f"the Hub is not asked, because {name} is set"
            return Unreachable(message, where=space_id, hint="Unset it to go online.")
        case httpx2.TimeoutException():
            return TimedOut(f"{host} does not answer", hint=again)
        case httpx2.TransportError() | OSError() if not isinstance(error, httpx2.DecodingError):
            hint = "Check the network, or run `spacetui demo`."
            return Unreachable(f"cannot reach {host}", hint=hint)
    return Unreachable(f"{host} does not answer as the Hub does", hint=_check_endpoint(again))


def _check_endpoint(otherwise: str) -> str:
    """Return the hint for a server that may not be a Hub at all."""
    return "Check HF_ENDPOINT." if os.environ.get("HF_ENDPOINT") else otherwise


def _error_of_answer(error: ErrorAnswer, host: str, space_id: str) -> SpacetuiError:
    reason = _one_line(str(error))
    if "rate limit" in reason.lower():
        return _too_many_requests(error.headers, host, space_id)
    message = f"{host} answers with an error: {reason or 'no reason'}"
    return Unreachable(message, where=space_id, hint="Try again in a moment.")


def _error_of_status(
    error: "HfHubHTTPError", host: str, space_id: str, *, has_token: bool
) -> SpacetuiError:
    status, reason = error.response.status_code, _reason(error)
    if status == 401:
        return _unauthorized(host, space_id, reason, has_token=has_token)
    if status == 403:
        return _forbidden(error, host, space_id, reason)
    if status == 404 and space_id:
        return _unknown_space(space_id)
    if status == 404:
        hint = _check_endpoint("Try again later.")
        return UsageError(f"{host} has nothing there (404)", hint=hint)
    if status == 429:
        return _too_many_requests(error.response.headers, host, space_id)
    if status >= 500:
        message = f"{host} has trouble of its own ({status})"
        return Busy(message, where=space_id, hint="Try again in a moment.")
    message = f"{host} refuses this request ({status})"
    return UsageError(f"{message}: {reason}" if reason else message, where=space_id)


def _unauthorized(host: str, space_id: str, reason: str, *, has_token: bool) -> SpacetuiError:
    """Return the error for a 401.

    With a token it is about the token, whatever was asked for. Without one the Hub answers it for a
    Space that is missing as for one that is private, so that nobody learns which names are taken.
    The library tells them apart for https alone, and by the wording.
    """
    if has_token:
        return StaleLogin(STALE, hint=LOGIN, details=reason)
    if space_id:
        return _unknown_space(space_id)
    return AuthError(f"{host} wants a login", hint=LOGIN)


def _unknown_space(space_id: str) -> UnknownSpace:
    return UnknownSpace(
        f"no Space {space_id} (or it is private)",
        hint="If it is private, log in with `hf auth login` or give --token.",
    )


def _forbidden(error: "HfHubHTTPError", host: str, space_id: str, reason: str) -> AuthError:
    from huggingface_hub.errors import DisabledRepoError, GatedRepoError

    behind = f": {reason}" if reason else ""
    if isinstance(error, GatedRepoError):
        hint = "Ask for access on its page, then log in."
        message = f"this Space is gated{behind}"
        return ClosedSpace(message, is_gated=True, where=space_id, hint=hint)
    if isinstance(error, DisabledRepoError):
        hint = "Look for a similar one."
        return ClosedSpace(f"this Space is disabled{behind}", where=space_id, hint=hint)
    return AuthError(f"{host} refuses this (403){behind}", where=space_id, hint=LOGIN)


def _too_many_requests(headers: Mapping[str, str], host: str, space_id: str) -> Busy:
    seconds = retry_after(headers)
    if seconds is None:
        message, hint = f"{host} wants fewer requests (429)", "Try again in a minute, or log in."
    else:
        message = f"{host} wants no more requests for {seconds:.0f} s (429)"
        hint = f"Try again in {seconds:.0f} s."
    return Busy(message, where=space_id, hint=hint, retry_after=seconds)


def _reason(error: "HfHubHTTPError") -> str:
    """Return the Hub's own words about an error, as one line; empty where there are none."""
    response = error.response
    try:
        content = response.json()
    except Exception:  # noqa: BLE001  no JSON, or a stream that was not read
        content = None
    said = content.get("error") if isinstance(content, dict) else None
    text = said if isinstance(said, str) else response.headers.get("x-error-message", "")
    return _one_line(text)


def _one_line(text: str) -> str:
    return text.strip().partition("\n")[0].strip()[:REASON_CHARS]
