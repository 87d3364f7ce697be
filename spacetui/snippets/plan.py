"""A script planned once for all languages: what each argument is, and the name of everything.

Nothing here is syntax of a language. A name that is made from untrusted text is plain ASCII,
unique, and not one that the language reserves.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from spacetui.model.schema import Endpoint
from spacetui.model.script import Script, Step
from spacetui.model.source import Source
from spacetui.model.step_names import RESULT, default_name
from spacetui.model.unique_names import UniqueNames
from spacetui.snippets.arguments import Argument, Arguments, MissingValue
from spacetui.snippets.client_access import ClientAccess, VariableNames, name_access
from spacetui.snippets.literals import comment_text

# What is said where a client connects to an app that an earlier one connects to.
NEW_VISIT = "another visit of the app, which starts without State"
# Characters of a line of a note, and lines of one.
MAX_NOTE, MAX_NOTE_LINES = 200, 20


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step with its names.

    number: from 1. client: index into Plan.clients. result: name of the variable with its outputs.
    keeps_state: a later or earlier step shares its gr.State. oauth_token: the variable with the
    token for the code of the endpoint, or empty. note: comment lines, safe in any language.
    is_printed: its result is printed, because no later step takes it.
    """

    number: int
    client: int
    endpoint: Endpoint
    arguments: tuple[Argument, ...]
    result: str
    keeps_state: bool
    oauth_token: str = ""
    note: tuple[str, ...] = ()
    is_printed: bool = True

    @property
    def heading(self) -> str:
        return f"{self.number} · {comment_text(self.endpoint.api_name)}"

    @property
    def is_positional(self) -> bool:
        """Whether arguments can only be given by position.

        Their names are made up by Gradio, not unique, or not in /info.
        """
        names = [each.name for each in self.arguments]
        return (
            not self.endpoint.is_named
            or self.endpoint.visibility != "public"
            or len(set(names)) != len(names)
            or any(not name or re.fullmatch(r"param_\d+", name) for name in names)
        )


@dataclass(frozen=True, slots=True)
class PlannedClient:
    """A client: the name of its variable, where it connects to, and what lets it in there.

    is_new_visit: an earlier client connects to the same app, which begins anew for this one.
    """

    name: str
    source: Source
    access: ClientAccess
    is_new_visit: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The clients, the values the reader has to fill in, and the steps.

    variables: every variable of the environment that the reader has to set, each once. notes: of
    the script, as comment lines.
    """

    clients: tuple[PlannedClient, ...]
    missing: tuple[MissingValue, ...]
    steps: tuple[PlannedStep, ...]
    variables: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_single(self) -> bool:
        return len(self.steps) == 1

    def headings(self, step: PlannedStep) -> list[str]:
        """Return the heading of a step; none where it is the only one."""
        if self.is_single:
            return []
        return [step.heading]

    def label(self, step: PlannedStep) -> str:
        """Return the name under which the result of a step is printed; empty for the only one."""
        if self.is_single:
            return ""
        return step.result

    def source(self, step: PlannedStep) -> Source:
        return self.clients[step.client].source


def make_plan(script: Script, reserved: Collection[str], client: str = "client") -> Plan:
    """Return the plan of `script`.

    reserved: names that the language or the snippet itself uses. client: name of the only client.
    """
    names = UniqueNames(reserved)
    used = _used_clients(script)
    sources = [script.clients[client] for client, _ in used]
    variables = VariableNames(len(sources))
    access = name_access(sources, [has_token for _, has_token in used], variables)
    new_visits = [_is_new_visit(script, used, at) for at in range(len(used))]
    named = zip(_name_clients(sources, names, client), sources, access, new_visits, strict=True)
    clients = tuple(PlannedClient(*each) for each in named)
    arguments = Arguments(script, names, variables)
    results = _name_results(script, names)
    steps = tuple(
        _plan_step(script, number, used, access, arguments, result)
        for number, result in enumerate(results)
    )
    of_clients = (each for one in access for each in one.variables)
    all_variables = tuple(dict.fromkeys((*of_clients, *arguments.secrets)))
    notes = _comment_lines(script.notes)
    return Plan(clients, tuple(arguments.missing), steps, all_variables, notes)


def _plan_step(
    script: Script,
    number: int,
    used: Sequence["_Client"],
    access: Sequence[ClientAccess],
    arguments: Arguments,
    result: str,
) -> PlannedStep:
    """Return the plan of step `number`, from 0. used, access: of the clients. result: its name."""
    step = script.steps[number]
    client = used.index(_client_of(script, step))
    is_last = number == len(script.steps) - 1
    is_linked = any(link.step == number for each in script.steps for link in each.links)
    return PlannedStep(
        number=number + 1,
        client=client,
        endpoint=step.endpoint,
        arguments=arguments.of_step(number),
        result=result,
        keeps_state=_keeps_state(script, step),
        oauth_token=access[client].oauth_token if step.has_oauth_token else "",
        note=_comment_lines(step.note.splitlines()),
        is_printed=is_last or not is_linked,
    )


def _comment_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Return untrusted lines as comments, without the empty ones and those beyond a limit."""
    texts = [comment_text(each, MAX_NOTE) for each in islice(lines, MAX_NOTE_LINES)]
    return tuple(each for each in texts if each)


def _is_new_visit(script: Script, used: Sequence["_Client"], at: int) -> bool:
    """Return whether an earlier client connects to the same app, to keep another State."""
    client, _ = used[at]
    earlier = {each for each, _ in used[:at]} - {client}
    return any(script.clients[each] == script.clients[client] for each in earlier)


_Client = tuple[int, bool]


def _client_of(script: Script, step: Step) -> _Client:
    """Return the client of a step: its index, and whether it is one with an OAuth token.

    The official clients send such a token to every endpoint that takes one. So an endpoint that the
    user gave no token for gets a client without.
    """
    same = [each for each in script.steps if each.client == step.client]
    has_token = any(each.has_oauth_token for each in same)
    is_left_out = bool(step.endpoint.oauth_token) and not step.has_oauth_token
    return step.client, has_token and not is_left_out


def _used_clients(script: Script) -> list[_Client]:
    """Return the clients that steps use, in order; all of them where there are no steps."""
    used = sorted({_client_of(script, step) for step in script.steps})
    return used or [(client, False) for client in range(len(script.clients))]


def _name_clients(sources: Sequence[Source], names: UniqueNames, client: str) -> list[str]:
    if len(sources) == 1:
        return [names.make(client, client)]
    return [names.make(_client_word(source), client) for source in sources]


def _client_word(source: Source) -> str:
    """Return `whisper` for `hf-audio/whisper-large-v3`: the first word of the last path segment."""
    path = re.sub(r"^https?://[^/]*", "", source.src).rstrip("/")
    for text in (path.rpartition("/")[2], source.title):
        match = re.search(r"[A-Za-z]{2,}", text)
        if match:
            return match[0].lower()
    return ""


def _name_results(script: Script, names: UniqueNames) -> list[str]:
    """Return a name for the result of each step: its own, else after the label of its output."""
    is_single = len(script.steps) == 1
    own = [RESULT if is_single else default_name(each.endpoint) for each in script.steps]
    return [
        names.make(step.name or name, RESULT) for step, name in zip(script.steps, own, strict=True)
    ]


def _keeps_state(script: Script, step: Step) -> bool:
    """Return whether this step and another one of the same client share a gr.State."""
    if not _shares_state(step):
        return False
    of_client = [each for each in script.steps if each.client == step.client]
    return sum(map(_shares_state, of_client)) > 1


def _shares_state(step: Step) -> bool:
    return step.shares_state or step.endpoint.has_state
