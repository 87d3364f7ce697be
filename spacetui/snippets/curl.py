"""A Script as POSIX sh, with curl and sed: by `/call`, or by the queue where gr.State must last.

It never exits the shell it is pasted into: `${NAME:?words}` ends a script, and only speaks in a terminal.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

from spacetui.model.file_data import arrange_files, file_data
from spacetui.model.file_input import FileInput, map_file_inputs
from spacetui.model.schema import FileShape, Json
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
from spacetui.snippets.plan import Argument, LinkedValue, MissingValue, Plan, PlannedStep, make_plan
from spacetui.snippets.shell_quoting import curl_form_argument, quote_json_pieces, quote_shell_word

# One argument of a program may have 128 KiB on Linux; what is longer goes to curl by a pipe, in bytes.
_MAX_ARGUMENT = 100_000
INDENT = 2

_EVENT_ID = r"""sed -n 's/.*"event_id": *"\([^"]*\)".*/\1/p'"""
_CALL_DATA = r"""sed -n '/^event: complete/{n;s/^data: //p;}'"""
# The keys of a message always come in this order (4.44 to 6.31), and no JSON text can hold a bare `,"`.
_QUEUE_DATA = (
    r"""sed -n 's/^data: *{"msg": *"process_completed", *"event_id": *"[^"]*", *"output": *{"data": *"""
    r"""\(\[.*\]\), *"is_generating".*/\1/p'"""
)


def render(script: Script) -> str:
    """Give `script` as a shell script; ends with a newline."""
    plan = make_plan(script, ())
    writer = _Writer(plan)
    steps = "\n".join(writer.step(step) for step in plan.steps)
    return "\n".join(part for part in (writer.head(), writer.functions(), steps) if part)


@dataclass(frozen=True, slots=True)
class _Splice:
    """A shell variable in a JSON value: the inside of a JSON text, or (is_json) a whole JSON value."""

    name: str
    is_json: bool = False


def _special(value: Json) -> list[str] | None:
    if not isinstance(value, _Splice):
        return None
    code = Code(f'"${value.name}"')
    return [code] if value.is_json else ['"', code, '"']


_JSON = Syntax(
    write_json_scalar,
    lambda key: f"{quote_json(key)}:",
    _special,
    trailing_comma=False,
    indent=INDENT,
)


class _Writer:
    """Writes the parts of one snippet and notes what they use."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.uses: set[str] = set()
        self.files = 0
        self.mine = _own_names(plan)

    def app(self, client: int) -> str:
        return "APP" if len(self.plan.clients) == 1 else f"APP_{client + 1}"

    def session(self, client: int) -> str:
        return "SESSION" if len(self.plan.clients) == 1 else f"SESSION_{client + 1}"

    def result(self, number: int) -> str:
        return "RESULT" if self.plan.is_single else f"RESULT_{number}"

    def head(self) -> str:
        lines = []
        for client, (_, source) in enumerate(self.plan.clients):
            note = (
                f"  # {comment_text(source.src)}"
                if len(self.plan.clients) > 1 and source.src != source.url
                else ""
            )
            lines.append(
                f"{self.app(client)}={quote_shell_word(source.url + source.api_prefix)}{note}"
            )
            if any(_by_queue(step) for step in self.plan.steps if step.client == client):
                note = (
                    "  # calls that share it share the app's state"
                    if len(self.plan.steps) > 1
                    else ""
                )
                lines.append(f"{self.session(client)}=$$-$(date +%s){note}")
        for wanted in self.plan.missing:
            empty, what = (
                quote_shell_word(_json_line(wanted.empty)),
                f"{wanted.description} as JSON",
            )
            if wanted.parameter.takes_files:
                empty, what = "''", wanted.description.replace("paths of", "path of one of the")
            lines.append(f"{self.mine[wanted.name]}={empty}  # {what}, wanted")
        if any(source.needs_token for _, source in self.plan.clients):
            lines.append(': "${HF_TOKEN:?is wanted: a Hugging Face token that may use the Space}"')
        return "\n".join(lines) + "\n"

    def functions(self) -> str:
        return _NTH if "nth" in self.uses else ""

    def step(self, step: PlannedStep) -> str:
        lines = [] if self.plan.is_single else [f"# {step.heading}"]
        if any(contains_non_finite(each.value) for each in step.arguments):
            lines.append("# JSON has no NaN and no Infinity: null stands for them")
        shown = [self.value(each, step, lines) for each in step.arguments]
        payload: dict[str, Json] = {"data": _arranged(step, shown)}
        app, is_last = self.app(step.client), step is self.plan.steps[-1]
        if _by_queue(step):
            payload["fn_index"] = step.endpoint.fn_index
            payload["session_hash"] = _Splice(self.session(step.client))
            post, get = (
                f'"${app}/queue/join"',
                f'"${app}/queue/data?session_hash=${self.session(step.client)}"',
            )
        else:
            name = quote(step.endpoint.api_name, safe="/", errors="surrogatepass")
            post, get = f'"${app}/call{name}"', f'"${app}/call{name}/$EVENT_ID"'
        curl, token = self.curl(step.client)
        is_linked = any(isinstance(each.value, LinkedValue) for each in step.arguments)
        lines += self.post(f"{curl}{token} {post}", payload, by_pipe=is_linked)
        lines.append(f"""EVENT_ID=$(printf '%s\\n' "$ANSWER" | {_EVENT_ID})""")
        lines.append(': "${EVENT_ID:?the app did not take the call: $ANSWER}"')
        if self.plan.is_single and step.endpoint.streams and not _by_queue(step):
            return "\n".join([*lines, f"{curl}N{token} {get} | {_FOLLOW}"])
        result = self.result(step.number)
        lines.append(f"EVENTS=$({curl}N{token} {get})")
        data = _QUEUE_DATA if _by_queue(step) else _CALL_DATA
        lines.append(f"""{result}=$(printf '%s\\n' "$EVENTS" | {data})""")
        lines.append(f': "${{{result}:?the call failed: $EVENTS}}"')
        if is_last:
            lines.append(f"""printf '%s\\n' "${result}\"""")
        return "\n".join(lines) + "\n"

    def curl(self, client: int) -> tuple[str, str]:
        """Give the command that talks to an app, and the header with the token, if one is needed there."""
        source = self.plan.clients[client][1]
        glob = " -g" if re.search(r"[][{}]", source.url) else ""
        return (
            f"curl{glob} -sS",
            ' -H "Authorization: Bearer $HF_TOKEN"' if source.needs_token else "",
        )

    def post(self, curl: str, payload: Json, *, by_pipe: bool) -> list[str]:
        """Give the line that sends `payload`: by a pipe where it is, or may become, too long for an argument."""
        word = quote_json_pieces(literal_pieces(payload, _JSON, 1, 5))
        head = f"{curl} \\\n  -H 'Content-Type: application/json'"
        if not by_pipe and len(word.encode("utf-8", "surrogatepass")) <= _MAX_ARGUMENT:
            return [f"ANSWER=$({head} \\\n  -d {word})"]
        # printf is the shell's own, so that its arguments have no limit.
        word = quote_json_pieces(literal_pieces(payload, _JSON, 0, 12))
        return [f"ANSWER=$(printf '%s' {word} |\n  {head} \\\n  --data-binary @-)"]

    def value(self, argument: Argument, step: PlannedStep, lines: list[str]) -> Json:
        match argument.value:
            case LinkedValue():
                return self.taken(argument.value, step, lines)
            case MissingValue(name=name, parameter=parameter):
                own = self.mine[name]
                if not parameter.takes_files:
                    return _Splice(own, is_json=True)
                form = f'files=@\\"${own}\\"'
                file = self.uploaded(step.client, f'-F "{form}"', lines)
                return arrange_files([file_data(file)], parameter.file_shape)
        return self.with_files(argument.value, step.client, lines)

    def with_files(self, value: Json, client: int, lines: list[str]) -> Json:
        """Upload each file that stands in `value`, and give the value with what is sent in its place."""

        def sent(file: FileInput) -> Json:
            path: Json = file.path
            if not file.is_url:
                path = self.uploaded(client, f"-F {curl_form_argument(file.path)}", lines)
            return file_data(path, orig_name=base_name(file.path))

        return map_file_inputs(value, sent)

    def uploaded(self, client: int, what: str, lines: list[str], before: str = "") -> _Splice:
        """Add the lines that upload a file; give the variable that has its path on the server."""
        self.files += 1
        name = f"FILE_{self.files}"
        lines.append(
            f'{name}=$({before}{"".join(self.curl(client))} "${self.app(client)}/upload" {what} | {_UPLOADED})'
        )
        lines.append(f': "${{{name}:?the file was not uploaded}}"')
        return _Splice(name)

    def taken(self, link: LinkedValue, step: PlannedStep, lines: list[str]) -> Json:
        """Add the lines that take the value of a link out of an earlier result."""
        earlier = self.plan.steps[link.step]
        slots = earlier.endpoint.output_slots
        place = (
            [n for n, shown in enumerate(slots) if shown][link.output]
            if any(slots)
            else link.output
        )
        name = f"FROM_{earlier.number}_{link.output + 1}"
        pick = "sed 's/^\\[\\(.*\\)\\]$/\\1/'"
        if len(slots) != 1:
            self.uses.add("nth")
            pick = f"nth {place}"
        lines.append(f"""{name}=$(printf '%s\\n' "${self.result(earlier.number)}" | {pick})""")
        if FileShape.NONE in (link.source_shape, link.target_shape) or (
            link.is_same_app and link.source_shape is link.target_shape
        ):
            return _Splice(name, is_json=True)
        lines.append(f"""{name}=$(printf '%s\\n' "${name}" | {_FIRST_PATH})""")
        path = _Splice(name)
        if not link.is_same_app:
            path = self.passed_on(name, earlier, step, lines)
        return arrange_files([file_data(path)], link.target_shape)

    def passed_on(
        self, path: str, earlier: PlannedStep, step: PlannedStep, lines: list[str]
    ) -> _Splice:
        """Add the lines that bring a file from one app to another. It is had from its own app's address."""
        encoded = f"$(printf '%s' \"${path}\" | {_ENCODED})"
        curl, token = self.curl(earlier.client)
        fetch = f'{curl}f{token} "${self.app(earlier.client)}/file={encoded}" |\n  '
        return self.uploaded(
            step.client, f'-F "files=@-;filename=\\"${{{path}##*/}}\\""', lines, fetch
        )


def _own_names(plan: Plan) -> dict[str, str]:
    """Name the wanted variables MY_…: no shell gives such a name a meaning of its own."""
    own: dict[str, str] = {}
    for wanted in plan.missing:
        name = f"MY_{wanted.name.upper()}"
        while name in own.values():
            name += "_"
        own[wanted.name] = name
    return own


def _by_queue(step: PlannedStep) -> bool:
    """Say whether a step goes by queue/join: no name that fits a path, or state that must last."""
    name = step.endpoint.api_name[1:]
    return not step.endpoint.is_named or step.keeps_state or "/" in name or name in ("", ".", "..")


def _arranged(step: PlannedStep, shown: list[Json]) -> list[Json]:
    """Put null where the endpoint has a hidden input; servers before 6.18 count on it."""
    slots = step.endpoint.input_slots
    if sum(slots) != len(shown):
        return shown
    values = iter(shown)
    return [next(values) if is_shown else None for is_shown in slots]


def _json_line(value: Json) -> str:
    return write_literal(value, _JSON)


# The path of the first file in a value. Where a link changes the shape of a list of files, the first one goes on.
_FIRST_PATH = r"""sed -n 's/\("path": *"[^"]*"\).*/\1/;s/.*"path": *"\([^"]*\)"$/\1/p'"""
_ENCODED = "sed 's/%/%25/g;s/ /%20/g;s/#/%23/g;s/?/%3F/g'"
_UPLOADED = r"""sed -n 's/^\["\(.*\)"\]$/\1/p'"""

# Prints each output as it comes; the last one is the result. Ends with 1 when the stream ends without one.
_FOLLOW = r"""{
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

# One token a line, so that the shell can count brackets; a regular expression cannot.
_NTH = r"""# value number $1, from 0, of the JSON list on standard input
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
