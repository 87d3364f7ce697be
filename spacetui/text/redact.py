"""Remove credentials from text: a server may repeat what it was sent (security.md P4).

Only text is treated here; session/redaction.py walks values and knows which credentials there are.
"""

import json
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

HIDDEN = "[hidden]"
# Characters of the shortest secret that is redacted, and of the shortest start of a truncated one.
MIN_SECRET, MIN_START = 4, 6


def redact_text(text: str, secrets: Iterable[str]) -> str:
    """Return `text` with each secret replaced by `[hidden]`."""
    for secret in secrets:
        # A shorter secret occurs in ordinary text, so that replacing it would hide nothing.
        if len(secret) >= MIN_SECRET:
            text = _redact_truncated(text.replace(secret, HIDDEN), secret)
    return text


def encoded_forms(secret: str) -> set[str]:
    """Return a secret as it may stand in JSON, in an address, and in a form."""
    in_json = (json.dumps(secret, ensure_ascii=is_ascii)[1:-1] for is_ascii in (True, False))
    encoded = secret.encode("utf-8", "surrogatepass")
    return {secret, *in_json, quote(encoded, safe=""), quote_plus(encoded)}


def _redact_truncated(text: str, secret: str) -> str:
    """Redact the start of a secret at the end of `text`, which was cut or is still growing."""
    whole = text.rstrip("…'\"")
    if secret[:MIN_START] not in whole[-len(secret) :]:
        return text
    for length in range(len(secret) - 1, MIN_START - 1, -1):
        if whole.endswith(secret[:length]):
            return f"{whole[:-length]}{HIDDEN}{text[len(whole) :]}"
    return text
