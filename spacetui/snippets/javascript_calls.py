"""Clients and calls of @gradio/client: what programs for node and for a page have in common."""

import re

from spacetui.model.script import Script
from spacetui.snippets.javascript_access import access_options, has_credentials
from spacetui.snippets.javascript_dialect import Dialect, has_gradio_3
from spacetui.snippets.javascript_values import ArgumentWriter
from spacetui.snippets.literals import WIDTH, contains_non_finite
from spacetui.snippets.plan import NEW_VISIT, Plan, PlannedClient, PlannedStep

# Names that a program uses itself, and names that must keep their meaning in it.
_RESERVED = frozenset(
    re.findall(
        r"\w+",
        """
    Client OwnClient handle_file path each url JSON File Error Promise console process
    fetch basename join homedir readFile local remote updates until_end outputs job error
    undefined NaN Infinity globalThis Object Array
    Buffer arguments async await break case catch class const continue debugger default delete do
    else enum eval export extends false finally for from function get if implements import in
    instanceof interface let new null of package private protected public return set static super
    switch this throw true try typeof var void while with yield
        """,
    )
)
# Columns for the variable, the address and the options in the line that connects.
_CONNECT_WIDTH = WIDTH - len("const  = await OwnClient.connect(, );")


def reserved_names(script: Script) -> frozenset[str]:
    """Return the names that no variable of a program for `script` may have."""
    return _RESERVED | {f"job_{number + 1}" for number in range(len(script.steps))}


class CallWriter:
    """Writes the lines that connect and call. uses: as ArgumentWriter.uses."""

    def __init__(self, plan: Plan, dialect: Dialect) -> None:
        self._plan = plan
        self._dialect = dialect
        self._arguments = ArgumentWriter(plan, dialect)
        self._has_gradio_3 = has_gradio_3(plan)

    @property
    def uses(self) -> set[str]:
        return self._arguments.uses

    @property
    def needs_own_client(self) -> bool:
        return any(has_credentials(each.access) for each in self._plan.clients)

    def client(self, number: int) -> str:
        """Write the line that connects client `number`, from 0."""
        client = self._plan.clients[number]
        options = [*self._dialect.options]
        options += access_options(client.access, self._dialect.read_variable)
        if any(self._is_streamed(each) for each in self._plan.steps if each.client == number):
            options.append('events: ["data", "status"]')
        arguments = self._dialect.scalar(_address(client))
        if options:
            one_line = f"{{ {', '.join(options)} }}"
            lines = "".join(f"  {each},\n" for each in options)
            is_short = len(client.name) + len(arguments) + len(one_line) < _CONNECT_WIDTH
            arguments += f", {one_line}" if is_short else f", {{\n{lines}}}"
        connect = "OwnClient.connect" if has_credentials(client.access) else "Client.connect"
        comment = f"// {NEW_VISIT}\n" if client.is_new_visit else ""
        return f"{comment}const {client.name} = await {connect}({arguments});\n"

    def step(self, step: PlannedStep) -> str:
        """Write the call of a step and what prints its result."""
        lines = [f"\n// {each}" for each in self._plan.headings(step)]
        lines += [f"// {each}" for each in step.note]
        if any(contains_non_finite(each.value) for each in step.arguments):
            lines.append("// JSON has no NaN and no Infinity: null stands for them")
        lines += self._stream(step) if self._is_streamed(step) else self._call(step)
        return "\n".join(lines) + "\n"

    def _is_streamed(self, step: PlannedStep) -> bool:
        """Return whether each update is printed; a result that a later step takes is not."""
        return step.endpoint.streams and step.is_printed

    def _call(self, step: PlannedStep) -> list[str]:
        app, outputs = self._plan.clients[step.client].name, self._dialect.outputs_type(step)
        if outputs and self._has_gradio_3:  # the client for it has no type parameter
            call = f"(await {app}.predict({self._given(step)})) as {{ data: {outputs} }}"
        else:
            type_argument = f"<{outputs}>" if outputs else ""
            call = f"await {app}.predict{type_argument}({self._given(step)})"
        lines = [f"const {step.result} = {call};"]
        if step.is_printed:
            data = f"{step.result}.data"
            lines.append(
                self._dialect.print_outputs(self._plan.label(step), data, is_streamed=False)
            )
        return lines

    def _stream(self, step: PlannedStep) -> list[str]:
        job = "job" if self._plan.is_single else f"job_{step.number}"
        self.uses.add("updates")
        outputs = self._dialect.outputs_type(step)
        type_argument = f"<{outputs}>" if outputs else ""
        events = job
        if self._has_gradio_3:
            self.uses.add("until_end")
            events = f"until_end({job})"
        printing = self._dialect.print_outputs(self._plan.label(step), "outputs", is_streamed=True)
        return [
            f"const {job} = {self._plan.clients[step.client].name}.submit({self._given(step)});",
            f"for await (const outputs of updates{type_argument}({events})) {{",
            f"  {printing}",
            "}",
        ]

    def _given(self, step: PlannedStep) -> str:
        """Write what predict() and submit() are given."""
        endpoint = step.endpoint
        target = self._dialect.scalar(endpoint.api_name if endpoint.is_named else endpoint.fn_index)
        given = self._dialect.arguments_type(step)
        satisfies = f" satisfies {given}" if given else ""
        return f"{target}, {self._arguments.arguments(step)}{satisfies}"


def _address(client: PlannedClient) -> str:
    """Return where a client connects to.

    By the id, the client would ask the Hub for the address, and that without the token. Its option
    `token` is no way out: it sends that one to the app too, as Authorization.
    """
    source = client.source
    if has_credentials(client.access):
        return source.url
    return source.src
