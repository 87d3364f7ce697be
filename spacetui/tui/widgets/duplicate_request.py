"""DuplicateRequested: the message by which a page asks for a duplicate of a Space."""

from dataclasses import dataclass

from textual.message import Message


@dataclass
class DuplicateRequested(Message):
    """The user wants a duplicate of this Space. The app hands it to the find page, which opens it.

    space_id: owner/name.
    """

    space_id: str
