"""Favourites, searches, values under a key, and apps as they were opened last."""

from pathlib import Path
from typing import Any

import pytest

from spacetui.model.file_input import FileInput
from spacetui.model.schema import MISSING, WITHHELD, App, Parameter, Return
from spacetui.store.store import Store
from tests.unit.store.samples import ENDPOINT, SOURCE, bytes_below

APP = App("https://x.example", "6.31.0", "sse_v3", title="X", endpoints=(ENDPOINT,))


@pytest.fixture
async def store(tmp_path: Path) -> Any:
    async with Store(tmp_path / "x.sqlite3") as made:
        yield made


async def test_favourites_are_the_last_one_first_and_can_be_taken_away(store: Store) -> None:
    for src in ("a/b", "c/d", "e/f"):
        await store.add_favourite(src, f"title of {src}")
    await store.add_favourite("a/b", "another title")
    await store.remove_favourite("c/d")
    assert [(each.src, each.title) for each in await store.favourites()] == [
        ("e/f", "title of e/f"),
        ("a/b", "another title"),
    ]


async def test_a_search_is_kept_once_and_the_last_one_is_first(store: Store) -> None:
    for query in ("cats", "dogs", "cats", "\ud800"):
        await store.add_search(query)
    assert await store.searches() == ("\\ud800", "cats", "dogs")
    assert await store.searches(1) == ("\\ud800",)


async def test_values_under_a_key_come_back_as_they_were(store: Store, tmp_path: Path) -> None:
    form = {"image": FileInput("cat.png"), "n": MISSING, "key": WITHHELD, "odd": {"$": "file"}}
    await store.keep("form/owner/name/predict", form)
    await store.keep("form/owner/other", [1, 2.5, None])
    await store.keep("language", "curl")
    await store.aclose()
    async with Store(tmp_path / "x.sqlite3") as again:
        assert await again.kept("form/owner/name/predict") == form
        assert await again.kept_all("form/") == {
            "form/owner/name/predict": form,
            "form/owner/other": [1, 2.5, None],
        }
        await again.keep("language", None)
        assert await again.kept("language") is None
        assert await again.kept("form/owner") is None, "a whole key, not its beginning"
        assert len(await again.kept_all("")) == 2


async def test_an_app_comes_back_as_it_was_read_last(store: Store) -> None:
    assert await store.schema("owner/name") is None
    await store.save_schema("owner/name", APP, SOURCE)
    newer = APP._replace(version="7.0.0")
    await store.save_schema("owner/name", newer)
    kept = await store.schema("owner/name")
    assert kept is not None and kept.source is None and kept.read_at > 1e9
    assert kept.app.version == "7.0.0"
    parameters = {each.name: each for each in kept.app.endpoints[0].parameters}
    assert parameters["text"] == ENDPOINT.parameters[0]
    assert kept.app.endpoints[0].returns == ENDPOINT.returns


async def test_the_apps_own_value_of_a_masked_field_is_not_kept(store: Store) -> None:
    secret = "the-default-secret"
    props = {"type": "password", "value": secret, "label": "Key"}
    schema = {"type": "string", "default": secret}
    key = Parameter(
        "key", is_secret=True, default=secret, example=secret, schema=schema, props=props
    )
    endpoint = ENDPOINT._replace(
        parameters=(key, Parameter("text")),
        returns=(Return("Key", "Textbox", props=props),),
        examples=({"key": secret, "text": "hello"},),
    )
    await store.save_schema("owner/name", APP._replace(endpoints=(endpoint,)), SOURCE)
    kept = await store.schema("owner/name")
    assert kept is not None and kept.source == SOURCE
    (found,) = kept.app.endpoints
    assert found.parameters[0].props["label"] == "Key" and found.parameters[0].default is None
    assert found.examples == ({"text": "hello"},)
    assert secret.encode() not in bytes_below(store)


async def test_an_app_that_is_too_large_is_not_kept_and_no_error(store: Store) -> None:
    await store.save_schema("owner/name", APP)
    huge = APP._replace(title="x" * 5_000_000)
    await store.save_schema("owner/name", huge)
    assert await store.schema("owner/name") is None
    assert not store.is_failing
