"""A Gradio app with every shape that a schema has. Run: python schema.py PORT

It also serves its docstrings (mcp_server), which Gradio does not do by default.
"""

import sys
import time

import gradio as gr


def add(a: float, b: float = 2, op: str = "add") -> float:
    """Add or subtract two numbers.

    Args:
        a: the first number
        b: the second, \x1b[31m[b]odd[/b]
        op: what to do with them
    """
    return a + b if op == "add" else a - b


def say_again(word: str, times: int = 3, unset: str | None = None) -> str:
    return f"{' '.join([word] * int(times))} {unset}"


def function_named_same(name: str):
    """Return a function of the same Python name each time."""

    def same(value: str) -> str:
        if value == "bad":
            raise gr.Error("bad")
        time.sleep(0.2)
        return f"{name} {value}"

    return same


def remember(text: str, kept: str, number: float):
    """Take State between two other inputs, and return it first."""
    return text, f"{text} after {kept}", number + 1


def double(numbers: list[float]):
    return [[number * 2 for number in numbers]]


def show(*values):
    """Return the repr of the values."""
    return " ".join(f"{value!r}" for value in values)


# Gradio writes a .pyi next to the source file of a component, where the module has one.
_here = globals().pop("__file__")


class Hologram(gr.components.Component):
    """A component that no other app has."""

    EVENTS = []

    def preprocess(self, payload):
        return payload

    def postprocess(self, value):
        return value

    def example_payload(self):
        return {"beam": 1}

    example_value = example_payload

    def api_info(self):
        return {"type": "object", "properties": {"beam": {"type": "integer"}}, "required": ["beam"]}


globals()["__file__"] = _here

i18n = gr.I18n(
    de={"name": "Ihr Name", "hint": "Wie heißen Sie?"},
    en={"name": "Your name", "hint": "Who are you?"},
)

with gr.Blocks(title="Schema") as demo:
    number_a = gr.Number(3, label="A", minimum=-5, maximum=50, step=0.5)
    number_b = gr.Number(label="B", precision=0)
    operation = gr.Radio(
        [("plus", "add"), ("minus", "sub")], value="add", label="Op", info="by hand"
    )
    text = gr.Textbox(label=i18n("name"), info=i18n("hint"), placeholder=i18n("hint"), lines=4)
    bare = gr.Textbox()
    out, result, kept = gr.Textbox(label="Out"), gr.Number(label="Result"), gr.State("nothing")
    one_of = gr.Dropdown(
        [("One", 1), ("Half", 0.5), ("Text", "1"), ("Yes", True)], value=1, label="One of"
    )
    many_of = gr.Dropdown(
        [("One", 1), ("Half", 0.5), ("Text", "1")], value=[0.5], multiselect=True, label="Many of"
    )
    group = gr.CheckboxGroup([("One", 1), ("Two", 2)], label="Group")
    picture = gr.Image(type="filepath", label="Picture")
    files = gr.File(file_count="multiple", file_types=[".csv", "image"], label="Files")
    hologram = Hologram(label="Hologram")

    gr.Button("add").click(add, [number_a, number_b, operation], result, api_name="add")
    gr.Button("undocumented").click(
        say_again,
        [text, number_a, bare],
        out,
        api_name="undocumented",
        api_visibility="undocumented",
    )
    gr.Button("private").click(
        say_again, [text, number_a], out, api_name="private", api_visibility="private"
    )
    gr.Button("same").click(function_named_same("first"), bare, out)
    gr.Button("same too").click(function_named_same("second"), bare, out)
    gr.Button("renamed").click(
        function_named_same("third"), bare, out, api_name="renamed", api_description="told by hand"
    )
    gr.Button("remember").click(remember, [bare, kept, number_a], [kept, out, result])
    gr.Button("double").click(double, number_a, result, batch=True, max_batch_size=4)
    gr.Button("unqueued").click(
        add, [number_a, number_a, operation], result, api_name="unqueued", queue=False
    )
    gr.Button("choose").click(show, [one_of, many_of, group], out, api_name="choose")
    gr.Button("look").click(show, [picture, files], out, api_name="look")
    gr.Button("beam").click(lambda value: value, hologram, hologram, api_name="beam")

    @gr.render(inputs=number_a)
    def render(count: float):
        """Make components and events that exist in a visitor's session only."""
        for number in range(int(count or 0)):
            gr.Textbox(label=f"made {number}").change(
                lambda value: value, None, out, api_name=f"made_{number}"
            )


with demo.route("Second", "/second"):
    on_second = gr.Textbox(label="On the second page")
    gr.Button("loud").click(lambda value: value.upper(), on_second, on_second, api_name="loud")

if __name__ == "__main__":
    demo.launch(
        server_name="127.0.0.1",
        server_port=int(sys.argv[1]),
        show_error=True,
        quiet=True,
        i18n=i18n,
        mcp_server=True,
    )
