"""The pages of docs/ that users read: what they name is there, and what is generated is current."""

import ast
import re
import shlex
from functools import cache
from pathlib import Path

import click
import pytest

from spacetui.cli.commands import COMMANDS, root
from spacetui.cli.setting_options import count_options
from tools import man_page

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_the_manual_page_is_that_of_the_commands() -> None:
    written = man_page.PAGE.read_text(encoding="utf-8")
    assert written == man_page.page(), "run: python tools/man_page.py"


@cache
def said_by_the_code() -> str:
    """Return the texts in the source, the parts of each that stand side by side joined."""
    texts = []
    for path in (ROOT / "spacetui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.append(node.value)
    return "\n".join(texts)


def test_the_messages_of_the_troubleshooting_are_those_of_the_code() -> None:
    page = (ROOT / "docs/troubleshooting.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.*?) \|", page.partition("## What a terminal")[0], re.MULTILINE)
    messages = [text for row in rows for text in re.findall(r"`([^`]+)`", row)]
    assert len(messages) > 20
    assert [each for each in messages if each not in said_by_the_code()] == []


def commands_of(page: Path) -> list[str]:
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line.partition(" #")[0] for line in "\n".join(blocks).split("\n")]
    return [match[1] for line in lines for match in re.finditer(r"(spacetui [^#|>&)]*)", line)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_of_a_page_exist_with_their_options(page: Path) -> None:
    for line in commands_of(page):
        words = shlex.split(line)[1:]
        context = click.Context(root)
        words = words[count_options(words) :]
        name = words[0] if words and words[0] in COMMANDS else ""
        command = root.get_command(context, name)
        assert command is not None
        rest = words[1:] if name else words
        while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
            inner = command.get_command(context, rest[0])
            assert inner is not None, line
            command, rest = inner, rest[1:]
        known = {option for each in command.get_params(context) for option in each.opts}
        given = {word.partition("=")[0] for word in rest if word.startswith("--")}
        assert given <= known | {"--version"}, line
