"""The version of Gradio that an app runs on, where code depends on it."""

import re

from spacetui.model.source import Source


def is_before(source: Source, major: int, minor: int) -> bool:
    """Return whether an app is older than a version of Gradio; not, where it states none."""
    version = re.match(r"(\d{1,6})\.(\d{1,6})", source.version)
    return version is not None and (int(version[1]), int(version[2])) < (major, minor)
