"""The yes that a file from somebody else needs to upload more than what lies beside it."""

from spacetui.cli import output
from spacetui.errors import UsageError


def allow_or_refuse(question: str, refusal: UsageError) -> None:
    """Ask on a terminal, and return after a yes. Raises `refusal` otherwise."""
    if output.can_ask() and output.ask(question).lower() in ("y", "yes"):
        return
    raise refusal
