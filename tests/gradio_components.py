"""The components of a Gradio version, read from its source; importing it would take seconds."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

# It can only raise a DeprecationWarning (gradio 3.50.2).
NEVER_MADE = {"carousel"}


@dataclass(frozen=True, slots=True)
class GradioComponent:
    """name: as config spells its type. has_value: it is a parameter or a return."""

    name: str
    has_value: bool


class ComponentSource:
    """The modules of `gradio/components`. site: the site-packages folder of the version."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._folder = site / "gradio" / "components"

    def components(self) -> Iterator[GradioComponent]:
        """List what `gradio.components` exports and derives from Component, without its bases."""
        for name in sorted(self._exported & self._classes.keys()):
            is_component = "Component" in self._line(name)[1:]
            if is_component and name not in self._bases:
                type_name = self._type_name(name)
                if type_name not in NEVER_MADE:
                    yield GradioComponent(type_name, self._has_value(name, type_name))

    @cached_property
    def _exported(self) -> set[str]:
        """The names in `__all__`."""
        tree = ast.parse((self._folder / "__init__.py").read_text("utf-8"))
        (names,) = [
            node.value
            for node in tree.body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        ]
        return set(ast.literal_eval(names))

    @cached_property
    def _bases(self) -> set[str]:
        """The abstract classes: those of base.py."""
        tree = ast.parse((self._folder / "base.py").read_text("utf-8"))
        return {node.name for node in tree.body if isinstance(node, ast.ClassDef)}

    @cached_property
    def _classes(self) -> dict[str, ast.ClassDef]:
        return {
            node.name: node
            for path in sorted(self._folder.glob("*.py"))
            for node in ast.parse(path.read_text("utf-8")).body
            if isinstance(node, ast.ClassDef)
        }

    def _line(self, name: str) -> list[str]:
        """Return a class and its bases, the nearest first."""
        if name not in self._classes:
            return [name]
        bases = [ast.unparse(base) for base in self._classes[name].bases]
        return [name, *(each for base in bases for each in self._line(base))]

    def _stated(self, name: str, method: str) -> object:
        """Return the constant that a method of a class returns, or None where it computes it."""
        for each in self._line(name):
            body = self._classes[each].body if each in self._classes else []
            for node in body:
                if isinstance(node, ast.FunctionDef) and node.name == method:
                    last = node.body[-1]
                    if isinstance(last, ast.Return) and isinstance(last.value, ast.Constant):
                        return last.value.value
                    return None
        return None

    def _type_name(self, name: str) -> str:
        stated = self._stated(name, "get_block_name")
        return stated if isinstance(stated, str) else name.lower()

    def _has_value(self, name: str, type_name: str) -> bool:
        return type_name not in self._skipped_of_3 and self._stated(name, "skip_api") is not True

    @cached_property
    def _skipped_of_3(self) -> set[str]:
        """The types that Gradio 3 leaves out of /info; later ones ask each component."""
        tree = ast.parse((self._site / "gradio_client" / "utils.py").read_text("utf-8"))
        for node in tree.body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SKIP_COMPONENTS":
                return set(ast.literal_eval(node.value))
        return set()
