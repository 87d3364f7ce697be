"""Python that follows its calls: what it sends again, what it does not, and Ctrl+C.

No app can be made to lose a call on demand, so the jobs are scripted.
"""

import sys
import time
from collections.abc import Callable
from enum import Enum
from types import SimpleNamespace
from typing import Any

import pytest
from gradio_client.exceptions import AppError  # type: ignore[import-untyped]

from spacetui.model.call import Call
from spacetui.model.script import script_of_call
from spacetui.snippets import render
from spacetui.snippets.python_submit import FOLLOW
from tests.unit.snippets.samples import SPACE, endpoint, text

Ended = str | BaseException
Code = Enum("Code", ["PROCESSING", "FINISHED"])


class Job:
    """A job that is done at the second look, and ends with a result or an error."""

    def __init__(self, ended: Ended) -> None:
        self.ended = ended
        self.looks = 0
        self.is_cancelled = False

    def done(self) -> bool:
        self.looks += 1
        if isinstance(self.ended, KeyboardInterrupt):
            raise self.ended
        return self.looks > 2

    def status(self) -> Any:
        return SimpleNamespace(code=Code.PROCESSING, rank=1, eta=2.5)

    def result(self) -> str:
        if isinstance(self.ended, BaseException):
            raise self.ended
        return self.ended

    def cancel(self) -> None:
        self.is_cancelled = True


@pytest.fixture
def follow(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    names: dict[str, Any] = {"sys": sys, "time": time, "AppError": AppError}
    exec(FOLLOW, names)
    return lambda jobs: (names["follow"](lambda **_: next(jobs), retries=1, submit=2), waits)


def test_a_lost_call_is_sent_again_after_growing_waits(
    follow: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    jobs = [Job(OSError("gone")), Job(OSError("gone")), Job("here")]
    result, waits = follow(iter(jobs))
    assert result == "here"
    assert [wait for wait in waits if wait > 1] == [2, 4]
    said = capsys.readouterr().err
    assert said.count("OSError('gone'), trying again") == 2
    assert said.count("PROCESSING rank=1 eta=2.5") == 3


@pytest.mark.parametrize(
    ("ended", "sent"), [(OSError("gone"), 3), (AppError("no"), 1), (KeyboardInterrupt(), 1)]
)
def test_what_fails_to_the_end_is_raised(
    ended: BaseException, sent: int, follow: Callable[..., Any]
) -> None:
    jobs = [Job(ended) for _ in range(4)]
    waiting = iter(jobs)
    with pytest.raises(type(ended)):
        follow(waiting)
    assert len(list(waiting)) == 4 - sent
    assert jobs[0].is_cancelled is isinstance(ended, KeyboardInterrupt)


def test_the_call_is_passed_on_with_its_names() -> None:
    code = render(
        script_of_call(Call(endpoint("/say", text("word")), {"word": "x"}), SPACE), "python-submit"
    )
    assert code.endswith(
        """\
result = follow(
    client.submit,
    word="x",
    api_name="/say",
)
print(result)
"""
    )
