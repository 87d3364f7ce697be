"""A duplicate of a Space in the user's own account, and the hardware that it can run on."""

from dataclasses import dataclass

FREE_HARDWARE = "cpu-basic"
# Seconds without a call after which paid hardware is put to sleep, unless the user says otherwise.
SLEEP_SECONDS = 3600
# What the Hub's API takes as the sleep time of a Space that never sleeps.
NEVER = -1


@dataclass(frozen=True, slots=True)
class Hardware:
    """Hardware of the Hub.

    name: as the Hub's API takes it. details: processor, memory and GPU. usd_an_hour: the price; 0
    where it is free, None where the Hub does not list one.
    """

    name: str
    title: str = ""
    details: str = ""
    usd_an_hour: float | None = None

    @property
    def price(self) -> float | None:
        """US dollars an hour. The free hardware has a price where the Hub lists none, too."""
        if self.usd_an_hour is None and self.name == FREE_HARDWARE:
            return 0.0
        return self.usd_an_hour

    @property
    def takes_sleep_time(self) -> bool:
        """Whether it can be said when it sleeps; free hardware has a fixed time."""
        return self.price != 0 and self.name != FREE_HARDWARE


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A duplicate that the user wants.

    to_id: owner/name. sleep_seconds: NEVER for one that does not sleep; free hardware has a fixed
    time of its own.
    """

    from_id: str
    to_id: str
    hardware: Hardware
    is_private: bool = True
    sleep_seconds: int = SLEEP_SECONDS
