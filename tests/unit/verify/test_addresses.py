"""The program that runs on a replay differs from the copied one in the addresses alone."""

import pytest

from spacetui.model.script import Script, Step
from spacetui.model.source import Source
from spacetui.snippets import LANGUAGES
from spacetui.verify.addresses import NotReplaceable, reroute
from tests.unit.snippets.samples import LOCAL, SPACE, endpoint, image, text

SAY = endpoint("/say", text("text"))
DRAWN = {"path": "/t/a b.png", "meta": {"_type": "gradio.FileData"}}
SOURCES = (
    SPACE,
    LOCAL,
    SPACE._replace(needs_token=True),
    SPACE._replace(src=SPACE.url),
    LOCAL._replace(src="http://localhost:7860", url="http://localhost:7860", has_login=True),
    LOCAL._replace(src="https://8.8.8.8", url="https://8.8.8.8", is_insecure=True),
    SPACE._replace(src="a/b", url="https://a-b.hf.space", headers=("X-Key",)),
)


def able(script: Script) -> list[str]:
    return [name for name, row in LANGUAGES.items() if not row.refusal(script)]


def rerouted_back(script: Script, name: str) -> tuple[str, str]:
    """Return the code as it is copied, and the one for a replay with the addresses put back."""
    row = LANGUAGES[name]
    rerouted = reroute(script, row.render)
    roots = {each.url: f"http://127.0.0.1:{40001 + at}" for at, each in enumerate(script.clients)}
    text = rerouted.to(roots)
    assert not any(each in text for found in rerouted.addresses.values() for each in found)
    for url, root in roots.items():
        assert root in text, (name, url)
    return row.render(script), text


@pytest.mark.parametrize("source", SOURCES)
def test_only_the_address_is_replaced_in_every_language(source: Source) -> None:
    script = Script((source,), (Step(0, endpoint("/p", image("i", default=DRAWN)), {}),))
    for name in able(script):
        copied, run = rerouted_back(script, name)
        lines = list(zip(copied.splitlines(), run.splitlines(), strict=True))
        changed = [one for one, other in lines if one != other]
        assert all(source.src in each or source.url in each for each in changed)


@pytest.mark.parametrize("source", SOURCES)
def test_an_address_in_a_value_stays(source: Source) -> None:
    value = f"{source.src} {source.url} it's"
    script = Script((source,), (Step(0, SAY, {"text": value}),))
    for name in able(script):
        row = LANGUAGES[name]
        rerouted = reroute(script, row.render)
        assert rerouted.to({source.url: source.url}).count(source.url) >= row.render(script).count(
            source.url
        )


def test_the_addresses_of_two_apps_are_told_apart() -> None:
    script = Script((SPACE, LOCAL), (Step(0, SAY, {"text": "a"}), Step(1, SAY, {"text": "b"})))
    for name in able(script):
        copied, run = rerouted_back(script, name)
        assert len(copied.splitlines()) == len(run.splitlines())


@pytest.mark.parametrize("url", ["http://[::1]:7860", "http://user@host", "http://hö.example"])
def test_an_address_of_another_form_is_not_replaced(url: str) -> None:
    script = Script((LOCAL._replace(src=url, url=url),), (Step(0, SAY, {"text": "a"}),))
    with pytest.raises(NotReplaceable):
        reroute(script, LANGUAGES["python"].render)


def test_code_that_depends_on_its_address_is_refused() -> None:
    script = Script((SPACE,), (Step(0, SAY, {"text": "a"}),))

    def render(script: Script) -> str:
        return f"call {script.clients[0].src} {'Qwen/' in script.clients[0].src}\n"

    with pytest.raises(NotReplaceable):
        reroute(script, render)
