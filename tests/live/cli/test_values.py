"""Values that a real app takes or refuses: null for files, raw JSON, shapes, limits."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from spacetui.store.store import Store
from tests.cli_result import Cli
from tests.soak_after import soak_after

pytestmark = pytest.mark.live

FILE_COMPONENTS = (
    "image",
    "audio",
    "video",
    "file",
    "files",
    "upload",
    "gallery",
    "model3d",
    "imageeditor",
    "imageslider",
    "multimodal",
)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    from PIL import Image

    path = tmp_path / "red.png"
    Image.new("RGB", (8, 8), "red").save(path)
    return path


@pytest.mark.parametrize("name", soak_after(4, FILE_COMPONENTS))
def test_the_app_gets_null_for_a_file_as_from_the_official_client(
    name: str, cli: Cli, values_url: str
) -> None:
    from gradio_client import Client  # type: ignore[import-untyped]

    official = Client(values_url, verbose=False).predict(None, api_name=f"/{name}")
    done = cli("run", values_url, f"/{name}", "value:=null")
    assert (done.code, done.out, done.err) == (0, f"{official}\n", "")


def test_an_optional_picture_may_be_left_out_and_a_required_one_is_named(
    cli: Cli, values_url: str, picture: Path
) -> None:
    assert cli("run", values_url, "/mix", "text=hi").out == "['hi', None, None]\n"
    done = cli("run", values_url, "/mix", "text=hi", "picture:=null", "sound:=null")
    assert done.out == "['hi', None, None]\n"
    done = cli("run", values_url, "/mix", "text=hi", f"picture=@{picture}")
    assert done.out == "['hi', 'red.png', None]\n"
    done = cli("run", values_url, "/image")
    assert (done.code, done.out) == (2, "")
    assert "a value is wanted for value. Give value=@path, or value:=null for no file." in done.err


@pytest.mark.parametrize("language", ["python", "curl"])
def test_a_null_file_is_in_the_snippet_which_runs(
    language: str, cli: Cli, values_url: str, tmp_path: Path
) -> None:
    done = cli("snippet", values_url, "/image", "value:=null", "--lang", language)
    assert done.code == 0, done.err
    program = tmp_path / "program"
    program.write_text(done.out)
    command = [sys.executable] if language == "python" else ["bash"]
    ran = subprocess.run([*command, str(program)], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[-1] in ("None", '["None"]')
    assert "wanted" not in done.out, "nothing is left to fill in"
    assert ("value=None" if language == "python" else "[null]") in done.out


def test_a_null_file_is_in_javascript(cli: Cli, values_url: str) -> None:
    done = cli("snippet", values_url, "/mix", "text=hi", "picture:=null", "--lang", "js")
    assert "  picture: null,\n" in done.out


async def test_a_null_file_is_recorded(cli: Cli, cli_env: dict[str, str], values_url: str) -> None:
    assert cli("run", values_url, "/image", "value:=null").code == 0
    store = Store(Path(cli_env["SPACETUI_DATA_DIR"]) / "spacetui.sqlite3")
    (recording,) = await store.load_calls()
    await store.aclose()
    assert recording.call.values == {"value": None}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("loose", 3, "3 is not of type 'string'"),
        ("loose", [1, {"a": None}], "is not of type 'string'"),
        ("short", "too long", "at most 5 characters; these are 8"),
    ],
)
def test_raw_json_that_the_schema_refuses_reaches_the_app_with_one_note(
    name: str, value: Any, words: str, cli: Cli, values_url: str
) -> None:
    raw = json.dumps(value)
    for args in ([f"value:={raw}"], ["--data", f'{{"value": {raw}}}']):
        done = cli("run", values_url, f"/{name}", *args)
        assert (done.code, done.out) == (0, f"{value!r}\n")
        assert done.err.count("\n") == 1
        assert f"/{name}: sent as given; the schema says otherwise: value: " in done.err
        assert words in done.err
        done = cli("snippet", values_url, f"/{name}", *args, "--lang", "py")
        assert (done.code, done.err.count("sent as given")) == (0, 1)


def test_what_the_app_itself_refuses_is_its_error(cli: Cli, values_url: str) -> None:
    done = cli("run", values_url, "/size", "value:=50", "--json")
    assert (done.code, done.lines[-1]["kind"]) == (1, "app")
    assert "greater than maximum value 9" in done.lines[-1]["message"]
    done = cli("run", values_url, "/size", "value=50")
    assert (done.code, done.out) == (2, "")
    assert "from 1 to 9" in done.err


@pytest.mark.parametrize(
    ("args", "shown"),
    soak_after(
        5,
        [
            (["/gallery", 'value=["@PICTURE"]'], "[['red.png', None]]"),
            (["/gallery", "value=@PICTURE"], "[['red.png', None]]"),
            (["/gallery", "value=[]"], "None"),
            (["/files", 'value=["@PICTURE", "@PICTURE"]'], "['red.png', 'red.png']"),
            (
                ["/imageeditor", "value=@PICTURE"],
                "{'background': 'red.png', 'layers': [], 'composite': 'red.png'}",
            ),
            (["/multimodal", "value=hello [1]"], "{'text': 'hello [1]', 'files': []}"),
            (
                [
                    "/multimodal",
                    'value={"text": "see", "files": [{"path": "PICTURE",'
                    ' "meta": {"_type": "gradio.FileData"}}]}',
                ],
                "{'text': 'see', 'files': ['red.png']}",
            ),
            (["/kept"], "{'visits': 3}"),
            (["/kept", "value=[5]"], "[5]"),
            (["/day", "value=2026-02-03"], "'2026-02-03'"),
        ],
    ),
)
def test_values_are_put_into_the_shape_that_the_app_reads(
    args: list[str], shown: str, cli: Cli, values_url: str, picture: Path
) -> None:
    done = cli("run", values_url, *(each.replace("PICTURE", str(picture)) for each in args))
    assert (done.code, done.out, done.err) == (0, f"{shown}\n", "")


def test_limits_and_forms_are_told_and_checked_before_anything_is_sent(
    cli: Cli, values_url: str, tmp_path: Path, picture: Path
) -> None:
    page = cli("info", values_url).out
    for words in (
        "Short; at most 5 characters",
        "Moment; YYYY-MM-DD HH:MM:SS, now or now - 2h",
        "Day; YYYY-MM-DD, now or now - 2h",
        "Model; file: .glb .gltf .obj .stl .splat .ply, at most 20 kB",
        "Gallery; file: image video, at most 20 kB",
        "Multimodal; at most 20 kB",
    ):
        assert words in page, words
    (info,) = cli("info", values_url, "--json").lines
    rows = {each["api_name"]: each["parameters"][0] for each in info["endpoints"]}
    assert rows["/short"]["max_length"] == 5
    assert rows["/image"]["max_file_size"] == 20_000
    assert rows["/day"]["forms"] == ["YYYY-MM-DD", "now", "now - 2h"]
    assert rows["/gallery"]["file_types"] == ["image", "video"]
    assert rows["/kept"]["default"] == {"visits": 3} and not rows["/kept"]["required"]
    large = tmp_path / "large.csv"
    large.write_bytes(b"a" * 20_001)
    for args, words in (
        (["/file", f"value=@{large}"], "is larger than 20 kB, the limit of the app"),
        (["/file", f"value=@{picture}"], "not a file of the wanted type; csv or a text file"),
        (["/model3d", f"value=@{picture}"], "not a file of the wanted type; glb, gltf, obj"),
        (["/gallery", f"value=@{large}"], "the limit of the app"),
        (["/short", "value=too long"], "at most 5 characters"),
        (["/day", "value=tomorrow"], "write YYYY-MM-DD, now or now - 2h"),
    ):
        done = cli("run", values_url, *args)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
        assert words in done.err


def test_text_and_names_that_are_not_unicode_are_the_same_clear_error_in_both(
    cli: Cli, values_url: str, picture: Path
) -> None:
    odd = picture.rename(picture.with_name(os.fsdecode(b"\xff.png")))
    for arg, words in (
        ('value:="\\ud800"', "not valid Unicode"),
        ("value=" + os.fsdecode(b"\xff"), "not valid Unicode"),
        ("value:=1e400", "1e400 is too large"),
    ):
        errors = [cli("run", values_url, "/short", arg)]
        errors.append(cli("snippet", values_url, "/short", arg, "--lang", "py"))
        assert [(done.code, done.out) for done in errors] == [(2, "")] * 2
        assert errors[0].err == errors[1].err
        assert words in errors[0].err and errors[0].err.count("\n") == 1
    errors = [
        cli("run", values_url, "/image", f"value=@{odd}"),
        cli("snippet", values_url, "/image", f"value=@{odd}", "--lang", "py"),
    ]
    assert errors[0].err == errors[1].err
    assert "is not UTF-8; rename the file\n" in errors[0].err
    for args in ([f"{values_url}/\udcff"], [values_url, "/short", "--auth", "a:\udcff"]):
        done = cli("run", *args)
        assert (done.code, done.err.count("\n")) == (2, 1)


@pytest.mark.parametrize("name", ["run", "snippet"])
def test_help_after_a_source_lists_what_its_endpoint_takes(
    name: str, cli: Cli, values_url: str
) -> None:
    done = cli(name, values_url, "/mix", "--help")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert any(line.split()[:3] == ["text", "Textbox", "required"] for line in lines)
    assert any(line.split()[:4] == ["picture", "Image", "=", "null"] for line in lines)
    assert "at most 5 characters" in done.out and "file: image" in done.out
    assert "--data JSON" in done.out, "the options come below"
    done = cli(name, values_url, "-h")
    assert "/mix" in done.out and "red | blue" in done.out and "1 to 9, step 1" in done.out
    assert cli(name, "--help").out in done.out
    done = cli(name, values_url, "/mxi", "--help")
    assert "Did you mean /mix?" in done.err and "--data JSON" in done.out
    done = cli(name, "http://127.0.0.1:9", "/mix", "--help")
    assert "refused" in done.err and done.err.count("\n") == 1 and "--data JSON" in done.out
    done = cli(name, values_url, "/short", "--", "--help")
    assert "Usage" not in done.out


def test_misspelled_words_are_answered_with_the_word_that_was_meant(
    cli: Cli, values_url: str
) -> None:
    for args, words in (
        (["serch", "cats"], "no command serch. Did you mean search?"),
        (["rnu", values_url, "/mix"], "no command rnu. Did you mean run?"),
        (["infoo"], "no command infoo. Did you mean info?"),
        (["run", values_url, "/mix", "--jsn"], "Did you mean '--json'? See spacetui run --help."),
        (["run", values_url, "/mx", "text=x"], "no endpoint /mx. Did you mean /mix?"),
        (["run", values_url, "mix", "text=x"], "Did you mean /mix?"),
        (["run", values_url, "/mix", "txet=x"], "no parameter 'txet'. Did you mean text?"),
        (["demo/text", "/mix"], "To call an endpoint: spacetui run demo/text /mix"),
    ):
        done = cli(*args)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
        assert words in done.err
