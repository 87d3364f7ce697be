"""The graph of imports between the modules of a package, read from their source."""

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

Graph = Mapping[str, set[str]]


def import_graph(package: Path) -> Graph:
    """Return the modules of the package that each of its modules imports.

    Imports under `if TYPE_CHECKING:` and inside functions count. `from a.b import c` imports a.b.c
    where that is a module, and a.b otherwise.
    """
    sources = {_name_of(path, package): path for path in package.rglob("*.py")}
    graph: dict[str, set[str]] = {}
    for name, path in sources.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        graph[name] = {each for each in _imports_of(tree, set(sources)) if each != name}
    return graph


def find_circle(graph: Graph) -> list[str]:
    """Return a circle of modules that import each other, or nothing. Its first is also its last."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle
    return []


def _name_of(path: Path, package: Path) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def _imports_of(tree: ast.Module, modules: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        if isinstance(node, ast.ImportFrom) and node.module in modules:
            for alias in node.names:
                submodule = f"{node.module}.{alias.name}"
                yield submodule if submodule in modules else node.module
