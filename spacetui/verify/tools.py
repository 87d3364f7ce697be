"""The programs of this machine that check and run exported code, and what is lacking of them."""

import asyncio
import json
import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

# Prints nothing, and fails where a package is missing or of another version.
_PROBE = """import sys
from importlib.metadata import version
found = version(sys.argv[1])
sys.exit(bool(sys.argv[2]) and found != sys.argv[2])"""
PROBE_TIMEOUT = 20.0
# What the command gradio does. Source: gradio 6.31 cli.
_GRADIO = "from hf_gradio.cli import app; app(prog_name='gradio')"


class Lacking(Exception):
    """Something that is needed is not on this machine. The message is a clause for people."""


def find_program(*names: str) -> str:
    """Return the path of the first of these programs that is there. Raises Lacking."""
    for name in names:
        if path := shutil.which(name):
            return path
    raise Lacking(f"{names[0]} is not installed")


async def find_python(package: str, wanted: str = "") -> str:
    """Return a Python that has a package: spacetui's own, else one of PATH. Raises Lacking.

    wanted: the version that it has to be of; any if empty.
    """
    if _is_here(package, wanted):
        return sys.executable
    for name in ("python3", "python"):
        path = shutil.which(name)
        if path and await _has_package(path, package, wanted):
            return path
    raise Lacking(f"{package} {wanted}".strip() + " is not installed")


def _is_here(package: str, wanted: str) -> bool:
    try:
        if wanted:
            return version(package) == wanted
        return bool(version(package))
    except PackageNotFoundError:
        return False


async def _has_package(python: str, package: str, wanted: str) -> bool:
    process = await asyncio.create_subprocess_exec(
        python,
        "-c",
        _PROBE,
        package,
        wanted,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        return await asyncio.wait_for(process.wait(), PROBE_TIMEOUT) == 0
    except TimeoutError:
        process.kill()
        return False


def find_node_modules(package: str, wanted: str = "") -> Path:
    """Return the folder node_modules with this package: one of the current folder or above it, one
    of NODE_PATH, or the global one. Raises Lacking.

    wanted: the version that it has to be of; any if empty.
    """
    for folder in _node_folders():
        if _is_in(folder / package, wanted):
            return folder
    exact = f"{package}@{wanted}" if wanted else package
    raise Lacking(f"{exact} is not installed (npm install {exact})")


def _is_in(folder: Path, wanted: str) -> bool:
    """Return whether `folder` has a package of node, of this version."""
    try:
        described = json.loads((folder / "package.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return not wanted or (isinstance(described, dict) and described.get("version") == wanted)


def _node_folders() -> Iterator[Path]:
    here = Path.cwd()
    yield from (each / "node_modules" for each in (here, *here.parents))
    yield from map(Path, filter(None, os.environ.get("NODE_PATH", "").split(os.pathsep)))
    if node := shutil.which("node"):
        yield Path(node).resolve().parent.parent / "lib" / "node_modules"


def put_spacetui(folder: Path) -> None:
    """Make this spacetui the command of that name in `folder`, which goes to the front of PATH."""
    _put_command(folder, "spacetui", "-m", "spacetui")


def put_gradio(folder: Path) -> None:
    """Make the command gradio of spacetui's own Python one in `folder`, if PATH has none.

    Raises Lacking.
    """
    if shutil.which("gradio"):
        return
    if find_spec("hf_gradio") is None:
        raise Lacking("gradio is not installed")
    _put_command(folder, "gradio", "-c", _GRADIO)


def _put_command(folder: Path, name: str, *arguments: str) -> None:
    folder.mkdir(exist_ok=True)
    command = folder / name
    own = shlex.join([sys.executable, *arguments])
    command.write_text(f'#!/bin/sh\nexec {own} "$@"\n', "utf-8")
    command.chmod(0o700)
