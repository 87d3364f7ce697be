"""What an app changes of a component besides its value, as lines of text for both front ends."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from spacetui.text.format import number_text, range_text

# Choices that are listed; the others are counted. Characters of any other property.
MAX_CHOICES, MAX_PROPERTY = 12, 200
_LIMITS = ("minimum", "maximum", "step")


def changes_lines(changes: Mapping[str, Any], show: Callable[[Any], str]) -> list[str]:
    """Return a line for each change: `choices: a | b`, `limits: 0 to 10`, `label: Size`.

    changes: property -> its new value, as the app sent it. show: returns a value that has no words
    of its own as text. The lines are untrusted text.
    """
    lines = []
    if "choices" in changes:
        lines.append(f"choices: {_choices_text(changes['choices'])}")
    if limits := _limits_text(changes):
        lines.append(limits)
    for name, value in changes.items():
        if name == "choices" or (limits and name in _LIMITS):
            continue
        words = _WORDS.get(name, {}).get(_key_of(value))
        lines.append(words or f"{name}: {show(value)}")
    return lines


def short_json(value: Any) -> str:
    """Return a value as one line of JSON, and a text as it is, cut to MAX_PROPERTY."""
    text = value
    if not isinstance(value, str):
        try:
            text = json.dumps(value, ensure_ascii=False, default=str)
        except (ValueError, RecursionError):
            text = str(type(value))
    return text if len(text) <= MAX_PROPERTY else f"{text[: MAX_PROPERTY - 1]}…"


# Property -> the JSON of its value -> how that is called.
_WORDS = {
    "visible": {"true": "visible", "false": "hidden", '"hidden"': "hidden"},
    "interactive": {"true": "can be edited", "false": "cannot be edited"},
    # Gradio 3's name of it.
    "mode": {'"dynamic"': "can be edited", '"static"': "cannot be edited"},
}


def _key_of(value: Any) -> str:
    return json.dumps(value) if isinstance(value, (str, bool)) else ""


def _choices_text(choices: Any) -> str:
    if not isinstance(choices, (list, tuple)):
        return short_json(choices)
    if not choices:
        return "none"
    labels = [_label_of(each) for each in choices[:MAX_CHOICES]]
    if len(choices) > MAX_CHOICES:
        labels.append(f"… {len(choices) - MAX_CHOICES} more")
    return " | ".join(labels)


def _label_of(choice: Any) -> str:
    """Return the label of a choice: a pair of label and value, or, in early versions, its value."""
    if isinstance(choice, (list, tuple)) and len(choice) == 2:
        return short_json(choice[0])
    return short_json(choice)


def _limits_text(changes: Mapping[str, Any]) -> str:
    """Return the limits in words; empty where there are none, or where one is no number."""
    found = [changes.get(name) for name in _LIMITS]
    if any(
        isinstance(each, bool) or not isinstance(each, (int, float, type(None))) for each in found
    ):
        return ""
    minimum, maximum, step = found
    text = range_text(minimum, maximum, step, number=number_text)
    return f"limits: {text}" if text else ""
