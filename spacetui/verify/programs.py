"""How a program of each language is compiled and run: a row of PROGRAMS for each that is either.

A language without a row is not checked; its verdict says so.
"""

import ast
import asyncio
import json
import re
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from spacetui.model.script import Script
from spacetui.snippets.javascript_dialect import GRADIO_3_CLIENT_VERSION
from spacetui.snippets.python import GRADIO_3_CLIENT
from spacetui.verify.browser import find_browser
from spacetui.verify.fastapi_request import POST, write_request
from spacetui.verify.page_run import write_files
from spacetui.verify.processes import COMMANDS
from spacetui.verify.tools import (
    Lacking,
    find_node_modules,
    find_program,
    find_python,
    put_gradio,
)

# A command and its arguments, which ends with 0.
Command: TypeAlias = tuple[str, ...]
Commands: TypeAlias = tuple[Command, ...]
# Runs the cells of a notebook one after another, as Jupyter does, without its % commands.
_RUN_CELLS = """import json, sys
names = {"__name__": "__main__"}
for cell in json.load(open(sys.argv[1], encoding="utf-8"))["cells"]:
    code = "".join(line for line in cell["source"] if not line.startswith("%"))
    exec(compile(code, cell["id"], "exec"), names)
"""
# Runs the command that stands in a SKILL.md.
_RUN_SKILL = r'''eval "$(sed -n '/^```sh$/,/^```$/{/^```/d;p;}' "$1")"'''


@dataclass(frozen=True, slots=True)
class Program:
    """How the programs of a language are checked.

    compiler: returns what is wrong with the syntax of a text, or the command that tells by its exit
    code; it is given the file with that text. runner: returns the commands that run the file, one
    after the other. Both may raise Lacking. is_of_spacetui: it calls the command spacetui, which is
    in its PATH. prepare: writes beside the file what they need of the script; it may raise
    NotRunnable. why_not_run: the reason where there is no runner.
    """

    compiler: Callable[[Path], str | Command]
    runner: Callable[[Path], Awaitable[Commands]] | None = None
    prepare: Callable[[Script, Path], None] | None = None
    is_of_spacetui: bool = False
    why_not_run: str = "it is no program"


def _compile_python(file: Path) -> str:
    return _python_problem(file.read_text("utf-8"))


def _python_problem(code: str) -> str:
    try:
        ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        if line:
            return f"line {line}: {getattr(error, 'msg', error)}"
        return str(error)
    return ""


async def _run_python(file: Path) -> Commands:
    return ((await _find_gradio_client(file), str(file)),)


async def _find_gradio_client(file: Path) -> str:
    """Return a Python with the version of gradio_client that a program names."""
    package, _, version = GRADIO_3_CLIENT.partition("==")
    is_old = await asyncio.to_thread(_names, file, GRADIO_3_CLIENT)
    return await find_python(package, version if is_old else "")


def _names(file: Path, package: str) -> bool:
    """Return whether a program says that it is for this very version of a package."""
    return package in file.read_text("utf-8", "surrogatepass")


def _compile_notebook(file: Path) -> str:
    try:
        cells = json.loads(file.read_text("utf-8"))["cells"]
        for number, cell in enumerate(cells, 1):
            code = "".join(each for each in cell["source"] if not each.startswith("%"))
            if problem := _python_problem(code):
                return f"cell {number}, {problem}"
    except (ValueError, KeyError, TypeError) as error:
        return f"it is no notebook: {error}"
    return ""


async def _run_notebook(file: Path) -> Commands:
    return ((await _find_gradio_client(file), "-c", _RUN_CELLS, str(file)),)


async def _run_async_python(file: Path) -> Commands:
    return ((await find_python("httpx"), str(file)),)


async def _run_fastapi(file: Path) -> Commands:
    needed = ("fastapi", "python-multipart", "httpx", "gradio_client")
    pythons = {await find_python(each) for each in needed}
    if len(pythons) > 1:
        raise Lacking("no Python has both fastapi and gradio_client")
    return ((pythons.pop(), "-c", POST, str(file)),)


def _compile_shell(file: Path) -> Command:
    return find_program("bash", "sh"), "-n", str(file)


async def _run_shell(file: Path) -> Commands:
    for name in ("curl", "sed", "awk"):
        find_program(name)
    return ((find_program("bash", "sh"), str(file)),)


def _compile_skill(file: Path) -> str | Command:
    _, is_there, rest = file.read_text("utf-8").partition("\n```sh\n")
    command, is_ended, _ = rest.partition("\n```\n")
    if not is_there or not is_ended:
        return "it has no command"
    script = file.with_suffix(".sh")
    script.write_text(command, "utf-8")
    return _compile_shell(script)


async def _run_command(file: Path) -> Commands:
    return ((find_program("bash", "sh"), str(file)),)


async def _run_gradio_predict(file: Path) -> Commands:
    await asyncio.to_thread(put_gradio, file.parent / COMMANDS)
    return await _run_command(file)


async def _run_skill(file: Path) -> Commands:
    find_program("sed")
    return ((find_program("bash", "sh"), "-c", _RUN_SKILL, "skill", str(file)),)


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

    Return the folder. Raises Lacking where no folder has the @gradio/client that the program wants.
    """
    is_old = _names(file, f"@gradio/client@{GRADIO_3_CLIENT_VERSION}")
    modules = find_node_modules("@gradio/client", GRADIO_3_CLIENT_VERSION if is_old else "")
    link = file.parent / "node_modules"
    if not link.is_symlink():
        link.symlink_to(modules, target_is_directory=True)
    return modules


# The script of a page, which is the last thing in it.
_PAGE_SCRIPT = re.compile(r'<script type="module">\n(.*)</script>\n</html>\n\Z', re.DOTALL)


def _compile_page(file: Path) -> str | Command:
    script = _PAGE_SCRIPT.search(file.read_text("utf-8"))
    if script is None:
        return "it does not end with a script"
    code = file.with_suffix(".mjs")
    code.write_text(script[1], "utf-8")
    return _compile_javascript(code)


async def _run_page(file: Path) -> Commands:
    browser = await find_browser(file.parent)
    client = find_node_modules("@gradio/client") / "@gradio" / "client" / "dist" / "browser.js"
    # -P: a file of the user's in the folder of the program is no module.
    program = (sys.executable, "-P", "-m", "spacetui.verify.page_run")
    return ((*program, browser, str(client), str(file)),)


def _compile_mcp(file: Path) -> str:
    """Return what keeps an MCP client from finding the tools of a configuration."""
    try:
        servers = json.loads(file.read_text("utf-8"))["mcpServers"].values()
        if not servers or not all(each["url"] and all(each["includeTools"]) for each in servers):
            return "it names no server and its tools"
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return f"it is no configuration of MCP servers: {error!r}"
    return ""


PROGRAMS: dict[str, Program] = {
    "python": Program(_compile_python, _run_python),
    "python-submit": Program(_compile_python, _run_python),
    "uv": Program(_compile_python, _run_python),
    "notebook": Program(_compile_notebook, _run_notebook),
    "python-async": Program(_compile_python, _run_async_python),
    "fastapi": Program(_compile_python, _run_fastapi, write_request),
    "curl": Program(_compile_shell, _run_shell),
    "javascript": Program(_compile_javascript, _run_javascript),
    "html": Program(_compile_page, _run_page, write_files),
    "mcp": Program(
        _compile_mcp, why_not_run="its MCP client chooses the values, which are not in it"
    ),
    "typescript": Program(_compile_typescript, _run_typescript),
    "skill": Program(_compile_skill, _run_skill, is_of_spacetui=True),
    "command": Program(_compile_shell, _run_command, is_of_spacetui=True),
    "gradio-predict": Program(_compile_shell, _run_gradio_predict),
}
