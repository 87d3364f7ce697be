"""Who is logged in at the Hub, and how much ZeroGPU quota is left. The functions block."""

import math
from typing import TYPE_CHECKING, Any

from spacetui.errors import AuthError
from spacetui.model.account import Account, Quota

if TYPE_CHECKING:
    from huggingface_hub import HfApi

# What huggingface_hub 2.4 says of HfApi.get_zero_gpu_quota.
QUOTA_RIGHTS = (
    'A fine-grained token needs the right "Read billing usage and payment method status", '
    "an OAuth login the scope read-billing."
)


def read_account(api: "HfApi") -> Account:
    """Return who is logged in. A quota that cannot be read is left out."""
    name = api.whoami()["name"]
    if not isinstance(name, str):
        raise TypeError(f"a user's name is a text, not {name!r}")
    try:
        return Account(name, read_quota(api))
    except AuthError:
        return Account(name, is_quota_refused=True)
    except Exception:  # noqa: BLE001  the quota is an extra; read_quota alone says what is wrong
        return Account(name)


def read_quota(api: "HfApi") -> Quota:
    """Return the quota of the user. Raises AuthError where the token may not read it."""
    from huggingface_hub.errors import HfHubHTTPError

    try:
        quota = api.get_zero_gpu_quota()
    except HfHubHTTPError as error:
        if error.response.status_code not in (401, 403):
            raise
        raise AuthError("this token may not read the ZeroGPU quota", hint=QUOTA_RIGHTS) from None
    resets_at = quota.resets_at.isoformat() if quota.resets_at else ""
    paid_used = None
    if quota.overquota_used is not None:
        paid_used = _seconds(quota.overquota_used)
    return Quota(_seconds(quota.base), _seconds(quota.remaining), resets_at, paid_used)


def _seconds(value: Any) -> float:
    seconds = float(value)
    if not math.isfinite(seconds):
        raise ValueError(f"a quota is a number of seconds, not {value!r}")
    return seconds
