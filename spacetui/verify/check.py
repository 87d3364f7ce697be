"""check: one script in one language, compiled and then run on the replay of its recorded calls."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePath

from spacetui.errors import CannotWrite
from spacetui.model.schema import Json
from spacetui.model.script import Script
from spacetui.model.source import Source
from spacetui.snippets import Language
from spacetui.snippets.plan import Plan, make_plan
from spacetui.verify.access_check import as_of_url
from spacetui.verify.addresses import NotReplaceable, Rerouted, reroute
from spacetui.verify.processes import COMMANDS, Ended, replay_environment, run_to_end
from spacetui.verify.programs import PROGRAMS, Commands, Program
from spacetui.verify.recorded_steps import (
    NotRunnable,
    dummy_value,
    local_files,
    recorded_requests,
)
from spacetui.verify.replay import Replay
from spacetui.verify.replay_app import ReplayApp
from spacetui.verify.replay_server import ReplayServer
from spacetui.verify.tools import Lacking, put_spacetui
from spacetui.verify.verdict import Outcome, Verdict


async def check(
    script: Script,
    answers: Sequence[Sequence[Json]],
    language: Language,
    *,
    render: Callable[[Script], str] | None = None,
) -> Verdict:
    """Return whether the code of `script` makes the calls that were recorded.

    answers: the shown outputs of each step. render: writes the code, if not the language itself.
    """
    if reason := language.refusal(script):
        return Verdict(language.name, Outcome.CANNOT, f"it cannot make these calls: {reason}")
    checked = _Check(script, answers, language, render or language.render)
    try:
        return await checked.verdict()
    except CannotWrite as error:
        return Verdict(language.name, Outcome.CANNOT, error.failure.message)


class _Check:
    """One check. Its program lies in a folder of its own, which is removed at the end."""

    def __init__(
        self,
        script: Script,
        answers: Sequence[Sequence[Json]],
        language: Language,
        render: Callable[[Script], str],
    ) -> None:
        self.script = script
        self.answers = answers
        self.language = language
        self.render = render

    async def verdict(self) -> Verdict:
        program = PROGRAMS.get(self.language.name)
        if program is None:
            return self._verdict(Outcome.NOT_CHECKED, "nothing checks this language")
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="spacetui-verify-"))
        try:
            return await self._checked(program, folder)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def _checked(self, program: Program, folder: Path) -> Verdict:
        file = folder / f"program{self.language.suffix}"
        code = await asyncio.to_thread(self.render, self.script)
        await asyncio.to_thread(file.write_text, code, "utf-8", "surrogatepass")
        try:
            problem = await _compile(program, file)
        except Lacking as error:
            return self._verdict(Outcome.NOT_CHECKED, str(error))
        if problem:
            return self._verdict(Outcome.FAILED, f"it does not compile: {problem}")
        if program.runner is None:
            return self._verdict(Outcome.COMPILED, program.why_not_run)
        try:
            rerouted = await asyncio.to_thread(reroute, self.script, self.render)
            commands = await program.runner(file)
            if program.prepare:
                await asyncio.to_thread(program.prepare, self.script, file)
            return await self._run(program, rerouted, commands, file)
        except (Lacking, NotReplaceable, NotRunnable) as error:
            return self._verdict(Outcome.COMPILED, str(error))

    async def _run(
        self, program: Program, rerouted: Rerouted, commands: Commands, file: Path
    ) -> Verdict:
        plan = make_plan(self.script, ())
        here = Path.cwd()
        _link_relative_files(self.script, here, file.parent)
        access = {each.source.url: each.access for each in plan.clients}
        if program.is_of_spacetui:
            await asyncio.to_thread(put_spacetui, file.parent / COMMANDS)
            access = {url: as_of_url(each) for url, each in access.items()}
        replay = Replay((), access)
        variables = _variables(plan)
        secrets = [dummy_value(each) for each in variables]
        sources = {each.source.url: each.source for each in plan.clients}
        apps = [ReplayApp(each, replay, secrets) for each in sources.values()]
        with ReplayServer(apps) as server:
            roots = dict(zip(sources, server.roots, strict=True))
            for app in apps:
                app.root = roots[app.source.url]
            replay.requests = await asyncio.to_thread(
                recorded_requests, plan, self.answers, roots, here
            )
            origins = dict(zip(sources, server.origins, strict=True))
            await asyncio.to_thread(file.write_text, rerouted.to(origins), "utf-8", "surrogatepass")
            environment = _environment(variables, file.parent, sources.values())
            ended = await _run_commands(commands, file.parent, environment, replay)
        problem = replay.problem or ended.problem or replay.verdict
        outcome = Outcome.FAILED if problem else Outcome.VERIFIED
        return self._verdict(outcome, problem, replay.done)

    def _verdict(self, outcome: Outcome, reason: str = "", calls: int = 0) -> Verdict:
        return Verdict(self.language.name, outcome, reason, calls)


async def _compile(program: Program, file: Path) -> str:
    """Return what is wrong with the syntax of a program; empty for nothing. Raises Lacking."""
    found = await asyncio.to_thread(program.compiler, file)
    if isinstance(found, str):
        return found
    ended = await run_to_end(found, file.parent, replay_environment((), file.parent))
    return ended.problem


async def _run_commands(
    commands: Commands, folder: Path, environment: dict[str, str], replay: Replay
) -> Ended:
    """Run commands one after the other until one goes wrong, and return how the last one ended."""
    for command in commands:
        ended = await run_to_end(
            command, folder, environment, is_decided=lambda: bool(replay.problem)
        )
        if ended.problem:
            break
    return ended


def _environment(
    variables: Iterable[str], folder: Path, sources: Iterable[Source]
) -> dict[str, str]:
    """Return the environment of a program that calls the replay of these sources."""
    environment = replay_environment(variables, folder)
    unchecked = [each.is_insecure for each in sources]
    if any(unchecked) and not all(unchecked):
        # What a program for node wants the user to set.
        environment["NODE_TLS_REJECT_UNAUTHORIZED"] = "0"
    return environment


def _variables(plan: Plan) -> tuple[str, ...]:
    tokens: Iterable[str] = (each.oauth_token for each in plan.steps if each.oauth_token)
    return tuple(dict.fromkeys((*plan.variables, *tokens)))


def _link_relative_files(script: Script, here: Path, folder: Path) -> None:
    """Put links to the files that the program names from the current folder on into its own.

    Raises NotRunnable for a path that leads out of the current folder.
    """
    for file in local_files(script):
        path = PurePath(file.path)
        if path.is_absolute() or file.path.startswith("~"):
            continue
        if ".." in path.parts:
            raise NotRunnable(f"the path {file.path[:100]} leads out of the current folder")
        link = folder / path
        if not link.is_symlink():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(here / path)
