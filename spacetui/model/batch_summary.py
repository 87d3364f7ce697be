"""BatchSummary: what a batch has come to, as the history keeps it."""

from dataclasses import dataclass

from spacetui.text.format import grouped_text


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """The calls of one endpoint for every row of a file, which are one entry of the history.

    rows, out: paths of the file of rows and of the output; out is empty where the lines were
    printed. total, done, failed: counts of rows. jobs: calls at a time. shard: `2/5`, or empty for
    all rows. folder: path of that with the files of results, or empty.
    """

    rows: str
    out: str = ""
    total: int = 0
    done: int = 0
    failed: int = 0
    jobs: int = 1
    shard: str = ""
    folder: str = ""

    @property
    def rows_name(self) -> str:
        """The name of the file of rows."""
        return self.rows.replace("\\", "/").rpartition("/")[2]

    @property
    def count_words(self) -> str:
        """How many rows are done: `318 of 1 000 rows done, 2 failed`."""
        done, total = map(grouped_text, (self.done, self.total))
        failed = f", {self.failed} failed" if self.failed else ""
        return f"{done} of {total} rows done{failed}"

    def __str__(self) -> str:
        """Return a line: `318 of 1 000 rows done, 2 failed, in /path/out.jsonl`."""
        if self.out:
            return f"{self.count_words}, in {self.out}"
        return self.count_words
