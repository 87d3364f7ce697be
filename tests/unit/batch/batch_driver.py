"""Run batches in a test, and read what they wrote."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from spacetui.batch.batch import Batch, BatchOptions
from spacetui.batch.output_file import OutputFile
from spacetui.batch.reopening import Reopening
from spacetui.batch.row_check import RowCheck
from spacetui.session.session import Session
from tests.unit.batch.queue_server import QueueServer


class Batches:
    """Makes batches of `/echo`, each as a process of its own would."""

    def __init__(self, session: Session, server: QueueServer) -> None:
        self.session = session
        self.server = server

    async def make(
        self, rows: Path, out: Path, *args: str, limit: float = 10.0, **options: Any
    ) -> tuple[Batch, OutputFile]:
        """Check the rows, open the output, and return the batch. limit: of waiting, in seconds."""
        opened = await self.session.open(self.server.url)
        endpoint = opened.app.endpoint("/echo")
        assert endpoint is not None
        check = RowCheck.of(rows, endpoint, args)
        check.run()
        made = BatchOptions(**options)
        output = OutputFile.open(out, check.hashes, made.shard)
        app = Reopening(self.session, opened, endpoint, limit=limit)
        return Batch(self.session, app, check, output, made), output

    async def run(self, rows: Path, out: Path, *args: str, **options: Any) -> Batch:
        """Run a batch to its end, and close its output."""
        batch, output = await self.make(rows, out, *args, **options)
        try:
            await batch.run()
        finally:
            output.close()
        return batch


def write_rows(path: Path, texts: Sequence[str]) -> Path:
    """Write a CSV file with a column `text`."""
    path.write_text("".join(f"{each}\n" for each in ("text", *texts)))
    return path


def lines_of(out: Path) -> list[dict[str, Any]]:
    """Return the lines of an output, in the order of their rows."""
    lines = [json.loads(each) for each in out.read_text().splitlines()]
    return sorted(lines, key=lambda each: int(each["row"]))


def join(whole: Path, *outs: Path) -> Path:
    """Write the lines of several outputs to one file, as `cat` does."""
    whole.write_text("".join(each.read_text() for each in outs))
    return whole


def names_in(folder: Path) -> list[str]:
    """Return the names of the files in a folder, sorted."""
    return sorted(each.name for each in folder.iterdir())
