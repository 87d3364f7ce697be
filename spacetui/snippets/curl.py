"""A Script as a POSIX shell script that runs curl and sed.

A call goes to `/call`, or through the queue where gr.State must last from step to step. The script
never exits a shell that it is pasted into: `${NAME:?message}` ends a script, but an interactive
shell only prints the message. There is no comment in it, because `#` begins none in an interactive
zsh, which would run what stands behind it: what is to be said is an argument of `:`.
"""

from spacetui.model.script import Script
from spacetui.snippets.curl_functions import FIELD_FUNCTION, NTH_FUNCTION
from spacetui.snippets.curl_head import ScriptWriter
from spacetui.snippets.curl_step import StepWriter
from spacetui.snippets.plan import make_plan

HELPER_FUNCTIONS = (NTH_FUNCTION, FIELD_FUNCTION)


def render(script: Script) -> str:
    """Return `script` as a shell script that ends with a newline."""
    plan = make_plan(script, ())
    writer = ScriptWriter(plan)
    steps = "\n".join(StepWriter(writer, step).write() for step in plan.steps)
    return "\n".join(part for part in (writer.head(), writer.functions(), steps) if part)
