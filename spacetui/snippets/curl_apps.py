"""What stands above the steps of a shell script: what the reader sets, and a function for each app.

Such a function is curl with the address of the app and all that lets it in there.
"""

from spacetui.snippets.arguments import MissingValue
from spacetui.snippets.curl_json import JSON
from spacetui.snippets.literals import comment_text, write_literal
from spacetui.snippets.plan import NEW_VISIT, Plan, PlannedClient
from spacetui.snippets.shell_names import OWN
from spacetui.snippets.shell_quoting import note_line, quote_shell_word

# A subshell ends where a step fails, and does not end the shell that it is pasted into.
OPENING = f"""\
(
set -e
{OWN}=$(mktemp -d)
trap 'rm -r "${OWN}"' EXIT
trap 'exit 1' HUP INT TERM
"""
CLOSING = ")\n"
_COOKIES = f'-b "${OWN}/cookies" -c "${OWN}/cookies"'


def name_apps(plan: Plan) -> tuple[str, ...]:
    """Return the name of the function of each client. No command and no alias is called so."""
    if len(plan.clients) == 1:
        return ("app",)
    return tuple(f"{client.name.lower()}_app" for client in plan.clients)


def app_lines(client: PlannedClient, name: str, *, has_one_app: bool) -> list[str]:
    """Return the lines that define the function of a client, and log in where it is wanted."""
    source = client.source
    curl = _curl(client)
    lines = [note_line(NEW_VISIT)] if client.is_new_visit else []
    if not has_one_app and source.src != source.url:
        lines.append(note_line(comment_text(source.src)))
    url = quote_shell_word(source.url + source.api_prefix)
    lines += [
        f"{name}() {{",
        "  route=$1",
        "  shift",
        f"  {curl} \\",
        f'    {url}"$route" "$@"',
        "}",
    ]
    if client.access.login:
        user, password = client.access.login
        lines += [
            f"""printf '%s' "${{{password}:?}}" |""",
            f"  {curl} -f -o /dev/null {quote_shell_word(f'{source.url}/login')} \\",
            f'    --data-urlencode "username=${{{user}:?}}" --data-urlencode password@- ||',
            "  { printf '%s\\n' 'the app did not take the user and password' >&2; exit 1; }",
        ]
    return lines


def _curl(client: PlannedClient) -> str:
    """Return the command for an app, with what lets it in there. -g: brackets are not patterns."""
    words = ["curl -gsS"]
    if client.access.is_insecure:
        words.append("-k")
    words.append(_COOKIES)
    for header in client.access.all_headers:
        text = quote_shell_word(f"{header.name}: {header.prefix}")
        words.append(f'-H {text}"${{{header.variable}:?}}"')
    return " ".join(words)


def variable_lines(plan: Plan) -> list[str]:
    """Return the lines that make the reader set the variables of the environment."""
    return [f': "${{{name}:?set it first}}"' for name in plan.variables]


def name_missing(plan: Plan) -> dict[str, str]:
    """Return a variable for each missing value. No shell gives a name MY_… a meaning of its own."""
    variables: dict[str, str] = {}
    for missing in plan.missing:
        name = f"MY_{missing.name.upper()}"
        while name in variables.values() or name in plan.variables:
            name += "_"
        variables[missing.name] = name
    return variables


def missing_line(missing: MissingValue, name: str) -> str:
    """Return the line with the variable that the reader fills in."""
    description = missing.description
    if missing.parameter.takes_files:
        description = description.replace("paths of", "path of one of the")
        return f"{name}=''; {note_line(f'{description}, wanted')}"
    empty = quote_shell_word(write_literal(missing.empty, JSON))
    return f"{name}={empty}; {note_line(f'{description} as JSON, wanted')}"
