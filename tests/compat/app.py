"""One app with many components, for every Gradio from 3.50 to 6.

Run by the Python of that version: python app.py PORT. Components that a version lacks are left out;
only the format of the chat depends on the version otherwise.
"""

import hashlib
import math
import struct
import subprocess
import sys
import time
import wave
from pathlib import Path
from tempfile import mkdtemp

import gradio as gr
from PIL import Image

VERSION = tuple(int(part) for part in gr.__version__.split(".")[:2])
ODD = "ü \x1b[31m \U0001f600 \"q\" 'q' \\ end"
OUT = Path(mkdtemp())
HEARD = []


def calculate(a, b, op):
    """Add or subtract two numbers."""
    return a + b if op == "add" else a - b


def greet(name, times, loud):
    text = " ".join([f"hello {name}"] * int(times))
    return text.upper() if loud else text


def pick(one, several):
    """Choices whose values are whole numbers."""
    return f"{one!r} {several!r}"


def nothing(text):
    return None, None, None


def odd(text):
    return f"{ODD} {text}", {"text": ODD, text: [1, None, 2.5, {"x": True}]}


def stream_text(text):
    said = ""
    for word in text.split(" "):
        said = f"{said} {word}" if said else word
        yield said


def stream_two(text):
    """Outputs that stay as they are, and outputs that change."""
    yield "first", 1
    yield "first", 2
    yield text, 2


def stream_update(text):
    yield "first", "first"
    yield gr.update(), gr.update(value="second", label="new")
    yield text, gr.update(visible=True)


def new_choices(text):
    """Change the choices of a component and not its value."""
    return gr.update(choices=[text, f"{text} 2"])


def new_component(text):
    return gr.Dropdown(choices=[(f"Name {text}", text)], value=text, label=f"New {text}")


def new_limits(most):
    return gr.update(maximum=most, visible=False)


def stream_choices(text):
    choices = []
    for word in text.split(" "):
        choices.append(word)
        yield gr.update(choices=choices, value=word), word
    yield gr.update(), gr.update()


def stream_json(text):
    yield {"a": [1, 2, 3]}
    yield {"a": [1, 3], "b": text}
    yield {"b": None}


def stream_table(text):
    """Rows and columns come and go: list deletes, nested ones too."""
    rows = [[0, 1], [10, 11], [20, 21], [30, 31]]
    yield {"headers": ["a", "b"], "data": rows}
    yield {"headers": ["a", "b"], "data": [*rows, [40, 41]]}
    yield {"headers": ["a", "b"], "data": [rows[0], rows[3]]}
    yield {"headers": ["a"], "data": [row[:1] for row in rows]}
    yield {"headers": ["a"], "data": [[int(text)]]}


def stream_chat(text):
    words = text.split(" ")
    for count in range(len(words) + 1):
        yield messages_of(text, " ".join(words[:count]))
    yield messages_of(text, "done")[-1:]


def messages_of(question, answer):
    if VERSION >= (6, 0):
        return [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    return [[question, answer]]


def stream_files(text):
    for count in range(2):
        yield str(written(f"stream{count}.txt", f"{text} {count}".encode()))


def count(by, total):
    total = (total or 0) + int(by)
    return total, f"total {total}"


def remember(text, kept, number):
    """State between two other inputs, and first among the outputs."""
    return text, f"{text} after {kept}", number + 1


def fail(text):
    raise gr.Error(text or "boom")


def crash(text):
    raise ValueError(text or "x")


def crash_late(text):
    yield f"{text} part"
    raise gr.Error("after a part")


def slow(seconds, progress=gr.Progress()):  # noqa: B008
    gr.Info("started")
    steps = max(1, int(seconds * 10))
    for _ in progress.tqdm(range(steps), desc="working", unit="steps"):
        time.sleep(0.1)
    gr.Warning("nearly there")
    return f"{steps} steps done"


def slow_stream(seconds):
    for step in range(int(seconds * 10)):
        yield f"step {step}"
        time.sleep(0.1)


def double(numbers):
    return [[number * 2 for number in numbers]]


def written(name, content):
    target = OUT / name
    target.write_bytes(content)
    return target


def make_file(text):
    return str(written("made #1 ü.txt", text.encode()))


def make_files(text):
    return [str(written("one.txt", text.encode())), str(written("two.bin", text.encode() * 2))]


def make_image(size):
    target = OUT / "picture.png"
    Image.new("RGB", (int(size), 3), (200, 10, 30)).save(target)
    return str(target)


def make_pictures(size):
    return [(make_image(size), "one"), make_image(size)]


def make_audio(tone):
    target = OUT / "tone.wav"
    with wave.open(str(target), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        values = [int(9000 * math.sin(step * tone / 1000)) for step in range(800)]
        sound.writeframes(struct.pack(f"<{len(values)}h", *values))
    return str(target)


def second(step):
    """Give a second of a tone."""
    target = OUT / f"second{step}.wav"
    with wave.open(str(target), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        values = [int(9000 * math.sin(each * (step + 2) / 10)) for each in range(8000)]
        sound.writeframes(struct.pack(f"<{len(values)}h", *values))
    return str(target)


def sing(seconds):
    for step in range(int(seconds)):
        yield second(step)


def film(seconds):
    """Give seconds of a picture that moves, each a file whose clock starts at zero."""
    for step in range(int(seconds)):
        target = OUT / f"film{step}.mp4"
        source = ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=1"]
        codec = ["-c:v", "libx264", "-pix_fmt", "yuv420p"]
        subprocess.run(["ffmpeg", "-v", "error", "-y", *source, *codec, str(target)], check=True)
        yield str(target)


def hear(chunk):
    HEARD.append(digest(chunk))
    return len(HEARD)


def read_file(one):
    return "none" if one is None else digest(one)


def read_files(several):
    return " ".join(digest(each) for each in several or [])


def digest(path):
    return hashlib.sha256(Path(getattr(path, "name", path)).read_bytes()).hexdigest()[:12]


def read_image(path):
    with Image.open(path) as picture:
        return f"{picture.size} {picture.convert('RGB').getpixel((0, 0))}"


def classes(text):
    return {"cat": 0.75, "dog": 0.25}, text


def plain_name(text):
    return text[::-1]


with gr.Blocks(title=f"Compat {ODD}") as demo:
    number_a = gr.Number(3, label="A")
    number_b = gr.Number(label="B")
    text = gr.Textbox(label="Text", lines=3, placeholder="type here")
    text_2 = gr.Textbox("some text", label="Text 2")
    times = gr.Slider(1, 5, value=2, step=1, label="Times")
    loud = gr.Checkbox(label="Loud")
    operation = gr.Radio([("plus", "add"), ("minus", "sub")], value="add", label="Op")
    one_of = gr.Dropdown([("One", 1), ("Two", 2)], value=1, label="One of")
    several_of = gr.CheckboxGroup(
        [("One", 1), ("Two", 2), ("Three", 3)], value=[2], label="Several of"
    )
    out, out_2 = gr.Textbox(label="Out"), gr.Textbox(label="Out 2")
    number_out = gr.Number(label="Result")
    json_out, table = gr.JSON(label="JSON"), gr.Dataframe(headers=["a", "b"], label="Table")
    chatbot, total, kept = gr.Chatbot(label="Chat"), gr.State(0), gr.State("nothing")
    label, picture = gr.Label(label="Label"), gr.Image(label="Picture", type="filepath")
    pictures, sound = gr.Gallery(label="Pictures"), gr.Audio(label="Sound", type="filepath")
    file_one = gr.File(label="One", file_types=[".txt", ".bin"])
    file_many = gr.File(label="Many", file_count="multiple")

    def add(fn, inputs, outputs, name="", **more):
        return gr.Button(fn.__name__).click(
            fn, inputs, outputs, api_name=name or fn.__name__, **more
        )

    add(calculate, [number_a, number_b, operation], number_out)
    add(greet, [text_2, times, loud], out)
    add(greet, [text_2, times, loud], out, "unqueued", queue=False)
    add(pick, [one_of, several_of], out)
    add(nothing, text, [out, number_out, json_out])
    add(odd, text, [out, json_out])
    for generator, outputs in (
        (stream_text, out),
        (stream_two, [out, number_out]),
        (stream_update, [out, out_2]),
        (stream_json, json_out),
        (stream_table, table),
        (stream_chat, chatbot),
        (stream_files, file_one),
        (crash_late, out),
    ):
        add(generator, text, outputs)
    changing, limited = gr.Dropdown(["a"], label="Changing"), gr.Slider(1, 5, label="Limited")
    add(new_choices, text, changing)
    add(new_component, text, changing)
    add(new_limits, number_a, limited)
    add(stream_choices, text, [changing, out])
    add(count, [number_a, total], [total, out])
    add(remember, [text, kept, number_a], [kept, out, number_out])
    add(fail, text, out)
    add(crash, text, out)
    slow_click = add(slow, number_a, out)
    gr.Button("stop").click(None, None, None, cancels=[slow_click])
    add(slow_stream, number_a, out)
    # A batch ends the whole queue of Gradio 4.0 to 4.8: ValueError in get_events_in_batch
    # (queueing.py).
    if not (4, 0) <= VERSION < (4, 9):
        add(double, number_a, number_out, batch=True, max_batch_size=4)
    add(make_file, text, file_one)
    add(make_files, text, file_many)
    add(make_image, number_a, picture)
    add(make_pictures, number_a, pictures)
    add(make_audio, number_a, sound)
    add(read_file, file_one, out)
    add(read_files, file_many, out)
    add(read_image, picture, out)
    add(read_file, sound, out, "read_audio")
    add(classes, text, [label, out])
    song = gr.Audio(label="Song", streaming=True)
    add(sing, number_a, song)
    if VERSION >= (5, 0):
        add(film, number_a, gr.Video(label="Film", streaming=True))
    source = {"sources": ["microphone"]} if VERSION >= (4, 0) else {"source": "microphone"}
    mic = gr.Audio(label="Mic", type="filepath", streaming=True, **source)
    mic.stream(hear, mic, number_out, api_name="hear")
    gr.Button("unnamed").click(plain_name, text, out)
    gr.Button("not for clients").click(lambda: "hidden", None, out, api_name=False)
    if VERSION >= (4, 12):  # older ones document all they have
        undocumented = (
            {"api_visibility": "undocumented"} if VERSION >= (6, 0) else {"show_api": False}
        )
        add(greet, [text_2, times, loud], out, "undocumented", **undocumented)

    echoed = {
        "textbox": ("Textbox", {}),
        "number": ("Number", {"precision": 0}),
        "checkbox": ("Checkbox", {}),
        "checkboxgroup": ("CheckboxGroup", {"choices": ["x", "y"]}),
        "dropdown": ("Dropdown", {"choices": ["x", "y"], "allow_custom_value": True}),
        "multi": ("Dropdown", {"choices": [("X", 1), ("Y", 2)], "multiselect": True}),
        "color": ("ColorPicker", {}),
        "code": ("Code", {"language": "python"}),
        "json": ("JSON", {}),
        "markdown": ("Markdown", {}),
        "html": ("HTML", {}),
        "table": ("Dataframe", {"headers": ["p", "q"], "type": "array"}),
        "highlighted": ("HighlightedText", {}),
        "image": ("Image", {"type": "filepath"}),
        "audio": ("Audio", {"type": "filepath"}),
        "video": ("Video", {}),
        "model3d": ("Model3D", {}),
        "chat": ("Chatbot", {}),
        "datetime": ("DateTime", {"type": "string"}),
        "multimodal": ("MultimodalTextbox", {}),
    }
    for kind, (name, more) in echoed.items():
        if hasattr(gr, name):
            component = getattr(gr, name)(label=kind, **more)
            gr.Button(kind).click(
                lambda value: value, component, component, api_name=f"echo_{kind}"
            )

if __name__ == "__main__":
    demo.queue(max_size=100)
    demo.launch(server_name="127.0.0.1", server_port=int(sys.argv[1]), show_error=True, quiet=True)
