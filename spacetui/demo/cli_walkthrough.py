"""The whole job on the demo, in plain text: search, info, a streamed run, a snippet, executed."""

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from spacetui.demo.demo_processes import Demo
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

QUERY = "a bot that talks back"
API_NAME = "/stream"
VALUES = {"prompt": "Every Space is a function you can call.", "pace": 20}
# Seconds that the snippet may take: it imports gradio_client, which is slow from a cold disk.
SNIPPET_LIMIT = 120.0


class PrintText(Protocol):
    """Prints text, followed by `end`."""

    def __call__(self, text: str, *, end: str = "\n") -> None: ...


class WalkthroughFailed(SpacetuiError):
    """A step did not give what it should."""

    kind = "app"


async def run_walkthrough(demo: Demo, *, print_text: PrintText) -> None:
    """Do the whole job, and print each step.

    Raises WalkthroughFailed, or the error of the step that failed.
    """
    print_text("starting real Gradio apps on this machine …")
    hub = Hub(await asyncio.to_thread(lambda: demo.hub_url), use_saved_token=False)
    session = Session(hub)
    try:
        print_text(f"\n1 search · {QUERY}")
        space_id = await _search(hub, print_text)
        print_text(f"\n2 info · {space_id}")
        opened = await session.open(space_id)
        _print_info(opened, print_text)
        values = " ".join(f"{name}={value!r}" for name, value in VALUES.items())
        print_text(f"\n3 run · {space_id} {API_NAME} {values}")
        call, outputs = await _run(session, opened, print_text)
        print_text("\n4 snippet · python")
        code = render(script_of_call(call, opened.source), "python")
        print_text(code.rstrip())
        print_text("\n5 the snippet, executed")
        printed = await _execute(code)
        print_text(printed.rstrip())
        _compare(outputs, printed)
        print_text(
            "\nthe snippet gave what the run gave. spacetui demo opens the same apps on the screen."
        )
    finally:
        await session.aclose()


async def _search(hub: Hub, print_text: PrintText) -> str:
    # Apps that are still starting are included: opening one waits until it runs.
    cards = await hub.search(QUERY, include_non_running=True)
    if not cards:
        raise WalkthroughFailed("the search found nothing", where=QUERY)
    for card in cards[:3]:
        score = "" if card.score is None else f"{card.score:.2f}  "
        print_text(f"  {score}{card.id}  {card.title} · {card.description}")
    return cards[0].id


def _print_info(opened: OpenedApp, print_text: PrintText) -> None:
    app = opened.app
    print_text(f"  {app.title} · {app.url} · gradio {app.version}")
    for endpoint in app.public_endpoints:
        takes = ", ".join(_parameter_text(each) for each in endpoint.parameters) or "nothing"
        gives = ", ".join(each.label for each in endpoint.returns) or "nothing"
        print_text(f"  {endpoint.api_name}: {takes} → {gives}")


def _parameter_text(parameter: Parameter) -> str:
    if parameter.required:
        return parameter.name
    return f"{parameter.name}={parameter.default!r}"


async def _run(
    session: Session, opened: OpenedApp, print_text: PrintText
) -> tuple[Call, Sequence[Json]]:
    """Call the endpoint, print its text as it grows, and return the call and its outputs."""
    endpoint = opened.app.endpoint(API_NAME)
    if endpoint is None:
        raise WalkthroughFailed(f"no endpoint {API_NAME}", where=opened.src)
    where = f"{opened.src} {API_NAME}"
    call, shown = Call(endpoint, VALUES), ""
    print_text("  ", end="")
    live = session.submit(opened, call)
    try:
        async for event in live:
            if isinstance(event, (Partial, Completed)) and isinstance(event.data[0], str):
                print_text(event.data[0].removeprefix(shown), end="")
                shown = event.data[0]
            if isinstance(event, Failed):
                failure = event.failure
                raise WalkthroughFailed(failure.located, where=where, hint=failure.hint)
    except BaseException:  # raised again: a cancel must close the call, too
        await live.aclose()
        raise
    state = live.state
    if state.data is None:
        raise WalkthroughFailed("the run gave nothing", where=where)
    if state.partials < 2:
        raise WalkthroughFailed("the run did not stream", where=where)
    updates = count_text(state.partials, "update")
    print_text(f"\n  done in {duration_text(state.duration)}, {updates}")
    return call, state.data


async def _execute(code: str) -> str:
    """Run Python code in a process and return what it printed. Raises WalkthroughFailed."""
    with tempfile.TemporaryDirectory(prefix="spacetui-walkthrough-") as folder:
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
        details = err.decode("utf-8", "replace")
        last_line = details.strip().rpartition("\n")[2]
        raise WalkthroughFailed(f"it failed: {last_line}", where="the snippet", details=details)
    return out.decode("utf-8", "replace")


def _compare(outputs: Sequence[Json], printed: str) -> None:
    """Raise WalkthroughFailed unless every text of the outputs was printed."""
    missing = [each for each in outputs if isinstance(each, str) and each not in printed]
    if missing:
        raise WalkthroughFailed(f"it did not print {missing[0]!r}", where="the snippet")
