"""SourceCommand: a command whose --help, after a SRC, also shows what its endpoint takes."""

from __future__ import annotations

from collections.abc import Sequence

import click


class SourceCommand(click.Command):
    """A command with the arguments `src` and `args`, and the access options.

    `run SRC /api --help` opens the app and lists the parameters of that endpoint, then the options.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        rest = None if ctx.resilient_parsing else _without_help(args)
        if rest is not None:
            self._print_help(ctx, rest)
            ctx.exit()
        return super().parse_args(ctx, args)

    def _print_help(self, ctx: click.Context, args: list[str]) -> None:
        from spacetui.cli import output

        try:
            super().parse_args(ctx, args)
        except click.UsageError:
            ctx.params.pop("src", None)  # help is wanted, not what is wrong with the options
        if ctx.params.get("src"):
            self._print_source(ctx)
        output.print_raw(f"{ctx.get_help()}\n")

    def _print_source(self, ctx: click.Context) -> None:
        from spacetui.cli import output
        from spacetui.cli.command_session import NO_ACCESS
        from spacetui.cli.endpoint_help import print_source_help

        access = {name: ctx.params[name] for name in NO_ACCESS}
        src, words = ctx.params["src"], ctx.params["args"]
        output.run_command(print_source_help(ctx.command_path, src, words, access))


def _without_help(args: Sequence[str]) -> list[str] | None:
    """Return `args` without --help and -h before any `--`; None where there is neither."""
    end = args.index("--") if "--" in args else len(args)
    rest = [each for each in args[:end] if each not in ("--help", "-h")]
    return None if len(rest) == end else [*rest, *args[end:]]
