"""The user at the Hub, and the ZeroGPU quota of this user."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quota:
    """A ZeroGPU quota, in seconds of GPU.

    base: of one period. left: of it; negative where more was used. resets_at: an ISO time, empty
    while nothing of the quota is used. paid_used: what was used on credits that the user paid for,
    beyond the base; None where the Hub does not say.
    """

    base: float
    left: float
    resets_at: str = ""
    paid_used: float | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """The user at the Hub.

    quota: None where it is not known. is_quota_refused: the token may not read it.
    """

    name: str
    quota: Quota | None = None
    is_quota_refused: bool = False
