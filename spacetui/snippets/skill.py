"""A Script of one call as an agent skill: a SKILL.md with the call as a command of spacetui.

What the app says itself stands in a table, as code in one line, so that it reads as data and not as
words to the agent.
"""

import re

from spacetui.model.schema import MISSING, Json, Parameter, Return
from spacetui.model.script import Script
from spacetui.snippets.curl_json import JSON
from spacetui.snippets.literals import comment_text, contains_file, write_literal
from spacetui.snippets.mcp_config import server_name
from spacetui.snippets.missing_values import empty_value
from spacetui.snippets.plan import Plan, PlannedStep, make_plan
from spacetui.snippets.run_command import run_command

# Characters: of the name of a skill, and of a default in the table.
MAX_NAME, MAX_DEFAULT = 64, 60


def render(script: Script) -> str:
    """Return `script` as the text of a SKILL.md that ends with a newline."""
    plan = make_plan(script, ())
    if not plan.steps:
        return "No call is in hand.\n"
    step = plan.steps[-1]
    parts = [_head(plan, step), _command(plan, step)]
    if step.arguments:
        parts.append(_parameters(step))
    parts.append(_result(step))
    return "\n".join(parts)


def _head(plan: Plan, step: PlannedStep) -> str:
    source = plan.source(step)
    words = re.sub(r"[^a-z0-9]+", "-", f"{server_name(source)}-{step.endpoint.api_name}".lower())
    name = words[:MAX_NAME].strip("-") or "gradio"
    where = f"{comment_text(step.endpoint.api_name)} of {comment_text(source.src, 200)}"
    description = write_literal(f"Call {where}, a Gradio app, with the command spacetui.", JSON)
    return f"---\nname: {name}\ndescription: {description}\n---\n\n# {name}\n"


def _command(plan: Plan, step: PlannedStep) -> str:
    lines = ["It needs the command `spacetui` (`pip install spacetui`).", ""]
    wanted = [each.name for each in plan.missing]
    if plan.variables:
        lines += [f"Set in the environment first: {', '.join(plan.variables)}.", ""]
    if wanted:
        lines += [f"Values are wanted for {_code(', '.join(wanted))}.", ""]
    fence = "```"
    return "\n".join([*lines, f"{fence}sh", run_command(plan, step), fence, ""])


def _parameters(step: PlannedStep) -> str:
    lines = [
        "## Parameters",
        "",
        "A text is given as `name=value`, a file as `name=@path`, any other value as `name:=JSON`.",
        "",
        "| name | value | default | label |",
        "|---|---|---|---|",
    ]
    lines += [_row(each.parameter) for each in step.arguments]
    return "\n".join([*lines, ""])


def _row(parameter: Parameter) -> str:
    _, kind = empty_value(parameter)
    cells = (parameter.name, kind, _default(parameter), parameter.label or parameter.description)
    return f"| {' | '.join(_code(each) for each in cells)} |"


def _default(parameter: Parameter) -> str:
    value: Json = parameter.default
    if value is MISSING:
        return "required"
    if parameter.is_secret or contains_file(value):
        return "the app's own"
    return write_literal(value, JSON)


def _result(step: PlannedStep) -> str:
    outputs = ", ".join(map(_output, step.endpoint.returns)) or "what it gives"
    return (
        "## Result\n\n"
        'The last line is `{"event": "done", "data": […]}`, or `{"event": "error", …}` with exit\n'
        f"code 1 to 4. `data` has: {outputs}.\n"
        "A file in it has a `url`; with `--download FOLDER` its `path` is in FOLDER.\n"
    )


def _output(output: Return) -> str:
    return f"{_code(output.label or 'output')} ({_code(output.component or 'JSON')})"


def _code(text: str) -> str:
    """Return untrusted text as code that stays in its cell and in its line."""
    line = comment_text(text, MAX_DEFAULT).replace("`", "'").replace("|", "¦")
    return f"`{line}`" if line else ""
