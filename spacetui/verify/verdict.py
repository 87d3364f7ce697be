"""What is said of a program after it was checked."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """VERIFIED: it made the recorded calls. COMPILED: its syntax is right, and it was not run.

    NOT_CHECKED: neither could be done here. CANNOT: the language cannot make these calls. FAILED:
    it does not compile, or its requests are not the recorded ones.
    """

    VERIFIED = "verified"
    COMPILED = "compiled"
    NOT_CHECKED = "not_checked"
    CANNOT = "cannot"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome for one language. reason: a clause, empty where it is verified.

    calls: how many the program made as they were recorded.
    """

    language: str
    outcome: Outcome
    reason: str = ""
    calls: int = 0

    @property
    def text(self) -> str:
        """The outcome with its reason, in one line."""
        match self.outcome:
            case Outcome.VERIFIED:
                return "✓ verified"
            case Outcome.COMPILED:
                return f"compiled, not run: {self.reason}"
            case Outcome.NOT_CHECKED:
                return f"not checked: {self.reason}"
            case Outcome.CANNOT:
                return self.reason
        return f"✗ {self.reason}"
