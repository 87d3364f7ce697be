"""Calls are found again: by any word as one types, in any script, newest first, by Space."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from spacetui.errors import Failure
from spacetui.model.events import Completed, Failed
from spacetui.model.file_input import FileInput
from spacetui.model.recording import Recording
from spacetui.model.run import Status
from spacetui.store.previews import preview
from spacetui.store.store import Store
from tests.unit.store.samples import SOURCE, begun, recording, write


@pytest.fixture
async def store(tmp_path: Path) -> Any:
    async with Store(tmp_path / "x.sqlite3") as made:
        yield made


def said(output: Any, **values: Any) -> Recording:
    return recording(Completed((output,), 1.0), **values)


TEXTS = {
    "english": said("The lighthouse keeper's lamp", text="draw"),
    "german": said("Straßenbahn über die Brücke", text="zeichne"),
    "greek": said("ο φάρος", text="σχέδιο"),
    "japanese": said("灯台の絵を描きました", text="絵"),
    "chinese": said("海边的灯塔", text="画"),
    "thai": said("ประภาคารริมทะเล", text="วาด"),
    "hindi": said("समुद्र के किनारे", text="चित्र"),
    "korean": said("바닷가의 등대", text="그림"),
    "nested": said({"label": "cat", "parts": [{"label": "whiskers"}, 12345]}, text="what"),
    "file": said("ok", image=FileInput("/home/me/harbour.png")),
    "khmer": said("ប្រទីបនៅមាត់សមុទ្រ", text="គូរ"),
    "mixed": said("用GPT模型v2画", text="混合"),
    "emoji": said("party 🎉❤\ufe0f 👩\u200d🚀👍🏽", text="feiern"),
    "wide": said("ＶＩＶＩＤ　ｶﾞﾗｽ", text="幅"),
    "model": said("openai/whisper-large-v3", text="hear"),
    "snake": said("guidance_scale_of_unet", text="config"),
    "camel": said("SimpleXMLHttpRequest and parseJson2Yaml", text="code"),
}


FOUND = {
    "lighth": "english",
    "lamp draw": "english",
    "keeper's": "english",
    "straßenb": "german",
    "brucke": "german",
    "ΦΆΡΟ": "greek",
    "灯台": "japanese",
    "台の": "japanese",
    "描きました": "japanese",
    "塔": "chinese",
    "边的灯": "chinese",
    "ภาคาร": "thai",
    "किनारे": "hindi",
    "등": "korean",
    "whisk": "nested",
    "1234": "nested",
    "harbour": "file",
    "ប្រទីប": "khmer",
    "មាត់": "khmer",
    "មុទ្រ": "khmer",
    "模型": "mixed",
    "模型v": "mixed",
    "gpt模": "mixed",
    "🎉": "emoji",
    "party 👍": "emoji",
    "❤": "emoji",
    "❤️👩": "emoji",
    "🚀": "emoji",
    "👍🏽": "emoji",
    "vivid": "wide",
    "ｖｉｖ": "wide",
    "ガラス": "wide",
    "ｶﾞﾗ": "wide",
    "ラス": "wide",
    "large": "model",
    "large-v": "model",
    "whisper-large-v3": "model",
    "v3": "model",
    "scale": "snake",
    "scale_of": "snake",
    "unet": "snake",
    "httpreq": "camel",
    "XMLHttp": "camel",
    "simplexml": "camel",
    "request": "camel",
    "yaml": "camel",
    "json2y": "camel",
}


async def test_a_query_finds_the_call_that_has_its_words_in_any_script(store: Store) -> None:
    names = {await write(store, made): name for name, made in TEXTS.items()}
    found = {query: [names[row.id] for row in await store.history(query)] for query in FOUND}
    assert found == {query: [name] for query, name in FOUND.items()}


async def test_a_query_finds_spaces_titles_and_endpoints_and_no_others(store: Store) -> None:
    await write(store, said("one"))
    other = SOURCE._replace(src="https://other.example", title="Other things")
    second = await write(store, replace(said("two"), source=other))
    assert [row.id for row in await store.history("other thi")] == [second]
    assert [row.id for row in await store.history(src="https://other.example")] == [second]
    assert [row.id for row in await store.history("two", src=SOURCE.src)] == []
    assert len(await store.history("predict")) == 2
    for nothing in ('"', "- ( *", "one AND", "text:two", "zz", "ne", "🎃", "\u200d"):
        assert await store.history(nothing) == (), nothing


async def test_a_row_says_what_was_called_with_what_and_how_it_ended(store: Store) -> None:
    number = await write(store, said("a\nlong " + "answer " * 50, text="hello  there", how=None))
    failed = await write(store, recording(Failed(Failure("app", "no GPU left"), 3.0), text="x"))
    second, first = await store.history()
    assert (first.id, second.id) == (number, failed)
    assert (first.src, first.title, first.api_name) == ("owner/name", "A title", "/predict")
    assert (first.made_at, first.status, first.has_outputs) == (1234.5, Status.COMPLETE, True)
    assert first.inputs.startswith("hello there, ")
    assert preview(True) == "true", "as the form and the recorder have it"
    assert first.output.startswith("a long answer") and len(first.output) <= 120
    assert (second.status, second.output, second.has_outputs) == (
        Status.FAILED,
        "no GPU left",
        False,
    )


async def test_a_long_history_comes_in_parts(store: Store) -> None:
    numbers = [await write(store, said(f"answer {n}")) for n in range(5)]
    first = await store.history(limit=2)
    assert [row.id for row in first] == numbers[:2:-1]
    rest = await store.history(before=first[-1].id)
    assert [row.id for row in rest] == numbers[2::-1]
    found = await store.history("answer", limit=2, before=numbers[3])
    assert [row.id for row in found] == numbers[2:0:-1]


async def test_calls_of_one_endpoint_share_its_schema(store: Store) -> None:
    for n in range(3):
        await write(store, said(f"{n}"))
    changed = said("new")
    endpoint = changed.call.endpoint._replace(description="Says it louder.")
    await write(store, replace(changed, call=replace(changed.call, endpoint=endpoint)))
    count = await store._thread.read(
        lambda connection: connection.execute("select count(*) from endpoints").fetchone(), None
    )
    assert count == (2,)
    described = [each.call.endpoint.description for each in await store.load_calls()]
    assert described == ["Says it louder.", "Says it.", "Says it.", "Says it."]


async def test_a_running_call_is_in_the_history_and_can_be_left_out(store: Store) -> None:
    number = await store.writer.begin(begun(said("x", text="waiting for it")))
    (row,) = await store.history("waiting")
    assert row.status is Status.SENDING
    assert await store.delete([number]) == 1
    await store.writer.end(number, said("x", text="waiting for it"))
    assert await store.history() == ()
    following = await write(store, said("y"))
    assert following > number, "the id of a deleted call is not used again"


async def test_nothing_is_kept_of_an_excluded_app(store: Store) -> None:
    await store.exclude(SOURCE.src)
    assert await store.excluded() == (SOURCE.src,)
    await write(store, said("x"))
    assert await store.history() == ()
    await store.include(SOURCE.src)
    await write(store, said("x"))
    assert len(await store.history()) == 1
