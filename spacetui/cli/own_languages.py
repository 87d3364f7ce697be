"""Languages of the command line: those of the table, and the user's own templates."""

from __future__ import annotations

from spacetui.cli import output
from spacetui.errors import UsageError
from spacetui.snippets import Language, find_language


def find_any_language(name: str) -> Language:
    """Return a language by its name or alias. Raises UsageError that lists all languages.

    The templates are read only for a name that is in no row of the table.
    """
    try:
        return find_language(name)
    except UsageError:
        load_templates()
    return find_language(name)


def load_templates() -> None:
    """Add the user's own languages to the table, and print what is wrong with a template."""
    from spacetui.snippets.own_templates import load_own_languages
    from spacetui.system.paths import templates_dir

    for problem in load_own_languages(templates_dir()):
        output.print_note(problem)
