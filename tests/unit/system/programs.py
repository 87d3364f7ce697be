"""Programs of a test, found instead of those of this machine."""

from pathlib import Path


def add_program(folder: Path, name: str, lines: str) -> None:
    """Add a program that runs these lines of sh."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)
