"""A Script as a POSIX shell script that runs curl, sed and awk.

It goes through the queue of the app as `run` does, so that a result is what `run` gives. Where it
is pasted it is one command, a subshell, which ends at the first step that fails. There is no
comment in it, because `#` begins none in an interactive zsh, which would run what stands behind it:
what is to be said is an argument of `:`.
"""

from spacetui.model.script import Script
from spacetui.snippets.curl_apps import app_lines, name_apps
from spacetui.snippets.curl_functions import FUNCTIONS
from spacetui.snippets.curl_step import Names, StepWriter
from spacetui.snippets.plan import make_plan
from spacetui.snippets.shell_script import (
    CLOSING,
    OPENING,
    OWN_FOLDER,
    join_parts,
    missing_line,
    name_missing,
    notes_text,
    variable_lines,
)

HELPER_FUNCTIONS = tuple(FUNCTIONS.values())


def render(script: Script) -> str:
    """Return `script` as a shell script that ends with a newline."""
    plan = make_plan(script, ())
    apps, missing = name_apps(plan), name_missing(plan)
    names = Names(plan, apps, missing)
    writers = [StepWriter(plan, step, names) for step in plan.steps]
    steps = ["\n".join(each.lines()) + "\n" for each in writers]
    used = set[str]().union(*(each.uses for each in writers))
    if "stream_shown" in used:
        used.discard("stream")
    has_one_app = len(apps) == 1
    parts = [notes_text(plan) + OPENING + OWN_FOLDER]
    given = [missing_line(each, missing[each.name]) for each in plan.missing]
    given += variable_lines(plan)
    if given:
        parts.append("\n".join(given) + "\n")
    for client, name in zip(plan.clients, apps, strict=True):
        parts.append("\n".join(app_lines(client, name, has_one_app=has_one_app)) + "\n")
    parts += [text for name, text in FUNCTIONS.items() if name in used]
    return join_parts(*parts, *steps) + CLOSING
