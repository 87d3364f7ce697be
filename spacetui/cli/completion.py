"""`spacetui completion`: the script by which a shell completes commands, options and known apps."""

import click

from spacetui.cli import COMPLETING, output

# Of click's script: what ends a completion, and the same without a space after `name=`.
_NO_SPACE = {
    "bash": (
        (
            "    return 0\n}",
            "    [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace\n\n    return 0\n}",
        ),
    ),
    "zsh": (
        (
            "compadd -U -V unsorted -a completions",
            "local -a ending\n"
            "        [[ ${completions[1]} == *= ]] && ending=(-S '')\n"
            '        compadd -U "${ending[@]}" -V unsorted -a completions',
        ),
    ),
}


@click.command(short_help="Print the shell completion script.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print the completion script for SHELL; put it where your shell looks.

    \b
    bash: spacetui completion bash > ~/.local/share/bash-completion/completions/spacetui
    zsh:  spacetui completion zsh > ~/.zfunc/_spacetui
    fish: spacetui completion fish > ~/.config/fish/completions/spacetui.fish
    """
    from click.shell_completion import get_completion_class

    from spacetui.cli.commands import root

    completion_class = get_completion_class(shell)
    assert completion_class is not None
    script = completion_class(root, {}, "spacetui", COMPLETING).source()
    for before, after in _NO_SPACE.get(shell, ()):
        script = script.replace(before, after)
    output.print_raw(script)
    return 0
