"""No class is larger than a reader can take in, counted with those of its bases that are ours."""

import ast
from functools import cache
from pathlib import Path

import spacetui

ROOT = Path(spacetui.__file__).parent
# Lines. Past this, a second noun is in the class: give it an object of its own.
MAX_LINES = 300


@cache
def classes() -> dict[str, ast.ClassDef]:
    """Return every class of the package by its name; the longest where several have the name."""
    found: dict[str, ast.ClassDef] = {}
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                found[node.name] = max(node, found.get(node.name, node), key=length)
    return found


def length(node: ast.ClassDef) -> int:
    """Return the lines of a class without its bases."""
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def with_bases(name: str) -> set[str]:
    """Return the names of a class and of all its bases that are ours."""
    names = {name}
    for base in classes()[name].bases:
        plain = base.value if isinstance(base, ast.Subscript) else base
        if isinstance(plain, ast.Name) and plain.id in classes():
            names |= with_bases(plain.id)
    return names


def test_no_class_is_larger_with_its_bases_than_can_be_taken_in() -> None:
    sizes = {name: sum(length(classes()[each]) for each in with_bases(name)) for name in classes()}
    assert max(sizes.values()) > 200, "nothing was counted"
    assert {name: size for name, size in sizes.items() if size > MAX_LINES} == {}
