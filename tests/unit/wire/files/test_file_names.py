"""A file name that a server sends becomes one harmless path part."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.text.terminal_escapes import is_safe
from spacetui.wire.files.file_names import MAX_NAME_BYTES, clean_name, numbered_name, safe_name

names = (
    st.text(max_size=400)
    | st.text("./\\:aC~ \x00\x1b\u202e%Oon", max_size=40)
    | st.sampled_from(["..", ".", "CON", "a" * 999])
)


@given(orig=names | st.none() | st.integers(), path=names | st.none())
def test_a_safe_name_is_one_harmless_part(
    tmp_path_factory: pytest.TempPathFactory, orig: object, path: object
) -> None:
    name = safe_name({"orig_name": orig, "path": path})
    assert name
    assert len(name.encode()) <= MAX_NAME_BYTES
    assert is_safe(name)
    assert not set(name) & set('/\\<>:"|?*\x00\t\n')
    assert not name.startswith((".", " "))
    assert not name.endswith((".", " "))
    folder = Path("/some/folder")
    assert (folder / name).parent == folder
    assert Path("/some/folder", name).resolve().parent == folder.resolve()


@given(name=names.map(lambda text: clean_name(text) or "x"), number=st.integers(0, 99999))
def test_a_numbered_name_is_still_short_and_keeps_its_extension(name: str, number: int) -> None:
    other = numbered_name(name, number)
    assert len(other.encode()) <= MAX_NAME_BYTES
    assert (other == name) == (number == 0)
    assert other.endswith(Path(name).suffix)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\win.ini", "win.ini"),
        ("/abs/x.png", "x.png"),
        (".bashrc", "bashrc"),
        ("a%2f..%2fb.txt", "a%2f..%2fb.txt"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("console.txt", "console.txt"),
        ("COM1 .log", "_COM1 .log"),
        ("trailing. . .", "trailing"),
        ("C:evil", "Cevil"),
        ("a\x1b[31m\u202egnp.exe", "a[31mgnp.exe"),
        ("made #1 ü.txt", "made #1 ü.txt"),
        ("..", ""),
        ("", ""),
        ("/", ""),
    ],
)
def test_clean_names(text: str, name: str) -> None:
    assert clean_name(text) == name


def test_a_long_name_keeps_its_extension() -> None:
    assert safe_name({"orig_name": "ü" * 500 + ".tar.gz"}).endswith(".gz")


def test_without_a_name_the_path_is_used_and_then_a_fixed_name() -> None:
    assert safe_name({"orig_name": "..", "path": "/tmp/x/out.png"}) == "out.png"
    assert safe_name({"orig_name": None, "path": 3}) == "output"
