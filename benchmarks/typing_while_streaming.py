"""How soon a typed letter shows while a value streams into a view, read from a pseudo-terminal.

A local Gradio app streams 170 kB of text in 20,000 updates, as fast as it can, into one of VIEWS.
Meanwhile letters are typed into the form. A bare Textual app with an Input receives the same
stream, and throws its bytes away. keys.py runs this.
"""

import os
import random
import statistics
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple

from measuring import serving
from terminal import Terminal

UPDATES = 20_000
# Seconds: between a letter that shows and the next, from short to long; and for anything to happen.
PAUSES, LIMIT = (0.03, 0.12), 180.0
# Letters after which the field is emptied, and the seconds for which nothing is typed then: a
# letter may overtake the key that empties it.
IN_FIELD, EMPTYING = 60, 0.5
# What the form is known by, and what both apps say while a value streams and at its end.
PROMPT, STREAMING, END = "щука", "streaming", "done"
RUN, EMPTY = "\x12", "\x15"  # ctrl+r, ctrl+u
# Letters of one cell that stand in nothing else that is drawn: of phonetics, Greek, Cyrillic.
ALPHABET = [
    chr(code)
    for code in (*range(0x250, 0x2B0), *range(0x3B1, 0x3CA), *range(0x461, 0x500, 2))
    if unicodedata.category(chr(code)) == "Ll"
]
BARE = """
import sys
import httpx
from textual.app import App
from textual.widgets import Input, Label

class Bare(App):
    BINDINGS = [("ctrl+r", "stream")]

    def compose(self):
        yield Input("щука")

    def action_stream(self):
        self.run_worker(self.stream())

    async def stream(self):
        url = f"{sys.argv[1]}/gradio_api/queue/"
        body = {"data": ["x"], "fn_index": 0, "session_hash": "bare"}
        async with httpx.AsyncClient(timeout=None) as client:
            await client.post(url + "join", json=body)
            async with client.stream("GET", url + "data?session_hash=bare") as answer:
                await self.mount(Label("streaming"))
                async for chunk in answer.aiter_raw():
                    pass
        await self.mount(Label("done"))

Bare().run()
"""


class View(NamedTuple):
    """What streams into a view. added: the text of an update; value_of: a text as its value."""

    added: Callable[[int], str]
    value_of: Callable[[str], Any] = str


def _prose(number: int) -> str:
    return f"word{number % 1000} " if number % 30 else "\n"


def _markdown(number: int) -> str:
    return f"**{number % 1000}** " if number % 20 else "\n\n- "


def _html(number: int) -> str:
    return f"<b>{number % 1000}</b> " if number % 20 else "</p><p>"


def _code(number: int) -> str:
    return f"{number % 1000:>6}," if number % 10 else f"]\nrow_{number} = ["


def _turns(text: str) -> list[dict[str, str]]:
    question = {"role": "user", "content": "a question"}
    return [question, {"role": "assistant", "content": text}]


def _lines(text: str) -> dict[str, Any]:
    return {"lines": text.split("\n"), "length": len(text)}


# By the name of the component.
VIEWS = {
    "Textbox": View(_prose),
    "Markdown": View(_markdown),
    "HTML": View(_html),
    "Code": View(_code),
    "Chatbot": View(_markdown, _turns),
    "JSON": View(_prose, _lines),
}


def serve(name: str, port: int) -> None:
    """Run the app of one view."""
    import gradio as gr

    view = VIEWS[name]

    def stream(prompt: str) -> Iterator[Any]:
        text = ""
        for number in range(UPDATES):
            text += view.added(number)
            yield view.value_of(text)

    with gr.Blocks() as demo:
        prompt, output = gr.Textbox(PROMPT, label="prompt"), getattr(gr, name)()
        gr.Button().click(stream, prompt, output, api_name="stream")
    demo.launch(server_name="127.0.0.1", server_port=port, quiet=True)


def type_while_streaming(command: list[str], environment: dict[str, str]) -> list[float]:
    """Return the seconds of each letter typed from the first update to the last one."""
    times: list[float] = []
    letters = cycle(ALPHABET)
    with Terminal.running(command, environment) as terminal:
        terminal.wait_for(PROMPT, LIMIT)
        terminal.read_for(1.0)  # what else is drawn and imported at the start
        terminal.press(RUN)
        terminal.wait_for(STREAMING, LIMIT)
        while True:
            if len(times) % IN_FIELD == 0:
                terminal.press(EMPTY)
                terminal.read_for(EMPTYING)
            if terminal.has_drawn(END):
                return times
            letter = next(letters)
            terminal.press(letter)
            times.append(terminal.wait_for(letter, LIMIT))
            terminal.read_for(random.uniform(*PAUSES))


def row(times: list[float]) -> str:
    """Return how long letters took, in ms."""
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    figures = {"p50": cuts[49], "p99": cuts[98], "worst": max(times)}
    shown = "  ".join(f"{name} {seconds * 1000:6.1f}" for name, seconds in figures.items())
    return f"{shown}  ({len(times)} letters)"


def measure_views(names: list[str]) -> None:
    """Measure the views of these components, and print the table."""
    print(f"letter to screen while {UPDATES} updates stream, in ms, over a pseudo-terminal")
    spacetui = str(Path(sys.executable).parent / "spacetui")
    for name in names:
        with serving(__file__, name) as url, tempfile.TemporaryDirectory() as home:
            environment = {
                **os.environ,
                "TERM": "xterm-256color",
                "HF_HOME": home,
                "SPACETUI_DATA_DIR": str(Path(home) / "data"),
                "HF_ENDPOINT": "http://127.0.0.1:9",
            }
            bare = type_while_streaming([sys.executable, "-c", BARE, url], environment)
            ours = type_while_streaming([spacetui, url], environment)
        load = f"load {os.getloadavg()[0]:.1f}"
        print(f"  {name:9} spacetui      {row(ours)}  {load}", flush=True)
        print(f"  {'':9} bare Textual  {row(bare)}", flush=True)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
