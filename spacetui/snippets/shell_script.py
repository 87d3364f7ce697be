"""What all shell scripts share: their first and last lines, and what the reader sets."""

from spacetui.model.unique_names import UniqueNames
from spacetui.snippets.arguments import MissingValue
from spacetui.snippets.curl_json import JSON
from spacetui.snippets.literals import write_literal
from spacetui.snippets.plan import Plan, PlannedStep
from spacetui.snippets.shell_names import OWN
from spacetui.snippets.shell_quoting import note_line, quote_shell_word

# A subshell ends where a step fails, and does not end the shell that it is pasted into.
OPENING = """\
(
set -e
"""
# The folder for what the script keeps while it runs.
OWN_FOLDER = f"""\
{OWN}=$(mktemp -d)
trap 'rm -r "${OWN}"' EXIT
trap 'exit 1' HUP INT TERM
"""
CLOSING = ")\n"


def notes_text(plan: Plan) -> str:
    """Return the lines that say what is to be known of the whole script."""
    return "".join(f"{note_line(each)}\n" for each in plan.notes)


def join_parts(*parts: str) -> str:
    """Return a script of these parts, with a blank line between them. Empty ones are left out."""
    return "\n".join(filter(None, parts))


def name_results(plan: Plan, names: UniqueNames) -> list[str]:
    """Return a variable for the result of each step, in small letters."""
    return [names.make(each.result.lower(), "value") for each in plan.steps]


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


def missing_line(missing: MissingValue, name: str, *, has_json_path: bool = False) -> str:
    """Return the line with the variable that the reader fills in.

    has_json_path: the path of a file is JSON too.
    """
    description = missing.description
    if missing.parameter.takes_files:
        description = description.replace("paths of", "path of one of the")
        if not has_json_path:
            return f"{name}=''; {note_line(f'{description}, wanted')}"
    empty = "" if missing.parameter.takes_files else missing.empty
    word = quote_shell_word(write_literal(empty, JSON))
    return f"{name}={word}; {note_line(f'{description} as JSON, wanted')}"


def result_lines(plan: Plan, step: PlannedStep) -> list[str]:
    """Return the line that says whose result follows, where the results of several steps do.

    It goes to stderr, so that what is printed stays JSON.
    """
    is_alone = sum(each.is_printed for each in plan.steps) <= 1
    if is_alone or not step.is_printed:
        return []
    return [f"printf '{step.result}:\\n' >&2"]
