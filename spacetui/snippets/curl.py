"""A Script as a POSIX shell script that runs curl and sed.

A call goes to `/call`, or through the queue where gr.State must last from step to step. The script
never exits a shell that it is pasted into: `${NAME:?message}` ends a script, but an interactive
shell only prints the message. There is no comment in it, because `#` begins none in an interactive
zsh, which would run what stands behind it: what is to be said is an argument of `:`.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

from spacetui.model.file_data import arrange_files, file_data
from spacetui.model.file_input import FileInput, map_file_inputs
from spacetui.model.schema import Endpoint, FileShape, Json
from spacetui.model.script import Script
from spacetui.snippets.file_urls import base_name
from spacetui.snippets.literals import (
    Code,
    Syntax,
    comment_text,
    contains_non_finite,
    literal_pieces,
    quote_json,
    write_json_scalar,
    write_literal,
)
from spacetui.snippets.plan import (
    Argument,
    LinkedValue,
    MissingValue,
    Plan,
    PlannedStep,
    SecretValue,
    make_plan,
)
from spacetui.snippets.shell_quoting import (
    curl_form_argument,
    note_line,
    quote_json_pieces,
    quote_shell_word,
)

# Bytes. Linux allows 128 KiB for one argument of a program; a longer body is piped to curl.
_MAX_ARGUMENT = 100_000
INDENT = 2

_PRINT_EVENT_ID = r"""sed -n 's/.*"event_id": *"\([^"]*\)".*/\1/p'"""
_PRINT_CALL_DATA = r"""sed -n '/^event: complete/{n;s/^data: //p;}'"""
# The keys of a message always come in this order (4.44 to 6.31), and no JSON text can contain an
# unescaped `,"`.
_PRINT_QUEUE_DATA = (
    r"""sed -n 's/^data: *{"msg": *"process_completed", *"event_id": *"[^"]*", """
    r"""*"output": *{"data": *\(\[.*\]\), *"is_generating".*/\1/p'"""
)


def render(script: Script) -> str:
    """Return `script` as a shell script that ends with a newline."""
    plan = make_plan(script, ())
    writer = _Writer(plan)
    steps = "\n".join(_StepWriter(writer, step).write() for step in plan.steps)
    return "\n".join(part for part in (writer.head(), writer.functions(), steps) if part)


@dataclass(frozen=True, slots=True)
class _Variable:
    """A shell variable in a JSON value: the inside of a JSON text, or (is_json) a whole value."""

    name: str
    is_json: bool = False


def _variable_pieces(value: Json) -> list[str] | None:
    if not isinstance(value, _Variable):
        return None
    code = Code(f'"${value.name}"')
    return [code] if value.is_json else ['"', code, '"']


_JSON = Syntax(
    write_json_scalar,
    lambda key: f"{quote_json(key)}:",
    _variable_pieces,
    trailing_comma=False,
    indent=INDENT,
)


class _Writer:
    """Writes what stands above the steps, and knows what all steps share."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.has_one_app = len(plan.clients) == 1
        self.uses_nth = False
        self.files = 0
        self.secrets = 0
        self.missing_variables = _name_missing_variables(plan)

    def app(self, client: int) -> str:
        """Return the name of the variable with the root URL of an app."""
        return "APP" if self.has_one_app else f"APP_{client + 1}"

    def session(self, client: int) -> str:
        """Return the name of the variable with the session hash for an app."""
        return "SESSION" if self.has_one_app else f"SESSION_{client + 1}"

    def result(self, step: PlannedStep) -> str:
        """Return the name of the variable with the outputs of a step."""
        return "RESULT" if self.plan.is_single else f"RESULT_{step.number}"

    def new_file(self) -> str:
        """Return the name of the variable with the path of the next uploaded file."""
        self.files += 1
        return f"FILE_{self.files}"

    def login(self, client: int) -> str:
        """Return the name of the variable with the cookies of a login."""
        return "LOGIN" if self.has_one_app else f"LOGIN_{client + 1}"

    def new_secret(self) -> str:
        """Return the name of the variable with the next secret, written for a JSON text."""
        self.secrets += 1
        return f"SECRET_{self.secrets}"

    def curl(self, client: int, flags: str = "", *, is_logged_in: bool = True) -> str:
        """Return the curl command for an app, with what lets it in there."""
        planned = self.plan.clients[client]
        words = ["curl"]
        if re.search(r"[][{}]", planned.source.url):
            words.append("-g")
        if planned.access.is_insecure:
            words.append("-k")
        words.append(f"-sS{flags}")
        for header in planned.access.all_headers:
            text = quote_shell_word(f"{header.name}: {header.prefix}")
            words.append(f'-H {text}"${{{header.variable}:?}}"')
        if planned.access.login and is_logged_in:
            words.append(f'-b "${self.login(client)}"')
        return " ".join(words)

    def head(self) -> str:
        clients = range(len(self.plan.clients))
        lines = [line for client in clients for line in self.app_lines(client)]
        lines += [self.missing_line(each) for each in self.plan.missing]
        lines += [f': "${{{name}:?set it first}}"' for name in self.plan.variables]
        lines += [line for client in clients for line in self.login_lines(client)]
        return "\n".join(lines) + "\n"

    def app_lines(self, client: int) -> list[str]:
        source = self.plan.clients[client].source
        lines = [f"{self.app(client)}={quote_shell_word(source.url + source.api_prefix)}"]
        if not self.has_one_app and source.src != source.url:
            lines.insert(0, note_line(comment_text(source.src)))
        if not any(_uses_queue(step) for step in self.plan.steps if step.client == client):
            return lines
        if not self.plan.is_single:
            lines.append(note_line("calls that share a session share the state of the app"))
        return [*lines, f"{self.session(client)}=$$-$(date +%s)"]

    def login_lines(self, client: int) -> list[str]:
        """Return the lines that log in; the password reaches curl by its standard input."""
        planned = self.plan.clients[client]
        if not planned.access.login:
            return []
        user, password = planned.access.login
        name, url = self.login(client), quote_shell_word(f"{planned.source.url}/login")
        post = f"{self.curl(client, is_logged_in=False)} -D - -o /dev/null {url}"
        form = f'--data-urlencode "username=${{{user}:?}}" --data-urlencode password@-'
        return [
            f"{name}=$(printf '%s' \"${{{password}:?}}\" |\n  {post} \\\n  {form} |\n"
            f"  {_PRINT_COOKIES})",
            f': "${{{name}:?the app did not take the user and password}}"',
        ]

    def missing_line(self, missing: MissingValue) -> str:
        name, description = self.missing_variables[missing.name], missing.description
        if missing.parameter.takes_files:
            description = description.replace("paths of", "path of one of the")
            return f"{name}=''; {note_line(f'{description}, wanted')}"
        empty = quote_shell_word(write_literal(missing.empty, _JSON))
        return f"{name}={empty}; {note_line(f'{description} as JSON, wanted')}"

    def functions(self) -> str:
        return _NTH_FUNCTION if self.uses_nth else ""


class _StepWriter:
    """Writes one step: the uploads and the earlier outputs that it needs, its call, its result."""

    def __init__(self, writer: _Writer, step: PlannedStep) -> None:
        self.writer = writer
        self.plan = writer.plan
        self.step = step
        self.client = step.client
        self.lines: list[str] = []

    def write(self) -> str:
        step, lines = self.step, self.lines
        if not self.plan.is_single:
            lines.append(note_line(step.heading))
        if any(contains_non_finite(each.value) for each in step.arguments):
            lines.append(note_line("JSON has no NaN and no Infinity: null stands for them"))
        payload: dict[str, Json] = {"data": self.data()}
        if _uses_queue(step):
            payload["fn_index"] = step.endpoint.fn_index
            payload["session_hash"] = _Variable(self.writer.session(self.client))
        if step.oauth_token:
            payload["oauth_token"] = self.secret(step.oauth_token)
        post_url, events_url = self.urls()
        lines.append(self.post(f"{self.writer.curl(self.client)} {post_url}", payload))
        lines.append(f"""EVENT_ID=$(printf '%s\\n' "$ANSWER" | {_PRINT_EVENT_ID})""")
        lines.append(': "${EVENT_ID:?the app did not take the call: $ANSWER}"')
        get_events = f"{self.writer.curl(self.client, 'N')} {events_url}"
        if self.plan.is_single and step.endpoint.streams and not _uses_queue(step):
            return "\n".join([*lines, f"{get_events} | {_PRINT_STREAM}"])
        result = self.writer.result(step)
        print_data = _PRINT_QUEUE_DATA if _uses_queue(step) else _PRINT_CALL_DATA
        lines.append(f"EVENTS=$({get_events})")
        lines.append(f"""{result}=$(printf '%s\\n' "$EVENTS" | {print_data})""")
        lines.append(f': "${{{result}:?the call failed: $EVENTS}}"')
        if step is self.plan.steps[-1]:
            lines.append(f"""printf '%s\\n' "${result}\"""")
        return "\n".join(lines) + "\n"

    def urls(self) -> tuple[str, str]:
        """Return the URL that takes the call and the URL that sends its events, quoted."""
        app = self.writer.app(self.client)
        if _uses_queue(self.step):
            session = self.writer.session(self.client)
            return f'"${app}/queue/join"', f'"${app}/queue/data?session_hash=${session}"'
        name = quote(self.step.endpoint.api_name, safe="/", errors="surrogatepass")
        return f'"${app}/call{name}"', f'"${app}/call{name}/$EVENT_ID"'

    def post(self, curl: str, payload: Json) -> str:
        """Return the line that sends `payload`.

        It is piped to curl where it is too long for an argument, or may become so by an output.
        """
        word = quote_json_pieces(literal_pieces(payload, _JSON, 1, 5))
        command = f"{curl} \\\n  -H 'Content-Type: application/json'"
        is_linked = any(isinstance(each.value, LinkedValue) for each in self.step.arguments)
        if not is_linked and len(word.encode("utf-8", "surrogatepass")) <= _MAX_ARGUMENT:
            return f"ANSWER=$({command} \\\n  -d {word})"
        # printf is built into the shell, so the limit does not apply to its arguments.
        word = quote_json_pieces(literal_pieces(payload, _JSON, 0, 12))
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
            return _Variable(name, is_json=True)
        path = self.upload(f'-F "files=@\\"${name}\\""')
        return arrange_files([file_data(path)], missing.parameter.file_shape)

    def secret(self, variable: str) -> _Variable:
        """Add the line that makes a variable of the environment the inside of a JSON text."""
        name = self.writer.new_secret()
        self.lines.append(f"""{name}=$(printf '%s' "${{{variable}:?}}" | {_ESCAPE_JSON})""")
        return _Variable(name)

    def file(self, file: FileInput) -> Json:
        """Return what is sent for a file; the lines that upload it are added where it is local."""
        path: Json = file.path
        if not file.is_url:
            path = self.upload(f"-F {curl_form_argument(file.path)}")
        return file_data(path, orig_name=base_name(file.path))

    def upload(self, form: str, download: str = "") -> _Variable:
        """Add the lines that upload a file; return the variable with its path on the server.

        form: the form option of curl. download: a command that prints the content, with its pipe.
        """
        name = self.writer.new_file()
        curl, url = self.writer.curl(self.client), f'"${self.writer.app(self.client)}/upload"'
        self.lines.append(f"{name}=$({download}{curl} {url} {form} | {_PRINT_UPLOADED_PATH})")
        self.lines.append(f': "${{{name}:?the file was not uploaded}}"')
        return _Variable(name)

    def linked_value(self, link: LinkedValue) -> Json:
        """Add the lines that take a value out of an earlier result; return what is sent for it."""
        earlier = self.plan.steps[link.step]
        name = f"FROM_{earlier.number}_{link.output + 1}"
        result = self.writer.result(earlier)
        self.lines.append(
            f"""{name}=$(printf '%s\\n' "${result}" | {self.print_output(earlier, link.output)})"""
        )
        is_same_value = link.is_same_app and link.source_shape is link.target_shape
        if is_same_value or FileShape.NONE in (link.source_shape, link.target_shape):
            return _Variable(name, is_json=True)
        self.lines.append(f"""{name}=$(printf '%s\\n' "${name}" | {_PRINT_FIRST_PATH})""")
        path = _Variable(name)
        if not link.is_same_app:
            path = self.transfer(name, earlier.client)
        return arrange_files([file_data(path)], link.target_shape)

    def print_output(self, earlier: PlannedStep, output: int) -> str:
        """Return the command that prints one output out of the JSON list of all."""
        if len(earlier.endpoint.output_slots) == 1:
            return r"sed 's/^\[\(.*\)\]$/\1/'"
        self.writer.uses_nth = True
        return f"nth {_output_slot(earlier.endpoint, output)}"

    def transfer(self, path: str, client: int) -> _Variable:
        """Add the lines that download a file from an app and upload it to the app of this step.

        path: the variable with the file's path on the server of the app `client`.
        """
        encoded = f"$(printf '%s' \"${path}\" | {_ENCODE_PATH})"
        url = f'"${self.writer.app(client)}/file={encoded}"'
        download = f"{self.writer.curl(client, 'f')} {url} |\n  "
        return self.upload(f'-F "files=@-;filename=\\"${{{path}##*/}}\\""', download)


def _name_missing_variables(plan: Plan) -> dict[str, str]:
    """Return a variable for each missing value. No shell gives a name MY_… a meaning of its own."""
    variables: dict[str, str] = {}
    for missing in plan.missing:
        name = f"MY_{missing.name.upper()}"
        while name in variables.values() or name in plan.variables:
            name += "_"
        variables[missing.name] = name
    return variables


def _uses_queue(step: PlannedStep) -> bool:
    """Return whether a step goes through /queue/join: its state lasts, or its name fits no path."""
    name = step.endpoint.api_name[1:]
    return not step.endpoint.is_named or step.keeps_state or "/" in name or name in ("", ".", "..")


def _output_slot(endpoint: Endpoint, output: int) -> int:
    """Return the position on the wire of the shown output number `output`."""
    shown = [slot for slot, is_shown in enumerate(endpoint.output_slots) if is_shown]
    return shown[output] if shown else output


# Print the path of the first file in a value. Where a link changes the shape of a list of files,
# only the first file is passed on.
_PRINT_FIRST_PATH = r"""sed -n 's/\("path": *"[^"]*"\).*/\1/;s/.*"path": *"\([^"]*\)"$/\1/p'"""
_ENCODE_PATH = "sed 's/%/%25/g;s/ /%20/g;s/#/%23/g;s/?/%3F/g'"
_ESCAPE_JSON = r"""sed 's/["\\]/\\&/g'"""
# The cookies of the headers on standard input, in one line.
_PRINT_COOKIES = r"""sed -n 's/^[Ss]et-[Cc]ookie: *\([^;]*\).*/\1/p' | tr '\n' ';'"""
_PRINT_UPLOADED_PATH = r"""sed -n 's/^\["\(.*\)"\]$/\1/p'"""

# Prints each output as it arrives; the last one is the result. Exits with 1 when the stream ends
# without a result.
_PRINT_STREAM = r"""{
  EVENT=
  while IFS= read -r LINE; do
    case $LINE in
      'event: '*) EVENT=${LINE#event: } ;;
      'data: '*)
        case $EVENT in
          generating | complete) printf '%s\n' "${LINE#data: }" ;;
          error) printf 'the call failed: %s\n' "${LINE#data: }" >&2 ;;
        esac ;;
    esac
  done
  [ "$EVENT" = complete ]
}
"""

# Puts each token on a line of its own, so that the shell can count brackets, which a regular
# expression cannot.
_NTH_FUNCTION = r""": 'nth N prints value number N, from 0, of the JSON list on standard input'
nth() {
  sed -E 's/"[^"\\]*(\\.[^"\\]*)*"|[][{},]/\
&\
/g' | {
    DEPTH=0 PLACE=0
    while IFS= read -r TOKEN; do
      case $TOKEN in ']' | '}') DEPTH=$((DEPTH - 1)) ;; esac
      if [ "$DEPTH" = 1 ] && [ "$TOKEN" = , ]; then
        PLACE=$((PLACE + 1))
      elif [ "$DEPTH" -gt 0 ] && [ "$PLACE" = "$1" ]; then
        printf '%s' "$TOKEN"
      fi
      case $TOKEN in '[' | '{') DEPTH=$((DEPTH + 1)) ;; esac
    done
  }
}
"""

HELPER_FUNCTIONS = (_NTH_FUNCTION,)
