"""`--set step.parameter=value` of a replay: values of the user's for the steps of a recording."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacetui.errors import UsageError
from spacetui.recording_files.document import RecordingFile
from spacetui.text.suggestions import did_you_mean, listed


def settings_by_step(settings: Sequence[str], document: RecordingFile) -> Mapping[str, list[str]]:
    """Return the ARGs of each step by its name, as `make_call` reads them.

    Raises UsageError for a setting that names no step, or gives no value.
    """
    names = [each.name for each in document.steps]
    found: dict[str, list[str]] = {}
    for setting in settings:
        step, dot, arg = setting.partition(".")
        if not dot or "=" not in arg:
            raise UsageError(
                f"{setting!r} sets nothing"[:120], where="--set", hint="Write step.parameter=value."
            )
        if step not in names:
            hint = did_you_mean(step, names) or f"The steps are: {listed(names)}."
            raise UsageError(f"no step {step!r}"[:120], where="--set", hint=hint)
        found.setdefault(step, []).append(arg)
    return found
