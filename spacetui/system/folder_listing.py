"""What is in a folder of this machine, for a user who picks a file or types its path.

Reads the disk, which may be slow: the app calls it in a thread.
"""

import os
import shlex
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spacetui.model.folder_entry import FolderEntry

# Entries of a folder that are read; a user who looks for one of more types a part of its name.
MAX_READ = 20_000
# Within quotes, and in a caption, which stands after a bar, a path is not completed.
_NO_PATHS = "'\"|"


@dataclass(frozen=True, slots=True)
class Completions:
    """What the path at the end of a text may become.

    head: the text before the last part of the path. listed: what the folder has. entries: those of
    it that begin with the last part. is_word: the path is one of several words, so that blanks in
    it are escaped.
    """

    head: str = ""
    listed: Sequence[FolderEntry] = ()
    entries: Sequence[FolderEntry] = ()
    is_word: bool = False

    def for_text(self, text: str) -> "Completions":
        """Return the completions of a text that differs in the last part of its path only.

        There are none for any other text. The disk is not asked.
        """
        part = text[len(self.head) :]
        is_same = text.startswith(self.head) and "/" not in part
        if not is_same or (self.is_word and _word_start(part) != 0):
            return Completions()
        return replace(self, entries=_beginning_with(self.listed, part, self.is_word))

    def text_with(self, name: str, *, is_folder: bool) -> str:
        """Return the text with a name as the last part of its path."""
        shown = _escaped(name) if self.is_word else name
        return self.head + shown + ("/" if is_folder else "")

    def text_in_common(self, text: str) -> str:
        """Return the text with as much added as all entries have in common."""
        if len(self.entries) == 1:
            (only,) = self.entries
            return self.text_with(only.name, is_folder=only.is_folder)
        shared = _shared_start([each.name for each in self.entries])
        longer = self.text_with(shared, is_folder=False)
        if len(longer) > len(text):
            return longer
        return text


def list_folder(folder: Path, fits: Callable[[Path], bool]) -> list[FolderEntry]:
    """Return the entries of a folder: folders first, then files that fit, then others, by name.

    fits: whether a file, by its name, is of a wanted type. Raises OSError.
    """
    found = []
    with os.scandir(folder) as entries:
        for number, entry in enumerate(entries):
            if number >= MAX_READ:
                break
            if (read := _read_entry(entry, fits)) is not None:
                found.append(read)
    return sorted(found, key=lambda each: (not each.is_folder, not each.fits, each.name.casefold()))


def _read_entry(entry: os.DirEntry[str], fits: Callable[[Path], bool]) -> FolderEntry | None:
    """Return an entry; None for what is neither a folder nor a plain file, or leads nowhere."""
    try:
        status = entry.stat()
    except OSError:
        return None
    if stat.S_ISDIR(status.st_mode):
        return FolderEntry(entry.name, is_folder=True)
    if not stat.S_ISREG(status.st_mode):
        return None
    return FolderEntry(
        entry.name, is_folder=False, fits=fits(Path(entry.path)), size=status.st_size
    )


def complete_path(text: str, fits: Callable[[Path], bool], *, several: bool) -> Completions:
    """Return what the path at the end of `text` may become; nothing for a URL or in quotes.

    several: the text may name several paths, with blanks between them.
    """
    begin = _word_start(text) if several else len(text) - len(text.lstrip())
    if begin is None or "://" in text[begin:]:
        return Completions()
    start = max(text.rfind("/") + 1, begin)
    try:
        folder = _unescaped(text[begin:start], several)
        listed = list_folder(Path(folder or ".").expanduser(), fits)
    except (OSError, ValueError, RuntimeError):  # no such folder; `~nobody`; a name with a NUL
        return Completions()
    return Completions(text[:start], listed, is_word=several).for_text(text)


def _beginning_with(
    listed: Sequence[FolderEntry], part: str, is_word: bool
) -> Sequence[FolderEntry]:
    """Return the entries whose name begins with `part`; hidden ones only for a dot.

    Files that do not fit are left out where there are others.
    """
    try:
        wanted = _unescaped(part, is_word).casefold()
    except ValueError:  # it ends in a backslash: the user is still typing
        return ()
    is_hidden = wanted.startswith(".")
    found = [
        each
        for each in listed
        if each.name.casefold().startswith(wanted) and (is_hidden or not each.name.startswith("."))
    ]
    return [each for each in found if each.fits] or found


def _word_start(text: str) -> int | None:
    """Return where the last word of a shell's text begins; None where no path is completed."""
    start, at = 0, 0
    while at < len(text):
        if text[at] in _NO_PATHS:
            return None
        if text[at] == "\\":
            at += 1
        elif text[at].isspace():
            start = at + 1
        at += 1
    return start


def _shared_start(names: Sequence[str]) -> str:
    """Return what all names begin with: what the first and the last in their order do."""
    first, last = min(names, default=""), max(names, default="")
    pairs = zip(first, last, strict=False)
    length = next((at for at, (a, b) in enumerate(pairs) if a != b), len(first))
    return first[:length]


def _unescaped(word: str, is_word: bool) -> str:
    if is_word:
        return "".join(shlex.split(word))
    return word


def _escaped(name: str) -> str:
    return "".join(f"\\{each}" if each.isspace() or each in "\\'\"" else each for each in name)
