"""A Gradio 6.31 app with one of everything the wire must understand.

Run: python everything.py PORT
"""

import sys
import time
from pathlib import Path

import gradio as gr

ODD = "a \x1b[31m[b]x[/b][@click=app.quit] \u2028 \u202e end \x07"
OUT = Path(sys.argv[0]).resolve().parent


def calculate(a: float, b: float, op: str) -> float:
    """Add or subtract two numbers."""
    return a + b if op == "add" else a - b


def greet(name: str, times: int = 2) -> str:
    return " ".join([f"hello {name}"] * int(times))


def stream_text(text: str, pause: float):
    """Stream the words one by one."""
    words = ""
    for word in text.split():
        words = f"{words} {word}".strip()
        yield words
        time.sleep(pause)


def slow(steps: float, pause: float, progress: gr.Progress = gr.Progress()):  # noqa: B008
    gr.Info("started the slow job", title="Slow")
    for _ in progress.tqdm(range(int(steps)), desc="working", unit="steps"):
        time.sleep(pause)
    gr.Warning("nearly there")
    return f"{int(steps)} steps done"


def count(by: float, total: int):
    total = (total or 0) + int(by)
    return total, f"total {total}"


def fail(text: str):
    raise gr.Error(text or "boom", title="Custom title")


def crash(text: str):
    raise ValueError(text or "x")


def crash_late(text: str):
    yield f"{text} part"
    raise gr.Error("after a part")


def not_small(value: float):
    return gr.validate(value > 3, "must be above 3")


def validated(age: float) -> float:
    return age * 2


def chat(question: str):
    history = [{"role": "user", "content": question}, {"role": "assistant", "content": ""}]
    for word in ("one ", "two ", "three \u2028 ", "four"):
        history[-1] = {"role": "assistant", "content": history[-1]["content"] + word}
        yield history


def shrink_table(_: str):
    """Delete rows, then a column: edits that both official clients misapply."""
    rows = [[0, 1], [10, 11], [20, 21]]
    yield {"headers": ["a", "b"], "data": rows}
    yield {"headers": ["a", "b"], "data": [*rows, [30, 31], [40, 41]]}
    yield {"headers": ["a", "b"], "data": rows}
    yield {"headers": ["a"], "data": [row[:1] for row in rows]}
    yield {"headers": ["a"], "data": [[9]]}


def skip_and_update(_: str):
    yield "first", "first"
    yield gr.skip(), gr.update(value="second", label="new")
    yield "third", gr.update(visible=True)


def make_files(text: str):
    one, two = OUT / "made #1 ü.txt", OUT / "two.txt"
    return str(_written(one, text)), [str(_written(one, text)), str(_written(two, text * 2))]


def _written(path: Path, text: str) -> Path:
    folder = Path(gr.utils.get_upload_folder()) / "made"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / path.name
    target.write_text(text)
    return target


def read_files(one: str, many: list[str]) -> str:
    sizes = [len(Path(each).read_bytes()) for each in [one, *(many or [])] if each]
    return ",".join(str(size) for size in sizes)


def read_folder(folder: list[str]) -> str:
    return " ".join(f"{Path(each).name}={Path(each).read_text()}" for each in folder)


def odd(text: str):
    gr.Info(ODD)
    return f"{ODD} {text}", {"text": ODD}


def differ(pairs: list):
    """Return the edits that Gradio sends for each [old, new]."""
    return [gr.utils.diff(old, new) for old, new in pairs]


with gr.Blocks(title=f"Everything {ODD}") as demo:
    number_a = gr.Number(3, label="A", minimum=-100, maximum=100)
    number_b = gr.Number(label="B", precision=0)
    operation = gr.Radio(
        [("plus", "add"), ("minus", "sub")], value="add", label="Op", info="What to do"
    )
    number_out = gr.Number(label="Result")
    text = gr.Textbox(label="Text", lines=3, placeholder="type here", info="any text")
    text_2 = gr.Textbox(label="Text 2")
    secret = gr.Textbox(label="Secret", type="password")
    out = gr.Textbox(label="Out")
    out_2 = gr.Textbox(label="Out 2")
    pause = gr.Slider(0, 2, value=0.01, step=0.01, label="Pause")
    steps = gr.Slider(1, 50, value=5, step=1, label="Steps")
    total = gr.State(0)
    session_note = gr.Textbox(label="Note")
    table = gr.Dataframe(headers=["a", "b"], label="Table")
    chatbot = gr.Chatbot(label="Chat")
    json_out = gr.JSON(label="JSON")
    file_one = gr.File(label="One", file_types=[".txt", "image"])
    file_many = gr.File(label="Many", file_count="multiple")
    file_folder = gr.File(label="Folder", file_count="directory")

    gr.Button("calculate").click(
        calculate, [number_a, number_b, operation], number_out, api_name="calculate"
    )
    gr.Button("greet").click(greet, [text_2, steps], out, api_name="greet")
    gr.Button("stream").click(stream_text, [text, pause], out, api_name="stream_text")
    slow_click = gr.Button("slow").click(
        slow, [steps, pause], out, api_name="slow", concurrency_limit=1
    )
    gr.Button("stop").click(None, None, None, cancels=[slow_click])
    gr.Button("count").click(count, [number_a, total], [total, out], api_name="count")
    gr.Button("fail").click(fail, text, out, api_name="fail")
    gr.Button("crash").click(crash, text, out, api_name="crash")
    gr.Button("crash late").click(crash_late, text, out, api_name="crash_late")
    gr.Button("validated").click(
        validated, number_a, number_out, validator=not_small, api_name="validated"
    )
    gr.Button("chat").click(chat, text, chatbot, api_name="chat")
    gr.Button("shrink").click(shrink_table, text, table, api_name="shrink_table")
    gr.Button("skip").click(skip_and_update, text, [out, out_2], api_name="skip_and_update")
    gr.Button("make").click(make_files, text, [file_one, file_many], api_name="make_files")
    gr.Button("read").click(read_files, [file_one, file_many], out, api_name="read_files")
    gr.Button("folder").click(read_folder, file_folder, out, api_name="read_folder")
    gr.Button("odd").click(odd, text, [out, json_out], api_name="odd")
    gr.Button("undocumented").click(
        greet, [text_2, steps], out, api_name="undocumented", api_visibility="undocumented"
    )
    gr.Button("private").click(
        greet, [text_2, steps], out, api_name="private", api_visibility="private"
    )
    gr.Button("unnamed").click(lambda x: x, secret, out)
    gr.Button("differ").click(differ, json_out, json_out, api_name="differ")
    gr.Button("browser").click(None, None, out, js="() => 'x'")

    sample = gr.Dataset(components=["textbox", "number"], samples=[["Ann", 2], ["Tim", 3]])
    gr.Button("sample").click(lambda row: row, sample, json_out, api_name="choose_sample")
    timer = gr.Timer(1, active=False)
    gr.Button("timer").click(lambda seconds: seconds, timer, number_out, api_name="echo_timer")

    echoed = {
        "checkbox": gr.Checkbox(True, label="Check"),
        "checkboxgroup": gr.CheckboxGroup([("One", 1), ("Two", 2)], label="Group"),
        "dropdown": gr.Dropdown(["x", "y"], value="x", label=ODD, allow_custom_value=True),
        "multi": gr.Dropdown(
            [("X", "x"), ("Y", "y"), ("Z", "z")], multiselect=True, max_choices=2, label="Multi"
        ),
        "color": gr.ColorPicker("#ff0000", label="Color"),
        "code": gr.Code("print(1)", language="python", label="Code"),
        "json": gr.JSON({"a": 1}, label="Json"),
        "datetime": gr.DateTime(label="When", type="string"),
        "dataframe": gr.Dataframe([[1, 2]], headers=["p", "q"], label="Frame", type="array"),
        "image": gr.Image(label="Image", type="filepath"),
        "audio": gr.Audio(label="Audio", type="filepath"),
        "video": gr.Video(label="Video"),
        "gallery": gr.Gallery(label="Gallery", type="filepath"),
        "model3d": gr.Model3D(label="Model"),
        "multimodal": gr.MultimodalTextbox(label="Multimodal"),
        "chatbot": gr.Chatbot(label="Chat echo"),
        "highlighted": gr.HighlightedText([("a", "x")], label="High"),
        "markdown": gr.Markdown("*x*", label="Markdown"),
        "html": gr.HTML("<b>x</b>", label="Html"),
        "imageslider": gr.ImageSlider(label="Slider2", type="filepath"),
    }
    for kind, component in echoed.items():
        gr.Button(kind).click(lambda value: value, component, component, api_name=f"echo_{kind}")

if __name__ == "__main__":
    demo.launch(server_name="127.0.0.1", server_port=int(sys.argv[1]), show_error=True, quiet=True)
