"""The notebook: valid, and in its cells the program that `python` is."""

import json

import nbformat
import pytest
from hypothesis import given, settings

from spacetui.model.call import Call
from spacetui.model.script import Script, Step, script_of_call
from spacetui.snippets import render
from tests.unit.snippets.samples import HOSTILE, INFER, LOCAL, SPACE, endpoint, text
from tests.unit.snippets.test_hostile import scripts


def cells_of(script: Script) -> list[str]:
    """Return the code of each cell of a notebook, which is valid."""
    text = render(script, "notebook")
    notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    assert all(cell.cell_type == "code" for cell in notebook.cells)
    return [cell.source for cell in notebook.cells]


def words(code: str) -> list[str]:
    """Return the lines of code that are not empty."""
    return [line for line in code.splitlines() if line.strip()]


@settings(deadline=None, max_examples=30)
@given(scripts())
def test_the_cells_are_the_python_program(script: Script) -> None:
    packages, *cells = cells_of(script)
    notes = words(packages)
    assert notes.pop().startswith("%pip install --quiet gradio_client")
    assert [*notes, *words("\n".join(cells))] == words(render(script, "python"))
    magic = [line for cell in cells for line in words(cell) if line.lstrip()[:1] in "%!?"]
    assert not magic


def test_a_cell_for_the_packages_one_for_the_clients_and_one_a_call() -> None:
    say = endpoint("/say", text("word"))
    script = Script((SPACE, LOCAL), tuple(Step(n, say, {"word": HOSTILE[n]}) for n in (0, 1, 0)))
    packages, clients, *calls = cells_of(script)
    assert packages == "%pip install --quiet gradio_client"
    assert clients.count("Client(") == 2
    assert [each.count(".predict(") for each in calls] == [1, 1, 1]
    assert len(json.loads(render(script, "notebook"))["cells"]) == 5


def test_a_notebook_for_gradio_3_installs_the_client_that_speaks_to_it() -> None:
    source = LOCAL._replace(version="3.50.2", protocol="ws")
    packages, *_ = cells_of(script_of_call(Call(INFER, {}), source))
    assert packages == "%pip install --quiet gradio_client==0.6.1"


@pytest.mark.parametrize("values", [{}, {"word": "x"}])
def test_values_that_are_wanted_stand_before_the_clients(values: dict[str, str]) -> None:
    _, clients, _ = cells_of(script_of_call(Call(endpoint("/say", text("word")), values), SPACE))
    assert ('word = ""  # text, wanted' in clients) is not bool(values)
