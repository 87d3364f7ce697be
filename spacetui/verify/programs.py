"""How a program of each language is compiled and run: a row of PROGRAMS for each that is either.

A language without a row is not checked; its verdict says so.
"""

import ast
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from spacetui.verify.tools import find_node_modules, find_program, find_python

# A command and its arguments, which ends with 0.
Command: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """How the programs of a language are checked.

    compiler: returns what is wrong with the syntax of a text, or the command that tells by its exit
    code; it is given the file with that text. runner: returns the command that runs the file. Both
    may raise Lacking.
    """

    compiler: Callable[[Path], str | Command]
    runner: Callable[[Path], Awaitable[Command]] | None = None


def _compile_python(file: Path) -> str:
    try:
        ast.parse(file.read_text("utf-8"))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        return f"line {line}: {getattr(error, 'msg', error)}" if line else str(error)
    return ""


async def _run_python(file: Path) -> Command:
    return await find_python("gradio_client"), str(file)


def _compile_shell(file: Path) -> Command:
    return find_program("bash", "sh"), "-n", str(file)


async def _run_shell(file: Path) -> Command:
    for name in ("curl", "sed"):
        find_program(name)
    return find_program("bash", "sh"), str(file)


def _compile_javascript(file: Path) -> Command:
    return find_program("node"), "--check", str(file)


async def _run_javascript(file: Path) -> Command:
    node = find_program("node")
    # An ES module finds its packages in the folders above its own file alone.
    modules = file.parent / "node_modules"
    modules.symlink_to(find_node_modules("@gradio/client"), target_is_directory=True)
    return node, str(file)


PROGRAMS: dict[str, Program] = {
    "python": Program(_compile_python, _run_python),
    "curl": Program(_compile_shell, _run_shell),
    "javascript": Program(_compile_javascript, _run_javascript),
}
