"""The shapes in which components of every version take files."""

from typing import Any

import pytest

from spacetui.model.file_input import FileInput
from spacetui.model.schema import FileShape
from spacetui.model.validation import problem_with
from spacetui.wire.schema.parse import parse_app
from tests.unit.wire.server_schemas import VERSIONS, endpoint, load, parameter, parsed


@pytest.mark.parametrize("version", VERSIONS)
def test_file_shapes_are_read_from_the_schema(version: str) -> None:
    app = parsed(load(version))
    one, many, video = endpoint(app, "/stream").parameters
    assert (one.file_shape, one.file_types) == (FileShape.ONE, (".csv", "image"))
    assert (many.file_shape, many.file_types) == (FileShape.MANY, ())
    assert video.file_shape is (FileShape.ONE if version.startswith("6") else FileShape.VIDEO)
    assert video.file_types == ("video",)
    gallery = parameter(app, "/gallery", 0)
    assert gallery.file_shape is FileShape.GALLERY
    videos = () if version.startswith("4") else ("video",)
    assert gallery.file_types == ("image", *videos)
    assert endpoint(app, "/stream").streams
    assert not endpoint(app, "/first").streams


def test_a_file_of_gradio_3_is_a_file_whatever_its_schema_says() -> None:
    schemas = {
        "image": {"type": "string", "description": "base64 representation of an image"},
        "file": {
            "oneOf": [
                {"type": "string"},
                {"type": "object", "properties": {"name": {}, "data": {}}},
            ]
        },
        "audio": {"oneOf": [{"type": "string"}]},
        "video": {"type": "string"},
    }
    components = [
        {"id": number, "type": kind, "props": {"file_count": "single"}, "serializer": "X"}
        for number, kind in enumerate(schemas)
    ]
    components.append(
        {"id": 9, "type": "file", "props": {"file_count": "multiple"}, "serializer": "X"}
    )
    entries = [
        {"label": "", "type": sent, "component": kind.capitalize()}
        for kind, sent in schemas.items()
    ]
    entries.append({"label": "", "type": {"type": "array"}, "component": "File"})
    config = {
        "version": "3.50.2",
        "components": components,
        "dependencies": [{"inputs": [0, 1, 2, 3, 9], "outputs": [], "api_name": "go"}],
    }
    info = {
        "named_endpoints": {"/go": {"parameters": entries, "returns": []}},
        "unnamed_endpoints": {},
    }
    parameters = parse_app("u", config, info).endpoints[0].parameters
    assert [each.file_shape for each in parameters] == [FileShape.ONE] * 4 + [FileShape.MANY]
    # The server's schemas are for its own Python client; values are not judged by them.
    assert all(each.schema == {} for each in parameters)
    assert all(problem_with(FileInput("/x.png"), each) is None for each in parameters[:4])


def test_a_file_of_early_gradio_4_has_no_mark_in_its_schema() -> None:
    names = ("path", "url", "size", "orig_name", "mime_type")
    properties: dict[str, Any] = {name: {} for name in names}
    config = {
        "version": "4.8.0",
        "protocol": "sse",
        "components": [{"id": 1, "type": "image", "props": {}, "skip_api": False}],
        "dependencies": [{"inputs": [1], "outputs": [], "api_name": "go"}],
    }
    entry = {
        "label": "",
        "type": {"type": "object", "properties": properties},
        "component": "Image",
    }
    info = {
        "named_endpoints": {"/go": {"parameters": [entry], "returns": []}},
        "unnamed_endpoints": {},
    }
    assert parse_app("u", config, info).endpoints[0].parameters[0].file_shape is FileShape.ONE


def test_an_image_editor_takes_a_picture_and_a_model_the_files_of_its_page() -> None:
    file = {"type": "object", "properties": {"path": {}, "meta": {}}}
    editor = {"properties": {"background": {"anyOf": [file, {"type": "null"}]}, "layers": {}}}
    components = [
        {"id": 1, "type": "imageeditor", "props": {}},
        {"id": 2, "type": "model3d", "props": {}},
        {"id": 3, "type": "browserstate", "props": {"default_value": {"a": 1}}},
        {"id": 4, "type": "textbox", "props": {"max_length": 7}},
        {"id": 5, "type": "multimodaltextbox", "props": {"file_types": [".pdf"]}},
    ]
    schemas = [editor, file, {}, {"type": "string"}, {"type": "object"}]
    entries = [{"type": each, "parameter_has_default": False} for each in schemas]
    config = {
        "version": "6.31.0",
        "max_file_size": 5_000_000_000,
        "components": components,
        "dependencies": [{"inputs": [1, 2, 3, 4, 5], "outputs": [], "api_name": "go"}],
    }
    info = {"named_endpoints": {"/go": {"parameters": entries, "returns": []}}}
    picture, model, kept, text, message = parse_app("u", config, info).endpoints[0].parameters
    assert picture.file_shape is FileShape.EDITOR
    assert model.file_types == (".glb", ".gltf", ".obj", ".stl", ".splat", ".ply")
    assert kept.default == {"a": 1}
    assert (text.max_length, text.max_file_size) == (7, None)
    assert message.file_types == (".pdf",)
    assert [each.max_file_size for each in (picture, model, message)] == [5_000_000_000] * 3
