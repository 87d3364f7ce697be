"""The commands that snippets for a shell run, besides curl: spacetui and gradio."""

import shlex
import sys
from pathlib import Path

# What is run of the gradio package: its command is this function, behind imports that take seconds.
_GRADIO = "from hf_gradio.cli import app; app(prog_name='gradio')"
_COMMANDS = {"spacetui": ["-m", "spacetui"], "gradio": ["-c", _GRADIO]}
# Calls of tests are not kept, and send no telemetry.
COMMAND_ENVIRONMENT = {"SPACETUI_NO_HISTORY": "1", "GRADIO_ANALYTICS_ENABLED": "False"}


def put_commands(folder: Path) -> None:
    """Make the commands of this Python in `folder`, which a program gets in its PATH."""
    folder.mkdir(exist_ok=True)
    for name, arguments in _COMMANDS.items():
        file = folder / name
        file.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, *arguments])} "$@"\n')
        file.chmod(0o700)
