"""Modules of others that are imported when something of them is first used.

asyncio, inspect and Textual import them before the first frame, and httpx before a form, and need
them later or never. They take 6 % of the instructions of a start, most of them for ssl.
"""

import sys
from importlib import import_module
from threading import RLock
from types import ModuleType
from typing import Any

LATE = (
    "ssl",
    "asyncio.sslproto",  # uses ssl as soon as it is imported
    "bz2",
    "certifi",  # httpcore imports it, for a caller without a TLS context
    "idna",  # httpx imports it, for hosts that are not ASCII
    "ipaddress",
    "locale",
    "lzma",
    "mimetypes",
    "textwrap",
    "tokenize",
)
# What inspect and warnings ask all modules for. It is no use of them.
_ASKED_OF_ALL = ("__file__", "__warningregistry__")
_LOCK = RLock()


class LateModule(ModuleType):
    """Stands for a module until something of it is used; then it gives what that module has.

    Whoever imported it before keeps it, and whoever imports the module after that gets the module.
    """

    def __getattr__(self, name: str) -> Any:
        with _LOCK:
            if sys.modules.get(self.__name__) is self:
                if name in _ASKED_OF_ALL:
                    raise AttributeError(name)
                del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def import_late() -> None:
    """Let the modules of LATE be imported when they are first used, unless they are there."""
    for name in LATE:
        if name not in sys.modules:
            sys.modules[name] = LateModule(name)
