"""Overlay: a dialog that tells about the page below it. The command palette closes it first."""

from typing import TypeVar

from textual.screen import ModalScreen

Result = TypeVar("Result")


class Overlay(ModalScreen[Result]):
    """Base of help and menu."""
