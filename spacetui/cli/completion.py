"""`spacetui completion`: the script that makes a shell complete commands, options and apps you have used."""

import click

from spacetui.cli import output


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

    kind = get_completion_class(shell)
    assert kind is not None
    output.print_raw(kind(root, {}, "spacetui", "_SPACETUI_COMPLETE").source())
    return 0
