"""The functions of a shell script for its apps: curl with the address and all that lets it in."""

from spacetui.snippets.literals import comment_text
from spacetui.snippets.plan import NEW_VISIT, Plan, PlannedClient
from spacetui.snippets.shell_names import OWN
from spacetui.snippets.shell_quoting import note_line, quote_shell_word

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
