"""Which keys the footer of the recorder names."""

from spacetui.tui.keys import hint
from spacetui.tui.widgets.footer import KeyGroups


def footer_keys() -> KeyGroups:
    """Return the keys, most important first; those that do nothing now are left out later."""
    return (
        (hint("copy", "copy script"), hint("language"), hint("export")),
        (
            hint("list.choose"),
            hint("link"),
            hint("unlink"),
            hint("drop"),
            hint("undo"),
            hint("move_down move_up", "move", between="/"),
        ),
        (hint("rerun"), hint("run", "run all again")),
        (hint("menu"), hint("describe"), hint("keep_needed"), hint("export_toml"), hint("verify")),
    )
