"""A Script as JavaScript: an ES module for Node, with @gradio/client."""

import re

from spacetui.model.file_input import FileInput
from spacetui.model.recording import Source
from spacetui.model.schema import FileShape, Json
from spacetui.model.script import Script
from spacetui.snippets.literals import (
    Syntax,
    contains_non_finite,
    iter_leaves,
    quote_json,
    write_json_scalar,
    write_literal,
)
from spacetui.snippets.plan import Argument, LinkedValue, MissingValue, Plan, PlannedStep, make_plan

# Names a snippet uses itself, and those that must keep their meaning in it.
_OWNED = frozenset(
    re.findall(
        r"\w+",
        """
    Client handle_file message path each url JSON File Error Promise console process
    fetch basename join homedir readFile local remote undefined NaN Infinity globalThis Object Array
    Buffer arguments async await break case catch class const continue debugger default delete do
    else enum eval export extends false finally for from function get if implements import in
    instanceof interface let new null of package private protected public return set static super
    switch this throw true try typeof var void while with yield
        """,
    )
)
# The client looks a parameter up with `data.hasOwnProperty(name)`.
_CLIENTS_OWN = frozenset({"hasOwnProperty", "__proto__"})
_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
# Number.MAX_SAFE_INTEGER
_MAX_SAFE = 2**53 - 1
INDENT = 2

# handle_file("path") would lose the file's name, and with it its type (@gradio/client 2.7.0, handle_blob.ts).
_LOCAL = "const local = async (path) => new File([await readFile(path)], basename(path));\n"
_REMOTE = "const remote = async ({ url, orig_name }) => new File([await (await fetch(url)).blob()], orig_name);\n"


def render(script: Script) -> str:
    """Give `script` as JavaScript; ends with a newline."""
    plan = make_plan(script, _OWNED, client="app")
    writer = _Writer(plan)
    steps = "".join(writer.step(step) for step in plan.steps)
    clients = "".join(writer.client(name, source) for name, source in plan.clients)
    wanted = "".join(
        f"const {w.name} = {write_js_literal(w.empty)}; // {w.description}, wanted\n"
        for w in plan.missing
    )
    # The client keeps a heartbeat open that nothing closes, app.close() neither; node would wait for it for ever.
    # A bare process.exit() would cut what a pipe has not taken yet, from 64 kB on.
    end = 'process.stdout.write("", () => process.exit()); // else the heartbeat of the client keeps node\n'
    return "\n".join(part for part in (writer.imports(), wanted, clients + steps + end) if part)


def write_js_key(text: str) -> str:
    """Write a property's name; the one that would set a prototype is computed."""
    if text == "__proto__":
        return '["__proto__"]:'
    return f"{text}:" if _IDENTIFIER.fullmatch(text) else f"{quote_json(text)}:"


def write_js_literal(value: Json, depth: int = 0, taken: int = 0) -> str:
    """Write any JSON value; files are not looked at."""
    return write_literal(value, _PLAIN, depth, taken)


_PLAIN = Syntax(
    write_json_scalar, write_js_key, lambda value: None, padded_braces=True, indent=INDENT
)


class _Writer:
    """Writes the parts of one snippet and notes what they use."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.uses: set[str] = set()

    def imports(self) -> str:
        lines = []
        if "local" in self.uses:
            lines.append('import { readFile } from "node:fs/promises";')
        if "homedir" in self.uses:
            lines.append('import { homedir } from "node:os";')
        if "local" in self.uses:
            lines.append(
                f'import {{ basename{", join" if "homedir" in self.uses else ""} }} from "node:path";'
            )
        lines.append(
            f'import {{ Client{", handle_file" if "handle_file" in self.uses else ""} }} from "@gradio/client";'
        )
        text = "\n".join(lines) + "\n"
        helpers = (_LOCAL if "local" in self.uses else "") + (
            _REMOTE if "remote" in self.uses else ""
        )
        return f"{text}\n{helpers}" if helpers else text

    def client(self, name: str, source: Source) -> str:
        options = ["token: process.env.HF_TOKEN"] if source.needs_token else []
        if self.plan.is_single and self.plan.steps[0].endpoint.streams:
            options.append('events: ["data", "status"]')
        rest = f", {{ {', '.join(options)} }}" if options else ""
        return f"const {name} = await Client.connect({quote_json(source.src)}{rest});\n"

    def step(self, step: PlannedStep) -> str:
        app = self.plan.clients[step.client][0]
        streams = self.plan.is_single and step.endpoint.streams
        lines = [] if self.plan.is_single else ["", f"// {step.heading}"]
        lines += self.notes(step)
        endpoint = step.endpoint
        target = quote_json(endpoint.api_name) if endpoint.is_named else str(endpoint.fn_index)
        data = self.data(step)
        if streams:
            lines.append(f"for await (const message of {app}.submit({target}, {data})) {{")
            lines.append(
                '  if (message.type === "data") console.log(JSON.stringify(message.data));'
            )
            lines.append(
                '  if (message.stage === "error") throw new Error(JSON.stringify(message.message));'
            )
            lines.append("}")
        else:
            lines.append(f"const {step.result} = await {app}.predict({target}, {data});")
            if step is self.plan.steps[-1]:
                lines.append(f"console.log(JSON.stringify({step.result}.data, null, 2));")
        return "\n".join(lines) + "\n"

    def notes(self, step: PlannedStep) -> list[str]:
        values = [each.value for each in step.arguments]
        notes = []
        if any(contains_non_finite(value) for value in values):
            notes.append("// JSON has no NaN and no Infinity: null stands for them")
        for leaf in (leaf for value in values for leaf in iter_leaves(value)):
            if isinstance(leaf, int) and not isinstance(leaf, bool) and abs(leaf) > _MAX_SAFE:
                notes.append(
                    f"// {leaf} is beyond Number.MAX_SAFE_INTEGER: JavaScript sends the nearest it has"
                )
        return notes

    def data(self, step: PlannedStep) -> str:
        by_place = step.is_positional or any(each.name in _CLIENTS_OWN for each in step.arguments)
        opening, closing = ("[", "]") if by_place else ("{", "}")
        if not step.arguments:
            return opening + closing
        source = self.plan.source(step)
        lines = []
        for each in step.arguments:
            key = "" if by_place else f"{write_js_key(each.name)} "
            value = self.value(each, source, len(key))
            lines.append(f"  {value if key == f'{value}: ' else key + value},\n")
        return f"{opening}\n{''.join(lines)}{closing}"

    def value(self, argument: Argument, source: Source, taken: int) -> str:
        match argument.value:
            case LinkedValue():
                return self.taken(argument.value)
            case MissingValue(name=name):
                shape = argument.parameter.file_shape
                if shape is FileShape.NONE:
                    return name
                self.uses.add("local")
                return self.into(
                    f"await local({name})", f"await Promise.all({name}.map(local))", shape
                )
        syntax = Syntax(
            write_json_scalar, write_js_key, self.file, padded_braces=True, indent=INDENT
        )
        return write_literal(argument.value, syntax, 1, INDENT + taken)

    def file(self, value: Json) -> list[str] | None:
        """Write a file to upload. A FileData of the server's goes back as it is: the client leaves those alone."""
        if not isinstance(value, FileInput):
            return None
        if value.is_url:
            self.uses.add("handle_file")
            return [f"handle_file({quote_json(value.path)})"]
        self.uses.add("local")
        if value.path == "~" or value.path.startswith("~/"):
            self.uses.add("homedir")
            return [f"await local(join(homedir(), {quote_json(value.path[2:])}))"]
        return [f"await local({quote_json(value.path)})"]

    def taken(self, link: LinkedValue) -> str:
        """Write the value of a link. An output's files come as FileData, which their own app takes back."""
        value = f"{self.plan.steps[link.step].result}.data[{link.output}]"
        if link.target_shape is FileShape.NONE or (
            link.is_same_app and link.source_shape is link.target_shape
        ):
            return value
        match link.source_shape:
            case FileShape.MANY:
                one, many = f"{value}[0]", value
            case FileShape.GALLERY:
                one, many = f"{value}[0].image", f"{value}.map((each) => each.image)"
            case FileShape.VIDEO:
                one, many = f"{value}.video", f"[{value}.video]"
            case _:
                one, many = value, f"[{value}]"
        if not link.is_same_app and link.source_shape is not FileShape.NONE:
            self.uses.add("remote")
            one, many = f"await remote({one})", f"await Promise.all({many}.map(remote))"
        return self.into(one, many, link.target_shape)

    def into(self, one: str, many: str, shape: FileShape) -> str:
        match shape:
            case FileShape.VIDEO:
                return f"{{ video: {one}, subtitles: null }}"
            case FileShape.MANY:
                return many
            case FileShape.GALLERY:
                if many.startswith("await "):
                    many = f"({many})"
                return f"{many}.map((image) => ({{ image, caption: null }}))"
        return one
