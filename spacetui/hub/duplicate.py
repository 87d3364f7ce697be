"""Duplicating a Space, and the prices of hardware. The functions block."""

from typing import TYPE_CHECKING, cast

from spacetui.errors import AuthError
from spacetui.model.duplicate import Duplicate, Hardware

if TYPE_CHECKING:
    from huggingface_hub import HfApi, SpaceHardware
    from huggingface_hub.errors import HfHubHTTPError

BILLING = "https://huggingface.co/settings/billing"
_PER_HOUR = {"second": 3600.0, "minute": 60.0, "hour": 1.0, "day": 1 / 24}


def list_hardware(api: "HfApi") -> tuple[Hardware, ...]:
    """Return the hardware that Spaces can run on, in the Hub's order."""
    rows = []
    for each in api.list_spaces_hardware():
        parts = [each.cpu, each.ram]
        if each.accelerator is not None:
            parts.append(f"{each.accelerator.model} {each.accelerator.vram}")
        usd = _usd_an_hour(each.unit_cost_usd, each.unit_label)
        rows.append(Hardware(str(each.name), str(each.pretty_name), ", ".join(parts), usd))
    return tuple(rows)


def _usd_an_hour(cost: float, unit: str) -> float | None:
    """Return a price by the hour; None for a unit of time that is not known here."""
    if not cost:
        return 0.0
    units = _PER_HOUR.get(unit)
    return None if units is None else float(cost) * units


def make_duplicate(api: "HfApi", wanted: Duplicate) -> bool:
    """Make a duplicate. Return False where a Space of that name exists, which is left as it is.

    Raises AuthError where the token may not make it, or the hardware has to be paid for first.
    """
    from huggingface_hub.errors import HfHubHTTPError

    # The library warns on stderr of a sleep time of free hardware, which cannot be set.
    sleep_seconds = wanted.sleep_seconds if wanted.hardware.takes_sleep_time else None
    try:
        api.duplicate_repo(
            wanted.from_id,
            wanted.to_id,
            repo_type="space",
            private=wanted.is_private,
            space_hardware=cast("SpaceHardware", wanted.hardware.name),  # it takes any text
            space_sleep_time=sleep_seconds,
        )
    except HfHubHTTPError as error:
        if error.response.status_code == 409:
            return False
        raise _refusal(error, wanted) or error from None
    return True


def _refusal(error: "HfHubHTTPError", wanted: Duplicate) -> AuthError | None:
    """Return our error for a duplicate that the Hub refuses to this user, with its reason."""
    reason = f": {error.server_message}" if error.server_message else ""
    match error.response.status_code:
        case 402:
            message = f"the Hub wants {wanted.hardware.name} to be paid for{reason}"
            return AuthError(message, where=wanted.to_id, hint=f"See {BILLING}.")
        case 403:
            message = f"the Hub does not let this token make a Space{reason}"
            return AuthError(message, where=wanted.to_id, hint="It needs the right to write.")
    return None
