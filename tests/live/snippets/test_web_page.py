"""What a page shows in Chromium: files as what they are, errors, and nothing that it stores."""

from typing import Any

import pytest
from PIL import Image

from spacetui.model.call import Call
from spacetui.model.file_input import FileInput
from spacetui.model.script import script_of_call
from spacetui.snippets import render
from tests.browser import Browser

pytestmark = [pytest.mark.live, pytest.mark.soak]


def test_pictures_are_pictures_and_other_files_are_links(
    one: Any, browser: Browser, tmp_path: Any
) -> None:
    picture = tmp_path / "a.png"
    Image.new("RGB", (9, 4), "olive").save(picture)
    wall = [{"image": FileInput(str(picture)), "caption": None}] * 2
    script = script_of_call(Call(one.endpoint("/hang"), {"pictures": wall}), one.source)
    paths = {"file_1": [str(picture)], "file_2": [str(picture)]}
    ((_, (sizes, *shown)),) = browser.run(render(script, "html"), paths=paths)["sections"]
    assert sizes == "[[[9, 4], null], [[9, 4], null]]"
    assert [each["tag"] for each in shown] == ["IMG", "IMG"]
    assert all(each["url"].startswith(f"{one.source.url}/gradio_api/file=") for each in shown)
    script = script_of_call(Call(one.endpoint("/write"), {"text": "x"}), one.source)
    ((_, (link,)),) = browser.run(render(script, "html"))["sections"]
    assert link["tag"] == "A"
    assert link["url"].startswith(f"{one.source.url}/gradio_api/file=")


def test_several_missing_files_are_picked_in_one_field(
    one: Any, browser: Browser, tmp_path: Any
) -> None:
    paths = [tmp_path / name for name in ("a.txt", "it's b.txt")]
    for length, path in enumerate(paths):
        path.write_text("x" * (length + 1), "utf-8")
    page = render(script_of_call(Call(one.endpoint("/weigh")), one.source), "html")
    report = browser.run(page, paths={"file_1": list(map(str, paths))})
    assert report["sections"] == [["", ["[1, 2]"]]]


def test_a_page_without_the_option_would_store_what_was_sent(one: Any, browser: Browser) -> None:
    script = script_of_call(Call(one.endpoint("/tell"), {"value": "a secret"}), one.source)
    page = render(script, "html")
    assert browser.run(page)["stored"] == []
    assert browser.run(page.replace("record_history: false", "record_history: true"))["stored"]


def test_an_address_that_is_code_becomes_no_link(one: Any, browser: Browser) -> None:
    named = {"path": "a.png", "url": "javascript:document.title=7", "meta": {"_type": "x"}}
    marked = {**named, "meta": {"_type": "gradio.FileData"}}
    for value in ([named], [[marked]]):
        script = script_of_call(Call(one.endpoint("/shape"), {"value": value}), one.source)
        ((_, (shown,)),) = browser.run(render(script, "html"))["sections"]
        assert isinstance(shown, list), "it is shown as JSON"
