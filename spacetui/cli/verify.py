"""`spacetui verify`: whether exported code makes the recorded calls, without calling any app."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from spacetui.cli import output
from spacetui.cli.exit_codes import EXIT_CODES
from spacetui.cli.language_option import language_option
from spacetui.cli.own_languages import find_any_language
from spacetui.errors import UsageError
from spacetui.snippets import LANGUAGES, Language

if TYPE_CHECKING:
    from spacetui.model.recorded_script import RecordedScript
    from spacetui.verify.verdict import Verdict


@click.command(short_help="Prove that the code of recorded calls makes the same calls.")
@click.argument("what", nargs=-1, metavar="[FILE | ID ...]")
@language_option("Only this language: {languages}.")
@click.option("--allow-files", is_flag=True, help="Read files outside the folder of FILE too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for each language.")
def verify(what: tuple[str, ...], *, lang: str | None, allow_files: bool, as_json: bool) -> int:
    """Prove that the code of FILE, a recording in TOML, or of calls of the history makes the same
    calls; of the last call without either.

    The code of each language is compiled, and then run against a replay on this machine, which
    answers as the app did and compares each request with the recorded one. No app is called. What
    has changed in an app since is named as far as the history knows it.

    Exit code 0 also where a language was only compiled or not checked, because something is not
    installed here; the line says so. 1 where code does other calls than the recorded ones, 2 where
    LANG cannot make them.
    """
    return output.run_command(_VerifyCommand(what, lang, allow_files, as_json).execute())


@dataclass(slots=True)
class _VerifyCommand:
    """One execution of the command. what: a file, or ids; lang: None for all languages."""

    what: Sequence[str]
    lang: str | None
    allow_files: bool
    as_json: bool

    async def execute(self) -> int:
        from spacetui.verify.check import check

        language = None if self.lang is None else find_any_language(self.lang)
        recorded = await self._recorded()
        if not recorded.in_script:
            raise UsageError(
                "none of these calls came to a result",
                hint="Verify compares code with calls that did.",
            )
        script = recorded.script()
        answers = _answers(recorded)
        if language is not None:
            language.render(script)  # a language that cannot make the calls is an error here
        is_wrong = False
        for row in self._rows(language):
            verdict = await check(script, answers, row)
            self._print(verdict)
            is_wrong = is_wrong or verdict.outcome.value == "failed"
        return EXIT_CODES["app"] if is_wrong else 0

    @staticmethod
    def _rows(language: Language | None) -> Sequence[Language]:
        return tuple(LANGUAGES.values()) if language is None else (language,)

    async def _recorded(self) -> RecordedScript:
        from spacetui.cli.verify_sources import recorded_calls, recorded_file

        numbers = [int(each) for each in self.what if each.isdecimal()]
        if len(numbers) == len(self.what):
            return await recorded_calls(numbers, as_json=self.as_json)
        if len(self.what) > 1:
            raise UsageError("one FILE or several IDs are wanted", hint="See spacetui history.")
        return await recorded_file(
            self.what[0], are_others_allowed=self.allow_files, as_json=self.as_json
        )

    def _print(self, verdict: Verdict) -> None:
        if not self.as_json:
            output.print_text(f"{verdict.language}: {verdict.text}")
            return
        output.print_json(
            {
                "language": verdict.language,
                "outcome": verdict.outcome.value,
                "reason": verdict.reason,
                "calls": verdict.calls,
            }
        )


def _answers(recorded: RecordedScript) -> list[Sequence[object]]:
    """Return the outputs of each step; samples where they are not kept any more, which is said."""
    from spacetui.verify.sample_outputs import sample_outputs

    answers: list[Sequence[object]] = []
    for step in recorded.in_script:
        data = step.recording.state.data
        if data is None:
            name = recorded.names[step.id]
            output.print_note(f"step {name}: its answer is not kept; one is made up of its schema")
        answers.append(sample_outputs(step.endpoint) if data is None else step.outputs)
    return answers
