"""The colours that code has in Textual's own themes: those of the editors that they come from.

Our themes have theirs in their files. A colour that is too close to the ground of its theme is made
readable by theming.py.
"""

from __future__ import annotations

from typing import NamedTuple


class CodePalette(NamedTuple):
    """Colours of code as `#rrggbb`. name: of functions, classes, built-ins and keys."""

    keyword: str
    string: str
    number: str
    comment: str
    name: str


# By the names of Textual's themes.
PALETTES = {
    "atom-one-dark": CodePalette("#c678dd", "#98c379", "#d19a66", "#5c6370", "#61afef"),
    "atom-one-light": CodePalette("#a626a4", "#50a14f", "#986801", "#a0a1a7", "#4078f2"),
    "catppuccin-frappe": CodePalette("#ca9ee6", "#a6d189", "#ef9f76", "#949cbb", "#8caaee"),
    "catppuccin-latte": CodePalette("#8839ef", "#40a02b", "#fe640b", "#7c7f93", "#1e66f5"),
    "catppuccin-macchiato": CodePalette("#c6a0f6", "#a6da95", "#f5a97f", "#939ab7", "#8aadf4"),
    "catppuccin-mocha": CodePalette("#cba6f7", "#a6e3a1", "#fab387", "#9399b2", "#89b4fa"),
    "dracula": CodePalette("#ff79c6", "#f1fa8c", "#bd93f9", "#6272a4", "#50fa7b"),
    "flexoki": CodePalette("#879a39", "#3aa99f", "#8b7ec8", "#575653", "#da702c"),
    "gruvbox": CodePalette("#fb4934", "#b8bb26", "#d3869b", "#928374", "#fabd2f"),
    "monokai": CodePalette("#f92672", "#e6db74", "#ae81ff", "#75715e", "#a6e22e"),
    "nord": CodePalette("#81a1c1", "#a3be8c", "#b48ead", "#616e88", "#88c0d0"),
    "rose-pine": CodePalette("#31748f", "#f6c177", "#ebbcba", "#6e6a86", "#9ccfd8"),
    "rose-pine-dawn": CodePalette("#286983", "#ea9d34", "#d7827e", "#9893a5", "#56949f"),
    "rose-pine-moon": CodePalette("#3e8fb0", "#f6c177", "#ea9a97", "#6e6a86", "#9ccfd8"),
    "solarized-dark": CodePalette("#859900", "#2aa198", "#d33682", "#586e75", "#268bd2"),
    "solarized-light": CodePalette("#859900", "#2aa198", "#d33682", "#93a1a1", "#268bd2"),
    "textual-dark": CodePalette("#57a5e2", "#8ad4a1", "#ffc473", "#8a8a8a", "#9fc9ec"),
    "textual-light": CodePalette("#004578", "#2a6b3f", "#8a4b00", "#666666", "#0178d4"),
    "tokyo-night": CodePalette("#bb9af7", "#9ece6a", "#ff9e64", "#565f89", "#7aa2f7"),
}
