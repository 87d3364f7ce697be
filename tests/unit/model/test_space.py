"""The texts by which a user names an app."""

import pytest

from spacetui.errors import UsageError
from spacetui.model.space import SpaceCard, is_address, names_app, parse_ref
from spacetui.model.stage import StageGroup, stage_group


@pytest.mark.parametrize(
    ("text", "space_id"),
    [
        ("owner/name", "owner/name"),
        (" black-forest-labs/FLUX.1-dev ", "black-forest-labs/FLUX.1-dev"),
        ("https://huggingface.co/spaces/owner/name", "owner/name"),
        ("https://huggingface.co/spaces/owner/name/tree/main?x=1#y", "owner/name"),
        ("https://hf.co/spaces/owner/name", "owner/name"),
        ("owner/name/", "owner/name"),
        ("spaces/owner/name", "owner/name"),
        ("/spaces/owner/name/", "owner/name"),
        ("spaces/name", "spaces/name"),
        ("owner/name?view=api", "owner/name"),
        ("huggingface.co/spaces/owner/name", "owner/name"),
        ("hf.co/spaces/owner/name/tree/main", "owner/name"),
    ],
)
def test_an_id_or_a_hub_page_names_a_space(text: str, space_id: str) -> None:
    assert parse_ref(text).space_id == space_id


def test_a_page_of_the_configured_hub_names_a_space() -> None:
    hub = "http://127.0.0.1:9000"
    assert parse_ref(f"{hub}/spaces/demo/text", hub_endpoint=hub).space_id == "demo/text"
    assert parse_ref("http://127.0.0.1:9001/spaces/demo/text", hub_endpoint=hub).space_id == ""


@pytest.mark.parametrize(
    ("text", "subdomain", "path"),
    [
        ("https://owner-name.hf.space/?x", "owner-name", ""),
        ("http://owner-name.hf.space", "owner-name", ""),
        ("owner-name.hf.space", "owner-name", ""),
        ("Owner-Name.hf.space/", "owner-name", ""),
        ("https://owner-name.hf.space/config", "owner-name", ""),
        ("owner-name.hf.space/app/gradio_api/info?all_endpoints=true", "owner-name", "/app"),
        ("https://owner-name.hf.space/app/?view=api", "owner-name", "/app"),
        ("https://own.name.hf.space/", "own.name", ""),
    ],
)
def test_an_hf_space_host_is_a_subdomain_to_be_resolved(
    text: str, subdomain: str, path: str
) -> None:
    ref = parse_ref(text)
    assert (ref.subdomain, ref.path, ref.url, ref.space_id) == (subdomain, path, "", "")
    assert ref.address == f"https://{subdomain}.hf.space{path}"


def test_a_host_that_only_looks_like_one_of_hf_space_is_an_app() -> None:
    for text in ("https://hf.space.example.org", "https://xhf.space", "https://hf.space"):
        assert (parse_ref(text).subdomain, parse_ref(text).url) == ("", text)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://127.0.0.1:7860", "http://127.0.0.1:7860"),
        ("http://127.0.0.1:7860/", "http://127.0.0.1:7860"),
        ("https://example.org/sub/path/?view=api#x", "https://example.org/sub/path"),
        ("https://abc123.gradio.live", "https://abc123.gradio.live"),
        ("abc123.gradio.live", "https://abc123.gradio.live"),
        ("localhost:7860", "http://localhost:7860"),
        ("localhost", "http://localhost"),
        ("localhost:7860/app/", "http://localhost:7860/app"),
        (":7860", "http://127.0.0.1:7860"),
        (":7860/?view=api", "http://127.0.0.1:7860"),
        ("0.0.0.0:7860", "http://0.0.0.0:7860"),
        ("[::1]:7860", "http://[::1]:7860"),
        ("example.org:443", "https://example.org:443"),
        ("http://127.0.0.1:7860/config", "http://127.0.0.1:7860"),
        ("http://127.0.0.1:7860/info", "http://127.0.0.1:7860"),
        ("http://127.0.0.1:7860/gradio_api/info", "http://127.0.0.1:7860"),
        ("http://127.0.0.1:7860/app/gradio_api/", "http://127.0.0.1:7860/app"),
        ("http://127.0.0.1:7860/my-config", "http://127.0.0.1:7860/my-config"),
    ],
)
def test_any_other_address_is_an_app(text: str, url: str) -> None:
    assert parse_ref(text).url == url
    assert parse_ref(text).address == url
    assert is_address(text) and names_app(text)


@pytest.mark.parametrize(
    "text",
    ["", "name", "a/b/c", "../x", "-a/b", "ftp://x/y", "file:///etc/passwd", "http://", "http://[", "http://h:99999/",
     "https://user:secret@example.org", "https://huggingface.co/models", "a b/c", "owner/na\x1bme",
     "user:secret@example.org:7860", "//user:secret@example.org", "http:/user:secret@example.org",
     ":", ":x", "localhost:x", "16:9", "localhost:99999", "a/b/c?__sign=secret", "https://[::1?__sign=secret",
     "datasets/owner/name", "huggingface.co/spaces", "hf.co/spaces/owner", "~/app", "./app/x",
     "//x/y"],
)  # fmt: skip
def test_anything_else_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_ref(text)
    failure = caught.value.failure
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)
    assert failure.message and failure.hint, "what is wrong, and what to write"
    assert "''" not in failure.message


@pytest.mark.parametrize("text", ["owner/name", "spaces/owner/name/", "image/text"])
def test_an_id_names_an_app_and_is_no_address(text: str) -> None:
    assert names_app(text) and not is_address(text)


@pytest.mark.parametrize("text", ["16:9", "make a picture", "localhos", "what: 3", "a/b/c", ""])
def test_words_to_search_for_name_no_app(text: str) -> None:
    assert not names_app(text) and not is_address(text)


def test_stages_are_open_strings() -> None:
    assert stage_group("RUNNING_BUILDING") is StageGroup.UP
    assert stage_group("SLEEPING") is StageGroup.ASLEEP
    assert stage_group("PAUSED") is StageGroup.PAUSED
    assert stage_group("SOMETHING_NEW") is StageGroup.UNKNOWN
    assert SpaceCard("a/b", stage="BUILD_ERROR", hardware="zero-a10g").group is StageGroup.BROKEN
    assert SpaceCard("a/b", hardware="zero-a10g").is_zero_gpu
