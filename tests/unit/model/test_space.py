"""The texts by which a user names an app."""

import pytest

from spacetui.errors import UsageError
from spacetui.model.space import SpaceCard, parse_ref
from spacetui.model.stage import StageGroup, stage_group


@pytest.mark.parametrize(
    ("text", "space_id"),
    [
        ("owner/name", "owner/name"),
        (" black-forest-labs/FLUX.1-dev ", "black-forest-labs/FLUX.1-dev"),
        ("https://huggingface.co/spaces/owner/name", "owner/name"),
        ("https://huggingface.co/spaces/owner/name/tree/main?x=1#y", "owner/name"),
        ("https://hf.co/spaces/owner/name", "owner/name"),
    ],
)
def test_an_id_or_a_hub_page_names_a_space(text: str, space_id: str) -> None:
    assert parse_ref(text).space_id == space_id


def test_a_page_of_the_configured_hub_names_a_space() -> None:
    hub = "http://127.0.0.1:9000"
    assert parse_ref(f"{hub}/spaces/demo/text", hub_endpoint=hub).space_id == "demo/text"
    assert parse_ref("http://127.0.0.1:9001/spaces/demo/text", hub_endpoint=hub).space_id == ""


def test_an_hf_space_host_is_a_subdomain_to_be_resolved() -> None:
    assert parse_ref("https://owner-name.hf.space/?x").subdomain == "owner-name"
    assert parse_ref("https://hf.space.example.org").subdomain == ""
    assert parse_ref("https://xhf.space").subdomain == ""


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://127.0.0.1:7860", "http://127.0.0.1:7860"),
        ("http://127.0.0.1:7860/", "http://127.0.0.1:7860"),
        ("https://example.org/sub/path/?view=api#x", "https://example.org/sub/path"),
        ("https://abc123.gradio.live", "https://abc123.gradio.live"),
    ],
)
def test_any_other_address_is_an_app(text: str, url: str) -> None:
    assert parse_ref(text).url == url


@pytest.mark.parametrize(
    "text",
    ["", "name", "a/b/c", "../x", "-a/b", "ftp://x/y", "file:///etc/passwd", "http://", "http://[", "http://h:99999/",
     "https://user:secret@example.org", "https://huggingface.co/models", "a b/c", "owner/na\x1bme"],
)  # fmt: skip
def test_anything_else_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_ref(text)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_stages_are_open_strings() -> None:
    assert stage_group("RUNNING_BUILDING") is StageGroup.UP
    assert stage_group("SLEEPING") is StageGroup.ASLEEP
    assert stage_group("PAUSED") is StageGroup.PAUSED
    assert stage_group("SOMETHING_NEW") is StageGroup.UNKNOWN
    assert SpaceCard("a/b", stage="BUILD_ERROR", hardware="zero-a10g").group is StageGroup.BROKEN
    assert SpaceCard("a/b", hardware="zero-a10g").is_zero_gpu
