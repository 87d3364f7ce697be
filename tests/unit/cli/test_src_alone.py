"""Which command lines open the app without click, which would delay its first frame."""

import pytest

from spacetui.cli import src_alone


@pytest.mark.parametrize(
    ("args", "src"),
    [
        ([], ""),
        (["owner/name"], "owner/name"),
        (["http://127.0.0.1:7860"], "http://127.0.0.1:7860"),
        (["https://huggingface.co/spaces/owner/name"], "https://huggingface.co/spaces/owner/name"),
        (["history"], None),
        (["nothing"], None),
        (["--help"], None),
        (["--no-history", "owner/name"], None),
        (["owner/name", "--token", "x"], None),
        (["owner/name", "/predict"], None),
        (["ftp://127.0.0.1/x"], None),
        (["one/two/three"], None),
    ],
)
def test_click_reads_all_but_a_src_that_stands_alone(args: list[str], src: str | None) -> None:
    assert src_alone(args) == src
