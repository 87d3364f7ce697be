"""The page that a script becomes: its form, and that nothing of an app ends its script."""

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings

from spacetui.errors import CannotWrite
from spacetui.model.call import Call
from spacetui.model.file_input import FileInput
from spacetui.model.schema import Return
from spacetui.model.script import Link, Script, Step, script_of_call
from spacetui.snippets import LANGUAGES, javascript_functions, render, web_page_parts
from tests.unit.snippets.samples import HOSTILE, INFER, LOCAL, SPACE, endpoint, text
from tests.unit.snippets.test_hostile import scripts

BREAKING = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "--></script >",
    "\u2028</SCRIPT\n>",
    '"></title><img src=x onerror=alert(1)>',
    *HOSTILE,
)


class Tags(HTMLParser):
    """Lists the tags of a page as a browser finds them, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


PLAIN = [tag for tag, _ in Tags(render(script_of_call(Call(endpoint()), SPACE), "html")).found]


def test_a_page_has_one_script_and_a_button() -> None:
    assert PLAIN == ["html", "meta", "title", "style", "h1", "form", "button", "main", "script"]


@pytest.mark.parametrize("word", BREAKING)
def test_no_text_of_an_app_ends_the_script_or_adds_a_tag(word: str) -> None:
    said = endpoint(f"/{word}", text(word), text(f"{word}2"), returns=(Return(word),))
    step = Step(0, said, {word: {word: [word]}}, name=word, note=word)
    linked = Step(0, said, {}, (Link(word, 0, 0, (word,)),))
    source = SPACE._replace(src=word, title=word)
    page = render(Script((source,), (step, linked), (word,)), "html")
    assert [tag for tag, _ in Tags(page).found] == PLAIN
    code = page.partition('<script type="module">')[2].partition("</script>")[0]
    assert "<" not in code
    assert page.endswith(f"{code}</script>\n</html>\n")


@settings(deadline=None)
@given(scripts())
def test_no_script_of_untrusted_names_adds_a_tag(script: Script) -> None:
    if LANGUAGES["html"].refusal(script):
        return
    tags = [tag for tag, _ in Tags(render(script, "html")).found]
    assert [tag for tag in tags if tag not in ("label", "input")] == PLAIN


def test_our_own_functions_have_no_character_that_is_replaced() -> None:
    parts = [web_page_parts.SHOW, web_page_parts.PICKED, web_page_parts.RUN]
    parts += [javascript_functions.OWN_CLIENT, *javascript_functions.HELPERS.values()]
    assert not any("<" in each for each in parts)


def test_a_page_asks_for_credentials_and_files_and_keeps_nothing() -> None:
    source = LOCAL._replace(needs_token=True, headers=("X-Key",))
    page = render(script_of_call(Call(INFER, {"image": FileInput("a <b>.png")}), source), "html")
    fields = [attributes for tag, attributes in Tags(page).found if tag == "input"]
    assert [(each["name"], each["type"]) for each in fields] == [
        ("HF_TOKEN", "password"),
        ("APP_X_KEY", "password"),
        ("file_1", "file"),
    ]
    assert all("value" not in each and "required" in each for each in fields)
    assert fields[0]["autocomplete"] == "off"
    assert "a &lt;b&gt;.png" in page
    assert '"X-HF-Authorization": "Bearer " + form.elements.HF_TOKEN.value' in page
    assert 'image: picked("file_1")[0],' in page
    assert "record_history: false," in page
    assert "localStorage" not in page


def test_a_page_names_the_version_of_its_client() -> None:
    script = script_of_call(Call(endpoint()), SPACE)
    assert 'from "https://cdn.jsdelivr.net/npm/@gradio/client@2.7.0/' in render(script, "html")


@pytest.mark.parametrize(
    ("access", "reason"),
    [
        ({"has_login": True}, "keeps the cookie of a login"),
        ({"is_insecure": True}, "certificate"),
        ({"version": "3.50.2"}, "can call no other site"),
    ],
)
def test_a_page_refuses_what_a_browser_does_not_allow(access: dict[str, Any], reason: str) -> None:
    source = LOCAL._replace(**access)
    with pytest.raises(CannotWrite, match=reason):
        render(script_of_call(Call(endpoint()), source), "html")
