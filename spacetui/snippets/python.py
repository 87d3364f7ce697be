"""A Script as Python that uses gradio_client."""

from collections.abc import Collection

from spacetui.model.script import Script
from spacetui.snippets.needs import Need, needs_of
from spacetui.snippets.plan import PlannedStep, make_plan
from spacetui.snippets.python_calls import CallWriter
from spacetui.snippets.python_helpers import HELPERS
from spacetui.snippets.python_imports import RESERVED, import_lines
from spacetui.snippets.python_values import missing_lines

HELPER_FUNCTIONS = tuple(text for text, _ in HELPERS.values())
GRADIO_3_CLIENT = "gradio_client==0.6.1"
# Later ones read a JSON value from a file (0.7 to 1.5), or speak no WebSocket (1.8 and later).
_INSTALL = f"# pip install {GRADIO_3_CLIENT}: the app is of Gradio 3, which later clients break"


def render(script: Script) -> str:
    """Return `script` as Python code that ends with a newline."""
    is_gradio_3 = Need.GRADIO_3 in needs_of(script)
    writer = CallWriter(make_plan(script, RESERVED), is_gradio_3=is_gradio_3)
    return program_code(writer)


def program_code(writer: CallWriter, function: str = "", uses: Collection[str] = ()) -> str:
    """Return the program that makes the calls of a plan.

    function: a further function that they use. uses: the names that it needs.
    """
    plan = writer.plan
    # The imports depend on what clients and steps use, so they are written last.
    code = missing_lines(plan) + "".join(writer.client(each) for each in plan.clients)
    code += "".join(_step(writer, each) for each in plan.steps)
    notes = [f"# {each}\n" for each in plan.notes]
    if writer.is_gradio_3:
        notes.append(f"{_INSTALL}\n")
    return "".join(notes) + head_code(writer.uses.union(uses), function) + code


def _step(writer: CallWriter, step: PlannedStep) -> str:
    heading = "" if writer.plan.is_single else f"\n# {step.heading}\n"
    return heading + writer.step(step)


def head_code(uses: Collection[str], function: str = "") -> str:
    """Return the imports and the functions for code that uses these names."""
    helpers = [HELPERS[name] for name in HELPERS if name in uses]
    names = set(uses).union(*(needed for _, needed in helpers))
    functions = [text for text in (*(text for text, _ in helpers), function) if text]
    code = "".join(f"\n\n{text}" for text in functions)
    if functions and functions[0][0].isupper():  # a constant, after which its function stands
        code = code.removeprefix("\n")
    return import_lines(names) + code + ("\n\n" if functions else "\n")
