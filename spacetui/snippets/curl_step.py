"""One step of a shell script: its uploads, its call, and what it takes from earlier steps."""

import json
from urllib.parse import quote

from spacetui.model.file_data import arrange_files, file_data
from spacetui.model.file_input import FileInput, map_file_inputs
from spacetui.model.schema import Endpoint, FileShape, Json
from spacetui.snippets.arguments import Argument, LinkedValue, MissingValue, SecretValue
from spacetui.snippets.curl_functions import (
    ENCODE_PATH,
    ESCAPE_JSON,
    FIELD_FUNCTION,
    NTH_FUNCTION,
    PRINT_CALL_DATA,
    PRINT_EVENT_ID,
    PRINT_FIRST_PATH,
    PRINT_QUEUE_DATA,
    PRINT_STREAM,
    PRINT_UPLOADED_PATH,
)
from spacetui.snippets.curl_head import ScriptWriter, uses_queue
from spacetui.snippets.curl_json import JSON, Variable
from spacetui.snippets.file_urls import base_name
from spacetui.snippets.literals import contains_non_finite, literal_pieces, quote_json
from spacetui.snippets.plan import PlannedStep
from spacetui.snippets.shell_quoting import (
    curl_form_argument,
    note_line,
    quote_json_pieces,
    quote_shell_word,
)

# Bytes. Linux allows 128 KiB for one argument of a program; a longer body is piped to curl.
_MAX_ARGUMENT = 100_000


class StepWriter:
    """Writes one step: the uploads and the earlier outputs that it needs, its call, its result."""

    def __init__(self, writer: ScriptWriter, step: PlannedStep) -> None:
        self.writer = writer
        self.plan = writer.plan
        self.step = step
        self.client = step.client
        self.lines: list[str] = []

    def write(self) -> str:
        step, lines = self.step, self.lines
        if not self.plan.is_single:
            lines.append(note_line(step.heading))
        lines += map(note_line, step.note)
        if any(contains_non_finite(each.value) for each in step.arguments):
            lines.append(note_line("JSON has no NaN and no Infinity: null stands for them"))
        payload: dict[str, Json] = {"data": self.data()}
        if uses_queue(step):
            payload["fn_index"] = step.endpoint.fn_index
            payload["session_hash"] = Variable(self.writer.session(self.client))
        if step.oauth_token:
            payload["oauth_token"] = self.secret(step.oauth_token)
        post_url, events_url = self.urls()
        lines.append(self.post(f"{self.writer.curl(self.client)} {post_url}", payload))
        lines.append(f"""EVENT_ID=$(printf '%s\\n' "$ANSWER" | {PRINT_EVENT_ID})""")
        lines.append(': "${EVENT_ID:?the app did not take the call: $ANSWER}"')
        get_events = f"{self.writer.curl(self.client, 'N')} {events_url}"
        if self.plan.is_single and step.endpoint.streams and not uses_queue(step):
            return "\n".join([*lines, f"{get_events} | {PRINT_STREAM}"])
        result = self.writer.result(step)
        print_data = PRINT_QUEUE_DATA if uses_queue(step) else PRINT_CALL_DATA
        lines.append(f"EVENTS=$({get_events})")
        lines.append(f"""{result}=$(printf '%s\\n' "$EVENTS" | {print_data})""")
        lines.append(f': "${{{result}:?the call failed: $EVENTS}}"')
        if self.plan.is_single:
            lines.append(f"""printf '%s\\n' "${result}\"""")
        elif step.is_printed:
            lines.append(f"""printf '{step.result}: %s\\n' "${result}\"""")
        return "\n".join(lines) + "\n"

    def urls(self) -> tuple[str, str]:
        """Return the URL that takes the call and the URL that sends its events, quoted."""
        app = self.writer.app(self.client)
        if uses_queue(self.step):
            session = self.writer.session(self.client)
            return f'"${app}/queue/join"', f'"${app}/queue/data?session_hash=${session}"'
        name = quote(self.step.endpoint.api_name, safe="/", errors="surrogatepass")
        return f'"${app}/call{name}"', f'"${app}/call{name}/$EVENT_ID"'

    def post(self, curl: str, payload: Json) -> str:
        """Return the line that sends `payload`.

        It is piped to curl where it is too long for an argument, or may become so by an output.
        """
        word = quote_json_pieces(literal_pieces(payload, JSON, 1, 5))
        command = f"{curl} \\\n  -H 'Content-Type: application/json'"
        is_linked = any(isinstance(each.value, LinkedValue) for each in self.step.arguments)
        if not is_linked and len(word.encode("utf-8", "surrogatepass")) <= _MAX_ARGUMENT:
            return f"ANSWER=$({command} \\\n  -d {word})"
        # printf is built into the shell, so the limit does not apply to its arguments.
        word = quote_json_pieces(literal_pieces(payload, JSON, 0, 12))
        return f"ANSWER=$(printf '%s' {word} |\n  {command} \\\n  --data-binary @-)"

    def data(self) -> list[Json]:
        """Return the values in the order of the wire, with null for each hidden input (State).

        Servers before 6.18 require the null.
        """
        values = [self.value(each) for each in self.step.arguments]
        slots = self.step.endpoint.input_slots
        if sum(slots) != len(values):
            return values
        left = iter(values)
        return [next(left) if is_shown else None for is_shown in slots]

    def value(self, argument: Argument) -> Json:
        match argument.value:
            case LinkedValue():
                return self.linked_value(argument.value)
            case MissingValue():
                return self.missing_value(argument.value)
            case SecretValue(variable=variable):
                return self.secret(variable)
        return map_file_inputs(argument.value, self.file)

    def missing_value(self, missing: MissingValue) -> Json:
        name = self.writer.missing_variables[missing.name]
        if not missing.parameter.takes_files:
            return Variable(name, is_json=True)
        path = self.upload(f'-F "files=@\\"${name}\\""')
        return arrange_files([file_data(path)], missing.parameter.file_shape)

    def secret(self, variable: str) -> Variable:
        """Add the line that makes a variable of the environment the inside of a JSON text."""
        name = self.writer.new_secret()
        self.lines.append(f"""{name}=$(printf '%s' "${{{variable}:?}}" | {ESCAPE_JSON})""")
        return Variable(name)

    def file(self, file: FileInput) -> Json:
        """Return what is sent for a file; the lines that upload it are added where it is local."""
        path: Json = file.path
        if not file.is_url:
            path = self.upload(f"-F {curl_form_argument(file.path)}")
        return file_data(path, orig_name=base_name(file.path))

    def upload(self, form: str, download: str = "") -> Variable:
        """Add the lines that upload a file; return the variable with its path on the server.

        form: the form option of curl. download: a command that prints the content, with its pipe.
        """
        name = self.writer.new_file()
        curl, url = self.writer.curl(self.client), f'"${self.writer.app(self.client)}/upload"'
        self.lines.append(f"{name}=$({download}{curl} {url} {form} | {PRINT_UPLOADED_PATH})")
        self.lines.append(f': "${{{name}:?the file was not uploaded}}"')
        return Variable(name)

    def linked_value(self, link: LinkedValue) -> Json:
        """Add the lines that take a value out of an earlier result; return what is sent for it."""
        earlier = self.plan.steps[link.step]
        name = self.writer.new_linked(earlier, link)
        result = self.writer.result(earlier)
        self.lines.append(
            f"""{name}=$(printf '%s\\n' "${result}" | {self.print_part(earlier, link)})"""
        )
        if link.path:
            self.lines.append(f': "${{{name}:?step {earlier.number} gave nothing there}}"')
        is_same_value = link.is_same_app and link.source_shape is link.target_shape
        if is_same_value or FileShape.NONE in (link.source_shape, link.target_shape):
            return Variable(name, is_json=True)
        self.lines.append(f"""{name}=$(printf '%s\\n' "${name}" | {PRINT_FIRST_PATH})""")
        path = Variable(name)
        if not link.is_same_app:
            path = self.transfer(name, earlier.client)
        return arrange_files([file_data(path)], link.target_shape)

    def print_part(self, earlier: PlannedStep, link: LinkedValue) -> str:
        """Return the command that prints one output, or a part of it, out of the list of all."""
        commands = [r"sed 's/^\[\(.*\)\]$/\1/'"]
        if len(earlier.endpoint.output_slots) != 1:
            commands = [self.print_item(_output_slot(earlier.endpoint, link.output))]
        for key in link.path:
            is_index = isinstance(key, int)
            commands.append(self.print_item(key) if is_index else self.print_field(str(key)))
        return " | ".join(commands)

    def print_item(self, place: int | str) -> str:
        self.writer.uses.add(NTH_FUNCTION)
        return f"nth {place}"

    def print_field(self, key: str) -> str:
        """Return the command that prints the value under a key, in each spelling that JSON has."""
        self.writer.uses.add(FIELD_FUNCTION)
        spellings = dict.fromkeys([quote_json(key), json.dumps(key)])
        return " ".join(["field", *map(quote_shell_word, spellings)])

    def transfer(self, path: str, client: int) -> Variable:
        """Add the lines that download a file from an app and upload it to the app of this step.

        path: the variable with the file's path on the server of the app `client`.
        """
        encoded = f"$(printf '%s' \"${path}\" | {ENCODE_PATH})"
        url = f'"${self.writer.app(client)}/file={encoded}"'
        download = f"{self.writer.curl(client, 'f')} {url} |\n  "
        return self.upload(f'-F "files=@-;filename=\\"${{{path}##*/}}\\""', download)


def _output_slot(endpoint: Endpoint, output: int) -> int:
    """Return the position on the wire of the shown output number `output`."""
    shown = [slot for slot, is_shown in enumerate(endpoint.output_slots) if is_shown]
    return shown[output] if shown else output
