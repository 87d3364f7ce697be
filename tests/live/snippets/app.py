"""Two copies of one small Gradio app, at /one and /two of a port, which the snippets call.

It is started as `python app.py PORT` and prints `ready` on stdout when it accepts connections. Each
endpoint returns what it received.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import uvicorn
from fastapi import FastAPI
from PIL import Image

FOLDER = Path(tempfile.mkdtemp(prefix="spacetui-snippets-"))
DEFAULT = FOLDER / "a default.png"
Image.new("RGB", (7, 5), "teal").save(DEFAULT)


def tell(value: Any) -> str:
    """Return the value as ASCII JSON."""
    return json.dumps(value)


def shape(value: Any) -> Any:
    return value


def grid(rows: list[list[Any]]) -> list[list[Any]]:
    return rows


def words(text: str, number: float, flag: bool, choice: str) -> tuple[str, float, bool, str]:
    return text, number, flag, choice


def drip(text: str, times: float) -> Iterator[str]:
    for n in range(int(times)):
        yield " ".join([text] * (n + 1))


def drip_and_fail(text: str) -> Iterator[str]:
    yield text
    raise gr.Error("the tap broke")


def fail(text: str) -> str:
    raise gr.Error(f"no use for {text}")


def count(total: int, step: float) -> tuple[int, int]:
    total += int(step)
    return total, total


def sizes(one: Image.Image, two: Image.Image | None) -> str:
    return json.dumps([each.size if each else None for each in (one, two)])


def hang(pictures: list[tuple[Image.Image, str | None]]) -> tuple[str, list[Any]]:
    return json.dumps([[picture.size, caption] for picture, caption in pictures or []]), pictures


def weigh(files: list[str] | None) -> str:
    return json.dumps([Path(each).stat().st_size for each in files or []])


def write(text: str) -> str:
    path = FOLDER / "some words, written.txt"
    path.write_text(text, "utf-8")
    return str(path)


def read(file: str) -> str:
    return Path(file).read_text("utf-8")


def message(message: dict[str, Any]) -> str:
    return json.dumps([message["text"], [Path(each).stat().st_size for each in message["files"]]])


def twice(text: str) -> tuple[str, str]:
    return text, f"{text} 2"


def owned(self: str, api_name: str, headers: str, hasOwnProperty: str) -> str:
    return json.dumps([self, api_name, headers, hasOwnProperty])


def build() -> gr.Blocks:
    blocks = gr.Blocks()
    with blocks:
        button, total = gr.Button(), gr.State(0)

        def on(fn: Any, inputs: list[Any], outputs: list[Any], **options: Any) -> None:
            button.click(fn, inputs, outputs, **{"api_name": fn.__name__, **options})

        on(tell, [gr.JSON()], [gr.Textbox()])
        on(shape, [gr.JSON()], [gr.JSON(label="shape")])
        on(
            grid,
            [gr.JSON()],
            [gr.Dataframe(headers=["name", "a score"], type="array", label="grid")],
        )
        on(
            words,
            [gr.Textbox(), gr.Number(), gr.Checkbox(), gr.Radio(["it's", '"b"'], value="it's")],
            [gr.Textbox(label="text"), gr.Number(), gr.Checkbox(), gr.Textbox()],
        )
        on(drip, [gr.Textbox(), gr.Number(3)], [gr.Textbox(label="Drops")])
        on(drip_and_fail, [gr.Textbox()], [gr.Textbox()])
        on(fail, [gr.Textbox()], [gr.Textbox()])
        on(count, [total, gr.Number()], [total, gr.Number(label="total")])
        on(sizes, [gr.Image(type="pil"), gr.Image(type="pil")], [gr.Textbox()])
        on(
            sizes,
            [gr.Image(str(DEFAULT), type="pil"), gr.Image(type="pil")],
            [gr.Textbox()],
            api_name="painted",
        )
        on(hang, [gr.Gallery(type="pil")], [gr.Textbox(), gr.Gallery(label="wall")])
        on(weigh, [gr.File(file_count="multiple")], [gr.Textbox()])
        on(write, [gr.Textbox()], [gr.File(label="leaf")])
        on(read, [gr.File()], [gr.Textbox(label="text")])
        on(message, [gr.MultimodalTextbox()], [gr.Textbox()])
        on(owned, [gr.Textbox() for _ in range(4)], [gr.Textbox()])
        on(twice, [gr.Textbox()], [gr.Textbox(label="Out"), gr.Textbox(label="Out")])
        on(fail, [gr.Textbox()], [gr.Textbox()], api_name="odd näme, 100%")
        on(tell, [gr.JSON()], [gr.Textbox()], api_name="quiet", api_visibility="undocumented")
        on(tell, [gr.JSON()], [gr.Textbox()], api_name="at_once", queue=False)
    return blocks


class Announced(uvicorn.Server):
    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        print("ready", flush=True)


def main(port: int) -> None:
    server = FastAPI()
    for path in ("/one", "/two"):
        server = gr.mount_gradio_app(server, build(), path, show_error=True)
    Announced(uvicorn.Config(server, port=port, log_level="warning")).run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
