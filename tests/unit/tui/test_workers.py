"""Workers: what they are called, which Textual would make of the values that they are given."""

import ast
from pathlib import Path

from spacetui import tui

FOLDER = Path(tui.__file__).parent


def works() -> list[tuple[str, ast.Call, ast.AsyncFunctionDef]]:
    """Return the file, the `@work(...)` and the method of each worker with arguments."""
    found = []
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.AsyncFunctionDef) and len(node.args.args) > 1:
                calls = (each for each in node.decorator_list if isinstance(each, ast.Call))
                names = ((each, each.func) for each in calls)
                found += [
                    (path.name, call, node)
                    for call, name in names
                    if isinstance(name, ast.Name) and name.id == "work"
                ]
    return found


def test_each_worker_with_arguments_has_a_description() -> None:
    # Else Textual writes all of them out, on the event loop: half a second for a large app.
    found = works()
    assert len(found) > 5, "nothing was read"
    without = [
        f"{file}: {method.name}"
        for file, call, method in found
        if "description" not in {each.arg for each in call.keywords}
    ]
    assert without == []
