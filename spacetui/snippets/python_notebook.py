"""A Script as a Jupyter notebook: the packages, the clients, and each call are cells of its own.

Source: nbformat 5.10 v4/nbformat.v4.5.schema.json.
"""

import json

from spacetui.model.script import Script
from spacetui.snippets.needs import Need, needs_of
from spacetui.snippets.plan import make_plan
from spacetui.snippets.python import GRADIO_3_CLIENT, head_code
from spacetui.snippets.python_calls import CallWriter
from spacetui.snippets.python_imports import RESERVED
from spacetui.snippets.python_values import missing_lines

_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def render(script: Script) -> str:
    """Return `script` as the JSON of a notebook, which ends with a newline."""
    is_gradio_3 = Need.GRADIO_3 in needs_of(script)
    plan = make_plan(script, RESERVED)
    writer = CallWriter(plan, is_gradio_3=is_gradio_3)
    clients = "".join(writer.client(each) for each in plan.clients)
    steps = [writer.step(each) for each in plan.steps]
    notes = "".join(f"# {each}\n" for each in plan.notes)
    package = GRADIO_3_CLIENT if is_gradio_3 else "gradio_client"
    start = head_code(writer.uses) + missing_lines(plan) + clients
    cells = [f"{notes}%pip install --quiet {package}", start]
    if plan.is_single:
        cells += steps
    else:
        named = zip(plan.steps, steps, strict=True)
        cells += [f"# {step.heading}\n{code}" for step, code in named]
    notebook = {
        "cells": [_cell(number, code) for number, code in enumerate(cells, 1)],
        "metadata": {"kernelspec": _KERNEL, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    # ASCII: what cannot be seen in the code is escaped there, and other letters are here.
    return f"{json.dumps(notebook, indent=1)}\n"


def _cell(number: int, code: str) -> dict[str, object]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": f"cell-{number}",
        "metadata": {},
        "outputs": [],
        "source": code.strip("\n").splitlines(keepends=True),
    }
