"""Check that the documents name what exists, and that cited promises are written down."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
SECURITY = ROOT / "docs" / "security.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
# Top-level names that a path in a document may begin with.
TOPS = {path.name for path in ROOT.iterdir() if path.name not in (".venv", ".cache", ".git")}
# Symbols of others that the documents name; all others are ours.
FOREIGN = {"App", "Binding", "MISSING", "Textbox", "Slider", "Component", "ClassName", "SLEEPING"}

_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
# `RunState.after`, `INPUTS`, `set_value()`
_SYMBOL = re.compile(r"(?:[A-Z]\w*(?:\.\w+)?|[a-z]+(?:_[a-z]+)+)(?:\(.*\))?")
# `security.md P13, 4`, `security.md P1 to P3`, `security.md, section 2`
_CITATION = re.compile(r"security\.md,?((?:(?:,? (?:to |and |section )?)(?:P\d+|\d)\b)+)")


def prose_of(document: Path) -> str:
    return _FENCE.sub("", document.read_text(encoding="utf-8"))


def code_in(document: Path) -> Iterator[str]:
    for match in _CODE.finditer(prose_of(document)):
        yield match[1]


def paths_in(document: Path) -> Iterator[str]:
    """Yield what looks like a path: `spacetui/wire/`, `wire/http/`, `group.py`."""
    for text in code_in(document):
        if re.search(r"[\s*{}<>:@()]|NAME", text) or text.startswith(("/", "~", "-")):
            continue
        top = text.split("/")[0]
        # Not a media type: `text/event-stream` has neither a slash at its end nor a dot.
        is_short = bool(re.search(r"/$|\.\w+$", text)) and (ROOT / "spacetui" / top).is_dir()
        is_file = "/" not in text and text.endswith((".py", ".toml", ".md", ".tcss"))
        if ("/" in text and top in TOPS) or is_short or is_file:
            yield text


def exists(path: str) -> bool:
    if (ROOT / path).exists() or (ROOT / "spacetui" / path).exists():
        return True
    folders = ("spacetui", "tests", "benchmarks", "themes", "docs")
    return "/" not in path and any(next((ROOT / each).rglob(path), None) for each in folders)


def sources() -> Iterator[Path]:
    for folder in ("spacetui", "tests", "benchmarks", "screenshots", "tools"):
        yield from sorted((ROOT / folder).rglob("*.py"))


@cache
def symbols() -> frozenset[str]:
    """Return every name that the package defines, `Class.member` too, and the names of tests."""
    found: set[str] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        found.update(re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8")))
    for path in (ROOT / "spacetui").rglob("*.py"):
        for name in names_in(ast.parse(path.read_text(encoding="utf-8"))):
            found.update((name, ".".join(name.split(".")[-2:]), name.split(".")[-1]))
    return frozenset(found)


def names_in(node: ast.AST, prefix: str = "") -> Iterator[str]:
    """Yield the qualified names of classes, functions, constants and fields below `node`."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + child.name
            yield from names_in(child, f"{prefix}{child.name}.")
            continue
        targets = (
            child.targets if isinstance(child, ast.Assign) else [getattr(child, "target", None)]
        )
        yield from (prefix + each.id for each in targets if isinstance(each, ast.Name))
        yield from names_in(child, prefix)


def headings(level: str, pattern: str) -> list[str]:
    text = SECURITY.read_text(encoding="utf-8")
    return re.findall(rf"^{level} {pattern}", text, re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_in_a_document_exists(document: Path) -> None:
    assert [path for path in paths_in(document) if not exists(path)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_of_a_document_leads_to_a_file(document: Path) -> None:
    links = _LINK.findall(prose_of(document))
    files = [link for link in links if "://" not in link]
    assert [link for link in files if not (document.parent / link).exists()] == []


@pytest.mark.parametrize(
    "document", [ARCHITECTURE, SECURITY, ROOT / "CONTRIBUTING.md"], ids=lambda path: path.name
)
def test_every_symbol_in_a_document_exists(document: Path) -> None:
    named = [text for text in code_in(document) if _SYMBOL.fullmatch(text)]
    if document == SECURITY:  # headers, widgets and files of others stand there alone
        named = [text for text in named if re.fullmatch(r"[A-Z][a-z]\w+\.[a-z]\w+", text)]
    missing = {text.partition("(")[0] for text in named} - symbols() - FOREIGN
    assert sorted(missing) == []


def test_every_promise_and_section_that_is_cited_is_written_down() -> None:
    promises, sections = headings("####", r"(P\d+):"), headings("##", r"(\d)\.")
    assert sorted(promises, key=lambda each: int(each[1:])) == [f"P{n}" for n in range(1, 21)]
    assert sections == ["1", "2", "3", "4", "5"]
    known = {*promises, *sections}
    cited: dict[str, set[str]] = {}
    for path in [*sources(), *DOCUMENTS]:
        for match in _CITATION.finditer(path.read_text(encoding="utf-8")):
            cited.setdefault(path.name, set()).update(re.findall(r"P\d+|\d", match[1]))
    assert len(cited) > 20
    assert {name: each - known for name, each in cited.items() if each - known} == {}


def test_every_promise_names_its_tests() -> None:
    parts = re.split(r"^#### ", SECURITY.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    without = [part.split(":")[0] for part in parts if "- Tests: `tests/" not in part]
    assert without == []


def test_every_function_on_the_road_of_a_call_exists() -> None:
    text = ARCHITECTURE.read_text(encoding="utf-8")
    roads = re.findall(r"<!-- the road -->\n```text\n(.*?)```", text, re.DOTALL)
    steps = re.findall(r"^\s*(\S+\.py)\s+([\w.]+)", "".join(roads), re.MULTILINE)
    assert len(steps) > 40
    for path, name in steps:
        tree = ast.parse((ROOT / "spacetui" / path).read_text(encoding="utf-8"))
        assert name in set(names_in(tree)), f"{path} has no {name}"
