"""A snippet makes only the shown call, whatever its names and values are (security.md P16)."""

import ast
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spacetui.model.call import Call
from spacetui.model.file_data import FILE_DATA
from spacetui.model.file_input import FileInput
from spacetui.model.schema import Endpoint, FileShape, Parameter, Return
from spacetui.model.script import Link, Script, Step, script_of_call
from spacetui.model.source import Source
from spacetui.snippets import LANGUAGES, render
from spacetui.text.terminal_escapes import is_safe
from tests.unit.snippets.samples import (
    HOSTILE,
    LOCAL,
    PROGRAMS,
    SPACE,
    endpoint,
    image,
    text,
    texts,
    values,
)

Made = TypeVar("Made")
# Everything that a Python snippet may call; `.x` is a method.
ALLOWED = {
    "Client",
    "handle_file",
    "from_app",
    "outputs_of",
    "print",
    ".predict",
    ".submit",
    ".result",
    ".expanduser",
    ".loads",
}
IN_VALUES = {".expanduser", ".loads"}
DEFINITIONS = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
IN_HELPER = {"Path", "mkdtemp", "unquote", "urlretrieve", ".done", ".outputs", ".sleep"}


def some(kind: Callable[..., Made], **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Made]:
    """Give values of a NamedTuple, of which st.builds would draw the fields with a default too."""
    return st.fixed_dictionaries(parts).map(lambda given: kind(**given))


shapes = st.sampled_from(FileShape)
parameters = some(
    Parameter,
    name=texts,
    label=texts,
    component=texts,
    python_type=texts,
    default=values | st.builds(lambda path: {"path": path, "meta": {"_type": FILE_DATA}}, texts),
    file_shape=shapes,
    description=texts,
)
without_default = some(Parameter, name=texts, label=texts, component=texts, file_shape=shapes)
endpoints = st.builds(
    lambda name, takes, gives, streams: Endpoint(
        f"/{name}",
        3,
        name,
        tuple(takes),
        tuple(gives),
        streams=streams,
        input_slots=(True,) * len(takes),
    ),
    texts,
    st.lists(parameters | without_default, max_size=4),
    st.lists(some(Return, label=texts, component=texts), max_size=3),
    st.booleans(),
)
sources = st.builds(lambda src, title: Source(src, SPACE.url, title, "/gradio_api"), texts, texts)


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """Draw one to three steps of untrusted names, each linked to the step before it."""
    made = draw(st.lists(endpoints, min_size=1, max_size=3))
    clients = draw(st.lists(sources, min_size=1, max_size=2))
    steps = []
    for number, each in enumerate(made):
        client = draw(st.integers(0, len(clients) - 1))
        names = [parameter.name for parameter in each.parameters]
        values = {}
        has_file = draw(st.booleans())
        if names and has_file:
            values[names[0]] = FileInput(draw(texts))
        path = tuple(draw(st.lists(texts | st.integers(0, 9), max_size=2)))
        links = tuple(Link(name, number - 1, 0, path) for name in names[1:2] if number)
        step = Step(client, each, values, links, name=draw(texts), note=draw(texts))
        steps.append(step)
    return Script(tuple(clients), tuple(steps), tuple(draw(st.lists(texts, max_size=2))))


def called(tree: ast.AST) -> set[str]:
    """Return the names of the functions and methods that a program calls."""
    functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        f".{f.attr}" if isinstance(f, ast.Attribute) else f.id
        for f in functions
        if isinstance(f, ast.Name | ast.Attribute)
    }


@settings(deadline=None)
@given(scripts())
def test_untrusted_text_never_becomes_code(script: Script) -> None:
    tree = ast.parse(render(script, "python"))
    body = [node for node in tree.body if not isinstance(node, ast.FunctionDef)]
    assert called(ast.Module(body, [])) <= ALLOWED
    assert called(tree) <= ALLOWED | IN_HELPER
    calls = [
        n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
    ]
    assert sum(
        n.func.attr in ("predict", "submit") for n in calls if isinstance(n.func, ast.Attribute)
    ) == len(script.steps)
    kinds = (ast.ImportFrom, ast.Import, ast.Assign, ast.Expr, ast.For)
    assert all(isinstance(node, kinds) for node in body)


@settings(deadline=None)
@given(scripts())
def test_untrusted_text_never_becomes_code_of_an_async_program(script: Script) -> None:
    tree = ast.parse(render(script, "python-async"))
    *definitions, last = [node for node in tree.body if not isinstance(node, ast.Assign)]
    imports = [each for each in definitions if isinstance(each, ast.Import | ast.ImportFrom)]
    defined = {each.name for each in definitions if isinstance(each, DEFINITIONS)}
    assert defined <= {"App", "edit", "main"}
    assert len(imports) + len(defined) == len(definitions)
    assert isinstance(last, ast.Expr)
    assert ast.unparse(last) == "asyncio.run(main())"
    (main,) = [each for each in definitions if isinstance(each, ast.AsyncFunctionDef)]
    assert called(main) <= {"App", ".call", ".stream", ".upload", ".copy", "print"} | IN_VALUES
    calls = [each for each in ast.walk(main) if isinstance(each, ast.Call)]
    made = [
        each for each in calls if called(each.func) == set() and _method(each) in ("call", "stream")
    ]
    assert len(made) == len(script.steps)


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


@settings(deadline=None)
@given(scripts(), st.sampled_from(list(LANGUAGES)))
def test_no_snippet_contains_an_unsafe_character(script: Script, name: str) -> None:
    if not LANGUAGES[name].refusal(script):
        assert is_safe(render(script, name))


@settings(deadline=None)
@given(st.dictionaries(texts, values, min_size=1, max_size=4))
def test_python_passes_each_value_under_its_name(given_values: Mapping[str, object]) -> None:
    call = Call(endpoint("/x", *(text(name) for name in given_values)), given_values)
    tree = ast.parse(render(script_of_call(call, SPACE), "python"))
    predict = next(
        n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
    )
    found: dict[str, object] = {}
    for each in predict.keywords:
        if each.arg is None:
            found.update(ast.literal_eval(each.value))
        elif each.arg != "api_name":
            found[each.arg] = ast.literal_eval(each.value)
    by_position = [ast.literal_eval(each) for each in predict.args]
    assert repr(by_position or found) == repr(
        list(given_values.values()) if by_position else dict(given_values)
    )


@pytest.mark.parametrize(
    "name", ["self", "api_name", "fn_index", "headers", "result_callbacks", "param_0", ""]
)
def test_values_go_by_position_where_a_name_cannot_be_a_keyword(name: str) -> None:
    code = render(script_of_call(Call(endpoint("/x", text(name)), {name: "v"}), SPACE), "python")
    assert '    "v",\n    api_name="/x",' in code


@pytest.mark.parametrize(
    ("name", "line"), [("class", '**{"class": "v"},'), ("ﬁ", '**{"ﬁ": "v"},'), ("é", 'é="v",')]
)
def test_a_name_that_is_no_identifier_is_passed_in_a_dict(name: str, line: str) -> None:
    code = render(script_of_call(Call(endpoint("/x", text(name)), {name: "v"}), SPACE), "python")
    assert f"    {line}\n" in code


def test_a_javascript_property_cannot_become_a_prototype() -> None:
    code = render(
        script_of_call(Call(endpoint("/x", text("__proto__")), {"__proto__": 1}), SPACE), "js"
    )
    assert 'predict("/x", [\n  1,\n])' in code


@pytest.mark.parametrize("path", ["/etc/passwd", "../secret", "~/.ssh/id_rsa", "C:\\x"])
@pytest.mark.parametrize("source", [SPACE, LOCAL])
def test_no_snippet_reads_a_file_that_the_server_names(path: str, source: Source) -> None:
    server_file = {"path": path, "meta": {"_type": FILE_DATA}}
    script = script_of_call(Call(endpoint("/x", image("image", default=server_file)), {}), source)
    tree = ast.parse(render(script, "python"))
    opened = [
        n.args[0]
        for n in ast.walk(tree)
        if isinstance(n, ast.Call)
        and isinstance(n.func, ast.Name)
        and n.func.id in ("handle_file", "from_app")
        and isinstance(n.args[0], ast.Constant)
    ]
    assert opened
    assert all(str(each.value).startswith(f"{source.url}/") for each in opened)
    assert "local(" not in render(script, "js")
    assert "-F" not in render(script, "curl")


def _missing_names(name: str, code: str) -> list[str]:
    """Return the names of the values that the reader of code in a language has to give."""
    if name == "uv":
        return re.findall(r'^    "(.*)": \([\w.]+, WANTED\),$', code, re.MULTILINE)
    if name == "fastapi":
        return re.findall(r"^    (\w+): str$", code, re.MULTILINE)
    return [
        line.split("=")[0].removeprefix("const ").partition(":")[0].strip()
        for line in code.splitlines()
        if ", wanted" in line
    ]


@pytest.mark.parametrize("word", HOSTILE)
def test_variables_are_unique_and_plain(word: str) -> None:
    step = Step(
        0, endpoint("/x", text(word), text(word.upper()), returns=(Return(word, "Textbox"),))
    )
    script = Script((SPACE, LOCAL), (step, step, Step(1, step.endpoint)))
    able = [name for name in PROGRAMS if not LANGUAGES[name].refusal(script)]
    # `gradio predict` cannot give a parameter that is called as one of its client.
    assert set(PROGRAMS) - set(able) <= {"gradio-predict"}
    for name in able:
        code = render(script, name)
        made = _missing_names(name, code)
        assert len(made) == len(set(made)) == 6
        assert all(each.isidentifier() and each.isascii() for each in made)
