"""PlaceChosen: the message that another part of an output is chosen."""

from dataclasses import dataclass

from textual.message import Message


@dataclass
class PlaceChosen(Message):
    """A part of an output is chosen. place: where it is, as a JSON Pointer; empty for all of it."""

    place: str
