"""The types that a program in TypeScript declares, from the schemas of an endpoint."""

import pytest

from spacetui.model.call import Call
from spacetui.model.file_input import FileInput
from spacetui.model.schema import Choice, FileShape, Json, Parameter, Return
from spacetui.model.script import Link, Script, Step, script_of_call
from spacetui.snippets import render
from spacetui.snippets.typescript_schema import MAX_CHOICES, type_of_parameter, type_of_return
from tests.unit.snippets.samples import INFER, SPACE, endpoint, text

FILE = {
    "type": "object",
    "properties": {"path": {"type": "string"}, "meta": {"type": "object"}},
    "required": ["path"],
}


def test_a_call_in_typescript() -> None:
    values = {"image": FileInput("lighthouse.png"), "prompt": "make it dusk"}
    assert (
        render(script_of_call(Call(INFER, values), SPACE), "ts")
        == """\
/// <reference types="node" />
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { Client } from "@gradio/client";

const local = async (path: string) => new File([await readFile(path)], basename(path));

type FileData = {
  path: string;
  url?: string | null;
  orig_name?: string | null;
  [more: string]: unknown;
};
type Upload = Blob | FileData;
type InferInput = {
  image: Upload | null;
  prompt: string | null;
  aspect_ratio: "16:9" | null;
  true_guidance_scale: unknown;
  num_inference_steps: unknown;
  randomize_seed: unknown;
};
type InferOutput = [image: unknown, seed: unknown];

const app = await Client.connect("Qwen/Qwen-Image-Edit");
const result = await app.predict<InferOutput>("/infer", {
  image: await local("lighthouse.png"),
  prompt: "make it dusk",
  aspect_ratio: "16:9",
  true_guidance_scale: 4.0,
  num_inference_steps: 28,
  randomize_seed: true,
} satisfies InferInput);
console.log(JSON.stringify(result.data, null, 2));
// The client keeps a connection open, for which node would wait.
process.stdout.end(() => process.exit());
"""
    )


@pytest.mark.parametrize(
    ("schema", "code"),
    [
        ({}, "unknown"),
        ({"type": {}}, "unknown"),
        ({"type": "integer"}, "number | null"),
        ({"type": ["string", "boolean"]}, "string | boolean | null"),
        ({"enum": ["it's", '"b"', 3, True]}, '"it\'s" | "\\"b\\"" | 3 | true | null'),
        ({"const": "x"}, '"x" | null'),
        ({"type": "array", "items": {"enum": [1, 2]}}, "(1 | 2)[] | null"),
        ({"type": "array"}, "unknown[] | null"),
        (
            {"type": "array", "prefixItems": [{"type": "string"}, {"type": "null"}]},
            "[string, null] | null",
        ),
        (
            {"type": "object", "additionalProperties": {"type": "number"}},
            "Record<string, number> | null",
        ),
        (
            {
                "type": "object",
                "properties": {"a": {"type": "string"}, "it's": {"type": "number"}},
                "required": ["a"],
            },
            '{ a: string; "it\'s"?: number } | null',
        ),
        (FILE, "FileData | null"),
        (
            {"$defs": {"File": FILE}, "type": "array", "items": {"$ref": "#/$defs/File"}},
            "FileData[] | null",
        ),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "string | null"),
        ({"$ref": "https://example.org/x.json"}, "unknown"),
    ],
)
def test_the_type_of_an_output_is_that_of_its_schema(schema: dict[str, Json], code: str) -> None:
    assert type_of_return(Return(schema=schema)).write() == code


def test_a_schema_that_refers_to_itself_or_is_huge_has_an_end() -> None:
    cyclic = {"$defs": {"A": {"anyOf": [{"$ref": "#/$defs/A"}] * 9}}, "$ref": "#/$defs/A"}
    assert type_of_return(Return(schema=cyclic)).write() == "unknown"
    wide = {"type": "object", "properties": {f"p{n}": {"type": "string"} for n in range(9999)}}
    assert type_of_return(Return(schema=wide)).write().count("string") < 1000
    many = Parameter("x", choices=tuple(Choice(str(n), str(n)) for n in range(MAX_CHOICES + 1)))
    assert type_of_parameter(many).write() == "string | null"


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (FileShape.ONE, "Upload | null"),
        (FileShape.MANY, "Upload[] | null"),
        (FileShape.VIDEO, "{ video: Upload; subtitles?: Upload | null } | null"),
    ],
)
def test_a_parameter_of_files_takes_them_in_its_shape(shape: FileShape, code: str) -> None:
    assert type_of_parameter(Parameter("x", file_shape=shape)).write() == code


def test_a_slider_takes_no_null() -> None:
    slider = Parameter("x", component="Slider", schema={"type": "number"})
    assert type_of_parameter(slider).write() == "number"


@pytest.mark.parametrize(
    ("value", "code"),
    [("x", "string | null"), (None, "string | null"), (3, "unknown"), ([True], "unknown")],
)
def test_a_value_that_does_not_fit_its_schema_has_no_type_and_compiles(
    value: Json, code: str
) -> None:
    script = script_of_call(Call(endpoint("/say", text("text")), {"text": value}), SPACE)
    assert f"type SayInput = {{ text: {code} }};" in render(script, "typescript")


def test_arguments_that_go_by_position_are_a_tuple() -> None:
    script = script_of_call(Call(endpoint("/say", text("param_0"), text("b")), {}), SPACE)
    code = render(script, "typescript")
    assert "type SayInput = [string | null, string | null];" in code
    assert 'const param_0: SayInput[0] = ""; // text, wanted' in code
    assert "] satisfies SayInput);" in code


def test_a_missing_choice_is_the_first() -> None:
    choices = (Choice("Wide", "16:9"), Choice("Tall", "9:16"))
    picked = Parameter("ratio", component="Radio", schema={"type": "string"}, choices=choices)
    code = render(script_of_call(Call(endpoint("/pick", picked)), SPACE), "typescript")
    assert 'const ratio: PickInput["ratio"] = "16:9"; // one of 16:9, 9:16, wanted' in code


def test_an_output_of_another_type_is_linked_without_its_type() -> None:
    said = Return("said", "Textbox", {"type": "string"})
    say = endpoint("/say", text("text"), returns=(said,))
    count = endpoint("/count", text("text"), returns=(said._replace(schema={"type": "number"}),))
    link = Link("text", 0, 0)
    same = Script((SPACE,), (Step(0, say, {"text": "a"}), Step(0, say, {}, (link,))))
    assert "text: said.data[0],\n" in render(same, "typescript")
    other = Script((SPACE,), (Step(0, count, {"text": "a"}), Step(0, say, {}, (link,))))
    assert "text: said.data[0] as any,\n" in render(other, "typescript")
