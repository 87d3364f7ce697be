"""What has changed in an endpoint since a recording was made, as notes and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from spacetui.cli import output

if TYPE_CHECKING:
    from spacetui.model.drift import Change


def print_drift(step: str, changes: Sequence[Change], *, as_json: bool) -> None:
    """Print a note for each change of a step's endpoint, and with as_json one line with all."""
    for change in changes:
        mark = "changed, and the call may fail" if change.is_breaking else "changed"
        output.print_note(f"step {step}: {mark}: {change}")
    if changes and as_json:
        listed = [
            {
                "name": each.name,
                "kind": each.kind.value,
                "breaking": each.is_breaking,
                "text": each.text,
            }
            for each in changes
        ]
        output.print_json({"event": "drift", "changes": listed, "step": step})
