"""The programs of this machine that check and run exported code, and what is lacking of them."""

import asyncio
import os
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

# Prints nothing, and fails where a module is missing.
_PROBE = "import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)"
PROBE_TIMEOUT = 20.0


class Lacking(Exception):
    """Something that is needed is not on this machine. The message is a clause for people."""


def find_program(*names: str) -> str:
    """Return the path of the first of these programs that is there. Raises Lacking."""
    for name in names:
        if path := shutil.which(name):
            return path
    raise Lacking(f"{names[0]} is not installed")


async def find_python(*modules: str) -> str:
    """Return a Python that has these modules: spacetui's own, else one of PATH. Raises Lacking."""
    for module in modules:
        if find_spec(module) is None:
            break
    else:
        return sys.executable
    for name in ("python3", "python"):
        path = shutil.which(name)
        if path and await _has_modules(path, modules):
            return path
    raise Lacking(f"{modules[0]} is not installed")


async def _has_modules(python: str, modules: tuple[str, ...]) -> bool:
    for module in modules:
        process = await asyncio.create_subprocess_exec(
            python,
            "-c",
            _PROBE,
            module,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            code = await asyncio.wait_for(process.wait(), PROBE_TIMEOUT)
        except TimeoutError:
            process.kill()
            return False
        if code:
            return False
    return True


def find_node_modules(package: str) -> Path:
    """Return the folder node_modules with this package: one of the current folder or above it, one
    of NODE_PATH, or the global one. Raises Lacking.
    """
    for folder in _node_folders():
        if (folder / package).is_dir():
            return folder
    raise Lacking(f"{package} is not installed (npm install {package})")


def _node_folders() -> Iterator[Path]:
    here = Path.cwd()
    yield from (each / "node_modules" for each in (here, *here.parents))
    yield from map(Path, filter(None, os.environ.get("NODE_PATH", "").split(os.pathsep)))
    if node := shutil.which("node"):
        yield Path(node).resolve().parent.parent / "lib" / "node_modules"
