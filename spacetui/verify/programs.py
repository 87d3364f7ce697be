"""How a program of each language is compiled and run: a row of PROGRAMS for each that is either.

A language without a row is not checked; its verdict says so.
"""

import ast
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from spacetui.verify.tools import Lacking, find_node_modules, find_program, find_python

# A command and its arguments, which ends with 0.
Command: TypeAlias = tuple[str, ...]
Commands: TypeAlias = tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """How the programs of a language are checked.

    compiler: returns what is wrong with the syntax of a text, or the command that tells by its exit
    code; it is given the file with that text. runner: returns the commands that run the file, one
    after the other. Both may raise Lacking.
    """

    compiler: Callable[[Path], str | Command]
    runner: Callable[[Path], Awaitable[Commands]] | None = None


def _compile_python(file: Path) -> str:
    try:
        ast.parse(file.read_text("utf-8"))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        return f"line {line}: {getattr(error, 'msg', error)}" if line else str(error)
    return ""


async def _run_python(file: Path) -> Commands:
    return ((await find_python("gradio_client"), str(file)),)


async def _run_async_python(file: Path) -> Commands:
    return ((await find_python("httpx"), str(file)),)


def _compile_shell(file: Path) -> Command:
    return find_program("bash", "sh"), "-n", str(file)


async def _run_shell(file: Path) -> Commands:
    for name in ("curl", "sed", "awk"):
        find_program(name)
    return ((find_program("bash", "sh"), str(file)),)


def _compile_javascript(file: Path) -> Command:
    return find_program("node"), "--check", str(file)


async def _run_javascript(file: Path) -> Commands:
    node = find_program("node")
    _link_modules(file)
    return ((node, str(file)),)


def _compile_typescript(file: Path) -> Command:
    modules = _link_modules(file)
    if not (modules / "@types" / "node").is_dir():
        raise Lacking("@types/node is not installed")
    own = modules / ".bin" / "tsc"
    compiler = str(own) if own.is_file() else find_program("tsc")
    options = ("--strict", "--skipLibCheck", "--module", "esnext", "--moduleResolution", "bundler")
    return compiler, *options, str(file)


async def _run_typescript(file: Path) -> Commands:
    # What the compiler writes is an ES module too, which older versions of node take for none.
    file.with_name("package.json").write_text('{"type": "module"}', "utf-8")
    compiled = str(file.with_suffix(".js"))
    return _compile_typescript(file), (find_program("node"), compiled)


def _link_modules(file: Path) -> Path:
    """Put a link to node_modules beside a program; ES modules are looked for nowhere else.

    Return the folder. Raises Lacking where @gradio/client is in none.
    """
    modules = find_node_modules("@gradio/client")
    link = file.parent / "node_modules"
    if not link.is_symlink():
        link.symlink_to(modules, target_is_directory=True)
    return modules


def _compile_json(file: Path) -> str:
    try:
        json.loads(file.read_text("utf-8"))
    except ValueError as error:
        return str(error)
    return ""


PROGRAMS: dict[str, Program] = {
    "python": Program(_compile_python, _run_python),
    "python-submit": Program(_compile_python, _run_python),
    "uv": Program(_compile_python, _run_python),
    "python-async": Program(_compile_python, _run_async_python),
    "curl": Program(_compile_shell, _run_shell),
    "javascript": Program(_compile_javascript, _run_javascript),
    "mcp": Program(_compile_json),
    "typescript": Program(_compile_typescript, _run_typescript),
}
