"""Shard: the part of the rows that one machine of several takes."""

from dataclasses import dataclass

from spacetui.errors import UsageError


@dataclass(frozen=True, slots=True)
class Shard:
    """Part `index` of `count`, from 1. Rows go to the parts in turn."""

    index: int = 1
    count: int = 1

    @classmethod
    def parse(cls, text: str) -> "Shard":
        """Read `I/N`, such as `2/5`. Raises UsageError."""
        index, slash, count = text.partition("/")
        is_number = index.isascii() and index.isdigit() and count.isascii() and count.isdigit()
        if not slash or not is_number or len(text) > 20 or not 1 <= int(index) <= int(count):
            raise UsageError(
                f"{text!r} is no shard"[:120], hint="Write I/N with I from 1 to N, such as 2/5."
            )
        return cls(int(index), int(count))

    def __str__(self) -> str:
        return f"{self.index}/{self.count}"

    def has(self, row: int) -> bool:
        """Return whether a row belongs to this part. row: from 1."""
        return (row - 1) % self.count == self.index - 1

    def size(self, rows: int) -> int:
        """Return how many of `rows` rows belong to this part."""
        return len(range(self.index - 1, rows, self.count))
