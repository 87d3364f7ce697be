"""A Script as JavaScript that uses @gradio/client: an ES module for Node."""

from spacetui.model.script import Script
from spacetui.snippets.arguments import MissingValue
from spacetui.snippets.javascript_calls import CallWriter, reserved_names
from spacetui.snippets.javascript_dialect import NODE
from spacetui.snippets.javascript_functions import END, HELPERS, OWN_CLIENT
from spacetui.snippets.javascript_literals import write_js_literal
from spacetui.snippets.node_program import assemble
from spacetui.snippets.plan import make_plan

HELPER_FUNCTIONS = (*HELPERS.values(), OWN_CLIENT)


def render(script: Script) -> str:
    """Return `script` as JavaScript that ends with a newline."""
    plan = make_plan(script, reserved_names(script), client="app")
    writer = CallWriter(plan, NODE)
    calls = "".join(writer.client(number) for number in range(len(plan.clients)))
    calls += "".join([writer.step(step) for step in plan.steps])
    missing = "".join(_missing_line(each) for each in plan.missing)
    own_client = OWN_CLIENT if writer.needs_own_client else ""
    return assemble(plan, writer.uses, HELPERS, (own_client, missing, calls + END))


def _missing_line(missing: MissingValue) -> str:
    empty = write_js_literal(missing.empty)
    return f"const {missing.name} = {empty}; // {missing.description}, wanted\n"
