"""A FastAPI program to the letter, and the type that each value has in its request."""

import ast

import pytest
from hypothesis import given, settings

from spacetui.errors import CannotWrite
from spacetui.model.call import Call
from spacetui.model.file_input import FileInput
from spacetui.model.schema import MISSING, Choice, FileShape, Json, Parameter, Return
from spacetui.model.script import Script, Step, script_of_call
from spacetui.snippets import render
from spacetui.snippets.given_values import GivenValue
from spacetui.snippets.python_fastapi import request_of
from spacetui.snippets.python_fastapi_fields import field_of
from tests.unit.snippets.samples import LOCAL, SPACE, endpoint, image, text
from tests.unit.snippets.test_hostile import IN_VALUES, called, scripts

FILE = {"type": "object", "properties": {"path": {"type": "string"}}}
PAINT = endpoint(
    "/paint",
    image("image", schema=FILE),
    text("prompt"),
    Parameter("seed", component="Number", schema={"type": "number"}, default=4.0),
    returns=(Return("picture", "Image", FILE),),
)


def test_a_call_with_a_file() -> None:
    source = LOCAL._replace(has_login=True, headers=("X-Key",))
    call = Call(PAINT, {"image": FileInput("lighthouse.png"), "prompt": "a lamp"})
    assert (
        render(script_of_call(call, source), "fastapi")
        == '''\
"""POST /paint calls /paint of http://127.0.0.1:7860/app.

A value that is not given is the one below.

pip install "fastapi[standard]>=0.130" "gradio_client>=2.7,<3"
fastapi run api.py
"""

import os
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory, mkdtemp
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Form, Header, HTTPException, UploadFile
from fastapi.responses import FileResponse
from gradio_client import Client, handle_file
from pydantic import Json

APP_USER = os.environ["APP_USER"]
APP_PASSWORD = os.environ["APP_PASSWORD"]
APP_X_KEY = os.environ["APP_X_KEY"]
app = FastAPI()


def visitor(x_ip_token: Annotated[str | None, Header()] = None):
    """Return the header by which ZeroGPU counts a call against the quota of its visitor."""
    return {"x-ip-token": x_ip_token} if x_ip_token else {}


Visitor = Annotated[dict, Depends(visitor)]


def new_folder():
    """Give a folder for the files of a request, which is removed after the answer."""
    with TemporaryDirectory() as folder:
        yield folder


Folder = Annotated[str, Depends(new_folder)]


@contextmanager
def bad_gateway():
    """Answer 502 with what the app said, or with why it could not be called."""
    try:
        yield
    except Exception as error:
        raise HTTPException(502, str(error) or repr(error)) from error


def upload(file, folder):
    """Write a file of the request to a folder, and return what sends it to the app."""
    path = Path(mkdtemp(dir=folder), Path(file.filename or "file").name)
    with path.open("wb") as copy:
        copyfileobj(file.file, copy)
    return handle_file(path)


@app.post("/paint")
def paint(
    image: UploadFile,
    folder: Folder,
    visitor: Visitor,
    prompt: Annotated[str, Form()] = "a lamp",
    seed: Annotated[Json[int | float], Form()] = 4.0,
) -> Any:
    with bad_gateway():
        client = Client(
            "http://127.0.0.1:7860/app",
            token=False,
            auth=(APP_USER, APP_PASSWORD),
            headers={**visitor, "X-Key": APP_X_KEY},
            download_files=folder,
            verbose=False,
        )
        result = client.predict(
            image=upload(image, folder),
            prompt=prompt,
            seed=seed,
            api_name="/paint",
        )
    return FileResponse(result, filename=Path(result).name) if result else None
'''
    )
    assert request_of(script_of_call(call, source)) == ("/paint", {"image": "lighthouse.png"})


def given_value(value: Json, **options: object) -> GivenValue:
    return GivenValue("x", Parameter("x", **options), value)  # type: ignore[arg-type]


TEXT, NUMBER = {"type": "string"}, {"type": "number"}
CHOICES = (Choice("A", "it's"), Choice("B", "b"))


@pytest.mark.parametrize(
    ("value", "in_json", "in_form"),
    [
        (given_value("a", schema=TEXT), 'str = "a"', 'Annotated[str, Form()] = "a"'),
        (given_value(MISSING, schema=TEXT), "str", "Annotated[str, Form()]"),
        (
            given_value(None, schema=TEXT),
            "str | None = None",
            "Annotated[str | None, Form()] = None",
        ),
        # Read as JSON, since a form would make -0.0 the whole number 0.
        (
            given_value(-0.0, schema=NUMBER),
            "int | float = -0.0",
            "Annotated[Json[int | float], Form()] = -0.0",
        ),
        (
            given_value(2**60, schema={"type": "integer"}),
            f"int = {2**60}",
            f"Annotated[int, Form()] = {2**60}",
        ),
        (
            given_value(True, schema={"type": "boolean"}),
            "bool = True",
            "Annotated[bool, Form()] = True",
        ),
        (
            given_value([1], schema={"type": "array"}),
            "list = [1]",
            "Annotated[Json[list], Form()] = [1]",
        ),
        (given_value({"a": None}), 'Any = {"a": None}', 'Annotated[Json, Form()] = {"a": None}'),
        (given_value("a"), 'Any = "a"', 'Annotated[str, Form()] = "a"'),
        (given_value(None), "Any = None", "Annotated[Json, Form()] = None"),
        # What was sent is not what the schema says.
        (given_value(5, schema=TEXT), "Any = 5", "Annotated[Json, Form()] = 5"),
        (
            given_value("b", schema=TEXT, choices=CHOICES),
            'Literal["it\'s", "b"] = "b"',
            'Annotated[Literal["it\'s", "b"], Form()] = "b"',
        ),
        (given_value("c", schema=TEXT, choices=CHOICES), 'str = "c"', None),
        (
            given_value("b", schema=TEXT, choices=CHOICES, allow_custom_value=True),
            'str = "b"',
            None,
        ),
        (given_value("a.png", file_shape=FileShape.ONE), "UploadFile", "UploadFile"),
        (given_value(None, file_shape=FileShape.ONE), "UploadFile | None = None", None),
        (given_value(["a.png"], file_shape=FileShape.GALLERY), "list[UploadFile]", None),
    ],
)
def test_a_field_has_the_type_of_its_value(
    value: GivenValue, in_json: str, in_form: str | None
) -> None:
    assert field_of(value, is_form=False).code == f"x: {in_json}"
    if in_form is not None:
        assert field_of(value, is_form=True).code == f"x: {in_form}"


def test_a_field_never_takes_a_name_that_the_program_uses() -> None:
    words = ("folder", "visitor", "str", "result", "path", "client", "class", "schema")
    steps = Step(0, endpoint("/app", image("upload"), *map(text, words)))
    tree = ast.parse(render(Script((SPACE,), (steps,)), "fastapi"))
    route = tree.body[-1]
    assert isinstance(route, ast.FunctionDef)
    assert route.name == "app_2"
    names = [each.arg for each in route.args.args]
    assert len(names) == len(set(names)) == len(words) + 3
    assert names[0] == "upload_2"
    # Nothing that the function makes is also a field of it.
    made = {node.id for node in ast.walk(route) if isinstance(getattr(node, "ctx", 0), ast.Store)}  # type: ignore[attr-defined]
    assert made == {"client_2", "result_2"}


@settings(deadline=None, max_examples=25)
@given(scripts())
def test_untrusted_text_never_becomes_code_of_a_route(script: Script) -> None:
    tree = ast.parse(render(script, "fastapi"))
    route = tree.body[-1]
    assert isinstance(route, ast.FunctionDef)
    known = {"Client", "handle_file", "from_app", "upload", "served", "bad_gateway", "Path"}
    known |= {
        "FileResponse",
        "json_lines",
        "outputs_of",
        "updates",
        "Form",
        ".post",
        ".predict",
        ".submit",
    }
    assert called(route) <= known | IN_VALUES | {".result"}
    others = [each for each in tree.body if not isinstance(each, ast.FunctionDef | ast.ClassDef)]
    assert called(ast.Module(others, [])) <= {
        "FastAPI",
        "Depends",
        "Path",
        "mkdtemp",
        "StaticFiles",
        ".resolve",
        ".mount",
    }


def test_gradio_3_is_refused_since_its_client_sends_no_headers() -> None:
    with pytest.raises(CannotWrite, match="takes no headers"):
        render(Script((LOCAL._replace(version="3.50.2"),), ()), "fastapi")
