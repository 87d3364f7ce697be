"""A recording file that cannot be used says which line or step is wrong, and what to write."""

import pytest

from spacetui.recording_files.field_checks import FileError
from spacetui.recording_files.read import read_document

FIRST = '[[step]]\nname = "first"\nsrc = "o/n"\napi_name = "infer"\n'
SECOND = f'{FIRST}[[step]]\nname = "second"\nsrc = "o/n"\napi_name = "/b"\n[step.inputs]\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x.toml: no step in it. Write [[step]]"),
        ("[[step]\n", "x.toml, line 1: not TOML"),
        (f"{FIRST}\nname = 3\n", "x.toml, line 6: not TOML: Cannot overwrite"),
        ("step = 3", "x.toml: step is no list of tables. Write [[step]]."),
        ("format = 2", "x.toml: a recording of format 2"),
        ("calls = 3", "x.toml: there is no key 'calls' here. The keys are format, step, schema."),
        ('[[step]]\nsrc = "o/n"', 'x.toml, step 1: it has no api_name. Write api_name = "…".'),
        ('[[step]]\nsrc = 3\napi_name = "a"', "x.toml, step 1: src is no text"),
        (FIRST + "inptus = { a = 1 }", "x.toml, step 1 (first): there is no key 'inptus' here"),
        (FIRST + FIRST, "x.toml, step 2 (first): an earlier step is called 'first' too"),
        (FIRST + "state = true", "x.toml, step 1 (first): state is no number"),
        (
            SECOND + 'a = { from = "third" }',
            "x.toml, step 2 (second): a: no earlier step is called 'third'. Earlier steps: first.",
        ),
        (SECOND + "a = { from = [1] }", "a: no earlier step is called [1]"),
        (SECOND + 'a = { from = "first", output = -1 }', "a: output is no number from 0"),
        (SECOND + 'a = { from = "first", path = "x" }', "a: path is no list of keys"),
        (SECOND + 'a = [{ from = "first" }]', "stands for the whole parameter"),
        (SECOND + "a = 2026-01-31", "a: a date is no JSON value. Write it in quotes"),
        (SECOND + "a = { path = 3 }", "a: the path of a file is wanted"),
        (SECOND + 'a = { json = "nul" }', "a: what is called json is not JSON. Write { json ="),
        (SECOND + 'a = { variable = "HF_TOKEN" }', "only a variable called MY_… is read"),
        (SECOND + 'a = { variable = "AWS_SECRET_ACCESS_KEY" }', "only a variable called MY_"),
        (SECOND + f"a = {'[' * 250}{']' * 250}", "a: nested too deep"),
        (SECOND + f"a = {'[' * 9000}{']' * 9000}", "not TOML: nested too deep"),
        (SECOND + f"a = {'9' * 5000}", "or a number too long"),
    ],
)
def test_a_wrong_file_says_where_and_what_to_write(text: str, message: str) -> None:
    with pytest.raises(FileError) as caught:
        read_document(text, "x.toml")
    assert message in str(caught.value)


def test_a_short_file_by_hand_is_enough() -> None:
    document = read_document('[[step]]\nsrc = "o/n"\napi_name = "infer"\n', "x.toml")
    assert [(each.name, each.api_name) for each in document.steps] == [("step_1", "/infer")]
