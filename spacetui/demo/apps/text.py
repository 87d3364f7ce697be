"""Text lab: count, shout and rhyme. Plain text in, text and JSON out."""

import re
from collections import Counter
from itertools import pairwise
from typing import Any

import gradio as gr

RHYMES = (
    "bright delight flight height kite light might night polite quite right sight tight tonight "
    "white bay clay day delay display grey hay play say stay they today way "
    "bone cone flown grown known loan moan own stone throne tone "
    "bear care chair dare fair hair prayer share spare stair there wear "
    "blue chew crew due few grew queue screw threw through true view you "
    "bell cell farewell fell hotel sell shell smell spell tell well "
    "bread dead fed head instead read said shed spread thread"
)


def analyze(
    text: str, unit: str, top: int, min_length: int, match_case: bool, ignore: list[str]
) -> tuple[dict[str, Any], str]:
    """Count the words, letters or pairs of words of a text."""
    words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text if match_case else text.lower())
    dropped = set(ignore if match_case else (word.lower() for word in ignore))
    kept = [word for word in words if len(word) >= min_length and word not in dropped]
    things = {
        "words": kept,
        "letters": list("".join(kept)),
        "pairs": [" ".join(two) for two in pairwise(kept)],
    }[unit]
    counts = Counter(things)
    ranking = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[: int(top)]
    report = {
        "asked": {"top": top, "min_length": min_length, "match_case": match_case, "ignore": ignore},
        "total": len(things),
        "different": len(counts),
        "top": [{unit.removesuffix("s"): thing, "count": count} for thing, count in ranking],
    }
    return report, f"{len(things)} {unit}, {len(counts)} different"


def shout(text: str, style: str, volume: int, ending: str, stretch: bool) -> str:
    """Say a text louder."""
    if stretch:
        text = re.sub(r"(\w)\b", lambda match: match[1] * (1 + int(volume)), text)
    styles = {
        "UPPER": text.upper(),
        "Title": text.title(),
        "mOcK": "".join(map(_mock, range(len(text)), text)),
    }
    return styles[style] + "!" * int(volume) + ending


def _mock(index: int, letter: str) -> str:
    return letter.upper() if index % 2 else letter.lower()


def rhyme(word: str, letters: int, most: int, with_itself: bool) -> tuple[str, list[str]]:
    """Find words that end like a word."""
    ending = word.strip().lower()[-int(letters) :]
    found = sorted(
        {each for each in RHYMES.split() if each.endswith(ending)} - {word.strip().lower()}
    )
    shown = ([word.strip()] if with_itself else []) + found[: int(most)]
    return f"{min(len(found), int(most))} of {len(found)} on -{ending}, at most {most:g}", shown


def build() -> gr.Blocks:
    """Return the Text lab: three endpoints, each with one box of text."""
    app = gr.Blocks(title="Text lab")
    with app:
        with gr.Tab("analyze"):
            text = gr.Textbox(
                label="text",
                lines=4,
                placeholder="paste an essay, a mail, a line",
                max_length=20_000,
            )
            unit = gr.Radio(
                ["words", "letters", "pairs"], value="words", label="unit", info="what to count"
            )
            top = gr.Slider(
                1, 20, value=5, step=1, label="top", info="how many of the most frequent to list"
            )
            min_length = gr.Number(
                1, label="min length", minimum=1, maximum=20, precision=0, info="in letters"
            )
            match_case = gr.Checkbox(False, label="match case", info="Word and word are two words")
            ignore = gr.Dropdown(
                ["the", "a", "an", "and", "of", "to", "in", "is"],
                value=[],
                multiselect=True,
                allow_custom_value=True,
                label="ignore",
                info="words left out; your own, too",
            )
            knobs = [text, unit, top, min_length, match_case, ignore]
            gr.Examples(["the cat and the hat", "To be, or not to be, that is the question"], text)
            outputs = [gr.JSON(label="counts"), gr.Textbox(label="summary")]
            gr.Button("analyze").click(analyze, knobs, outputs, api_name="analyze")
        with gr.Tab("shout"):
            text = gr.Textbox(label="text", placeholder="good morning")
            style = gr.Radio(["UPPER", "Title", "mOcK"], value="UPPER", label="style")
            volume = gr.Slider(1, 11, value=3, step=1, label="volume", info="goes up to eleven")
            ending = gr.Dropdown(
                ["", " 🎉", " 🔥"], value="", allow_custom_value=True, label="ending"
            )
            stretch = gr.Checkbox(False, label="stretch", info="hold the last letter of each word")
            loud = gr.Textbox(label="louder")
            gr.Button("shout").click(
                shout, [text, style, volume, ending, stretch], loud, api_name="shout"
            )
        with gr.Tab("rhyme"):
            word = gr.Textbox("light", label="word", max_lines=1, max_length=40)
            letters = gr.Slider(
                1, 5, value=3, step=1, label="letters", info="how many last letters must agree"
            )
            most = gr.Number(6, label="most", minimum=1, maximum=50, precision=0)
            with_itself = gr.Checkbox(False, label="with itself")
            found = [gr.Textbox(label="summary"), gr.JSON(label="rhymes")]
            gr.Button("rhyme").click(
                rhyme, [word, letters, most, with_itself], found, api_name="rhyme"
            )
    return app
