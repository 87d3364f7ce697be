"""A terminal is drawn in the colours that it has, also where it does not speak of them."""

import pytest

from spacetui.system.terminal_colors import name_colors

XTERM = {"XTERM_VERSION": "XTerm(379)"}


@pytest.mark.parametrize(
    ("environment", "added"),
    [
        ({"TERM": "xterm", **XTERM}, {"COLORTERM": "truecolor"}),
        ({"TERM": "xterm-256color", **XTERM}, {"COLORTERM": "truecolor"}),
        ({"TERM": "xterm", "XTERM_VERSION": "XTerm(330)"}, {"TEXTUAL_COLOR_SYSTEM": "256"}),
        ({"TERM": "screen", **XTERM}, {}),
        ({"TERM": "xterm"}, {"TEXTUAL_COLOR_SYSTEM": "256"}),
        ({"TERM": "xterm", "COLORTERM": "", **XTERM}, {}),
        ({"TERM": "xterm", "TEXTUAL_COLOR_SYSTEM": "standard"}, {}),
        ({"TERM": "tmux-256color", **XTERM}, {}),
        ({"TERM": "linux"}, {}),
        ({}, {}),
    ],
)
def test_colours_are_named_where_the_terminal_names_none(
    environment: dict[str, str], added: dict[str, str]
) -> None:
    given = dict(environment)
    name_colors(environment)
    assert environment == {**given, **added}
