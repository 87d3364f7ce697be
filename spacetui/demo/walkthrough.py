"""The whole job in plain text on the demo: search, info, a streamed run, a snippet, the snippet executed."""

import asyncio
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from spacetui.demo.supervisor import Demo
from spacetui.errors import SpacetuiError
from spacetui.hub.client import Hub
from spacetui.model.call import Call
from spacetui.model.events import Completed, Failed, Partial
from spacetui.model.schema import Json, Parameter
from spacetui.model.script import script_of_call
from spacetui.session.opened_app import OpenedApp
from spacetui.session.session import Session
from spacetui.snippets import render
from spacetui.text.format import count_text, duration_text

Say = Callable[[str], None]

QUERY = "a bot that talks back"
API_NAME = "/stream"
VALUES = {"prompt": "Every Space is a function you can call.", "pace": 20}
# Seconds that the snippet may take: it imports gradio_client, slow on a cold disk.
SNIPPET_LIMIT = 120.0


class WalkthroughFailed(SpacetuiError):
    """A step of the job did not give what it must."""

    kind = "app"


async def run_walkthrough(demo: Demo, *, say: Say, type_out: Say) -> None:
    """Do it, and tell each step by `say` (a line) and `type_out` (a piece of one).

    Raises OnceFailed, or the error of the step that failed.
    """
    say("starting real Gradio apps on this machine …")
    hub = Hub(await asyncio.to_thread(lambda: demo.hub_url), use_saved_token=False)
    session = Session(hub)
    try:
        say(f"\n1 search · {QUERY}")
        space_id = await _search(hub, say)
        say(f"\n2 info · {space_id}")
        opened = await session.open(space_id)
        _info(opened, say)
        say(
            f"\n3 run · {space_id} {API_NAME} {' '.join(f'{name}={value!r}' for name, value in VALUES.items())}"
        )
        call, given = await _run(session, opened, type_out)
        say("\n4 snippet · python")
        code = render(script_of_call(call, opened.source), "python")
        say(code.rstrip())
        say("\n5 the snippet, executed")
        printed = await _execute(code)
        say(printed.rstrip())
        _compare(given, printed)
        say(
            "\nthe snippet gave what the run gave. spacetui demo opens the same apps on the screen."
        )
    finally:
        await session.aclose()


async def _search(hub: Hub, say: Say) -> str:
    # Apps that still start are found too: opening one waits for it.
    cards = await hub.search(QUERY, include_non_running=True)
    if not cards:
        raise WalkthroughFailed("the search found nothing", where=QUERY)
    for card in cards[:3]:
        score = "" if card.score is None else f"{card.score:.2f}  "
        say(f"  {score}{card.id}  {card.title} · {card.description}")
    return cards[0].id


def _info(opened: OpenedApp, say: Say) -> None:
    app = opened.app
    say(f"  {app.title} · {app.url} · gradio {app.version}")
    for endpoint in app.public_endpoints:
        takes = ", ".join(_named(each) for each in endpoint.parameters) or "nothing"
        gives = ", ".join(each.label for each in endpoint.returns) or "nothing"
        say(f"  {endpoint.api_name}: {takes} → {gives}")


def _named(parameter: Parameter) -> str:
    return parameter.name if parameter.required else f"{parameter.name}={parameter.default!r}"


async def _run(session: Session, opened: OpenedApp, type_out: Say) -> tuple[Call, Sequence[Json]]:
    endpoint = opened.app.endpoint(API_NAME)
    if endpoint is None:
        raise WalkthroughFailed(f"no endpoint {API_NAME}", where=opened.src)
    call, shown = Call(endpoint, VALUES), ""
    type_out("  ")
    live = session.submit(opened, call)
    try:
        async for event in live:
            if isinstance(event, (Partial, Completed)) and isinstance(event.data[0], str):
                type_out(event.data[0].removeprefix(shown))
                shown = event.data[0]
            if isinstance(event, Failed):
                failure = event.failure
                where = f"{opened.src} {API_NAME}"
                raise WalkthroughFailed(failure.located, where=where, hint=failure.hint)
    except BaseException:  # all of it goes on; a cancel too must close the call
        await live.aclose()
        raise
    state = live.state
    if state.data is None:
        raise WalkthroughFailed("the run gave nothing", where=f"{opened.src} {API_NAME}")
    if state.partials < 2:
        raise WalkthroughFailed("the run did not stream", where=f"{opened.src} {API_NAME}")
    type_out(
        f"\n  done in {duration_text(state.duration)}, {count_text(state.partials, 'update')}\n"
    )
    return call, state.data


async def _execute(code: str) -> str:
    """Run Python code as a program of its own and give what it printed. Raises OnceFailed."""
    with tempfile.TemporaryDirectory(prefix="spacetui-once-") as folder:
        path = Path(folder) / "snippet.py"
        path.write_text(code, encoding="utf-8")
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(path),
            cwd=folder,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(SNIPPET_LIMIT):
                out, err = await process.communicate()
        except TimeoutError:
            raise WalkthroughFailed(
                f"it did not end within {SNIPPET_LIMIT:g} s", where="the snippet"
            ) from None
        finally:
            if process.returncode is None:
                process.kill()
    if process.returncode != 0:
        last = err.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise WalkthroughFailed(
            f"it failed: {last}", where="the snippet", details=err.decode("utf-8", "replace")
        )
    return out.decode("utf-8", "replace")


def _compare(given: Sequence[Json], printed: str) -> None:
    wanting = [each for each in given if isinstance(each, str) and each not in printed]
    if wanting:
        raise WalkthroughFailed(f"it did not print {wanting[0]!r}", where="the snippet")
