"""What stands above the steps of a shell script, and the names that all steps share."""

import re

from spacetui.model.step_names import RESULT
from spacetui.model.unique_names import UniqueNames
from spacetui.snippets.arguments import LinkedValue, MissingValue
from spacetui.snippets.curl_functions import FIELD_FUNCTION, NTH_FUNCTION, PRINT_COOKIES
from spacetui.snippets.curl_json import JSON
from spacetui.snippets.literals import comment_text, write_literal
from spacetui.snippets.plan import NEW_VISIT, Plan, PlannedStep
from spacetui.snippets.shell_quoting import note_line, quote_shell_word


class ScriptWriter:
    """Writes what stands above the steps, and knows what all steps share."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.has_one_app = len(plan.clients) == 1
        self.uses: set[str] = set()
        self.files = 0
        self.secrets = 0
        self.missing_variables = _name_missing_variables(plan)
        self._results = _name_results(plan)
        self._linked = UniqueNames(())

    def app(self, client: int) -> str:
        """Return the name of the variable with the root URL of an app."""
        return "APP" if self.has_one_app else f"APP_{client + 1}"

    def session(self, client: int) -> str:
        """Return the name of the variable with the session hash for an app."""
        return "SESSION" if self.has_one_app else f"SESSION_{client + 1}"

    def result(self, step: PlannedStep) -> str:
        """Return the name of the variable with the outputs of a step."""
        return self._results[step.number]

    def new_linked(self, step: PlannedStep, link: LinkedValue) -> str:
        """Return the name of the variable with what a link takes from a step."""
        parts = [step.number, link.output + 1, *link.path]
        return self._linked.make(f"FROM_{'_'.join(map(str, parts))}".upper(), "FROM")

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
        lines = list(map(note_line, self.plan.notes))
        lines += [line for client in clients for line in self.app_lines(client)]
        lines += [self.missing_line(each) for each in self.plan.missing]
        lines += [f': "${{{name}:?set it first}}"' for name in self.plan.variables]
        lines += [line for client in clients for line in self.login_lines(client)]
        return "\n".join(lines) + "\n"

    def app_lines(self, client: int) -> list[str]:
        source = self.plan.clients[client].source
        lines = [f"{self.app(client)}={quote_shell_word(source.url + source.api_prefix)}"]
        if not self.has_one_app and source.src != source.url:
            lines.insert(0, note_line(comment_text(source.src)))
        if self.plan.clients[client].is_new_visit:
            lines.insert(0, note_line(NEW_VISIT))
        if not any(uses_queue(step) for step in self.plan.steps if step.client == client):
            return lines
        if not self.plan.is_single:
            lines.append(note_line("calls that share a session share the state of the app"))
        # Two visits of one app must not have the same hash in one second.
        own = "" if self.has_one_app else f"-{client + 1}"
        return [*lines, f"{self.session(client)}=$$-$(date +%s){own}"]

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
            f"  {PRINT_COOKIES})",
            f': "${{{name}:?the app did not take the user and password}}"',
        ]

    def missing_line(self, missing: MissingValue) -> str:
        name, description = self.missing_variables[missing.name], missing.description
        if missing.parameter.takes_files:
            description = description.replace("paths of", "path of one of the")
            return f"{name}=''; {note_line(f'{description}, wanted')}"
        empty = quote_shell_word(write_literal(missing.empty, JSON))
        return f"{name}={empty}; {note_line(f'{description} as JSON, wanted')}"

    def functions(self) -> str:
        used = [each for each in (NTH_FUNCTION, FIELD_FUNCTION) if each in self.uses]
        return "\n".join(used)


def _name_missing_variables(plan: Plan) -> dict[str, str]:
    """Return a variable for each missing value. No shell gives a name MY_… a meaning of its own."""
    variables: dict[str, str] = {}
    for missing in plan.missing:
        name = f"MY_{missing.name.upper()}"
        while name in variables.values() or name in plan.variables:
            name += "_"
        variables[missing.name] = name
    return variables


def _name_results(plan: Plan) -> dict[int, str]:
    """Return the variable with the outputs of each step, by its number.

    No shell gives a name RESULT_... a meaning of its own.
    """
    if plan.is_single:
        return {step.number: "RESULT" for step in plan.steps}
    names = UniqueNames({f"RESULT_{step.number}" for step in plan.steps})
    variables = {}
    for step in plan.steps:
        if re.fullmatch(rf"{RESULT}(_\d+)?", step.result):
            variables[step.number] = f"RESULT_{step.number}"
        else:
            variables[step.number] = names.make(f"RESULT_{step.result}".upper(), "RESULT")
    return variables


def uses_queue(step: PlannedStep) -> bool:
    """Return whether a step goes through /queue/join: its state lasts, or its name fits no path."""
    name = step.endpoint.api_name[1:]
    return not step.endpoint.is_named or step.keeps_state or "/" in name or name in ("", ".", "..")
