"""A picture with layers over it, made into one file, as the page of an ImageEditor makes it."""

import tempfile
import warnings
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from spacetui.system.image_header import MAX_PIXELS, header_at
from spacetui.system.saved_files import viewing_folder


class CannotCompose(Exception):
    """No picture can be made; the text tells the user why."""


def lay_over(pictures: Sequence[Path]) -> Path:
    """Return a new file of the first picture with the others over it, each fitted to its size.

    Blocking: call it in a thread. Raises CannotCompose.
    """
    if find_spec("PIL") is None:
        raise CannotCompose("layers need Pillow: pip install 'spacetui[images]'")
    for path in pictures:
        _check(path)
    from PIL import Image

    target = Path(tempfile.mkdtemp(dir=viewing_folder())) / "composite.png"
    try:
        with warnings.catch_warnings():  # Pillow warns of large pictures on stderr, the screen
            warnings.simplefilter("ignore")
            base = Image.open(pictures[0]).convert("RGBA")
            for path in pictures[1:]:
                layer = Image.open(path).convert("RGBA")
                base.alpha_composite(layer.resize(base.size))
            base.save(target)
    # A broken picture can make Pillow raise any exception: it has no base class for its own.
    except Exception as error:
        raise CannotCompose(f"the layers do not fit ({type(error).__name__})") from error
    return target


def _check(path: Path) -> None:
    """Raise CannotCompose for a file that is no picture, or too large a one."""
    try:
        header = header_at(path)
    except (OSError, ValueError) as error:
        raise CannotCompose(f"no file at {path}") from error
    if header is None:
        raise CannotCompose(f"{path.name} is no picture")
    if header.width * header.height > MAX_PIXELS:
        raise CannotCompose(f"{path.name} has too many pixels")
