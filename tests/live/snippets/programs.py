"""The programs that run snippets, as parameters of tests.

Python, node and the compiler of TypeScript start slowly. Where many tests try the same in all
programs, only some of them start the first two by default; `-m soak` starts them in the others too.
"""

import pytest

from tests.soak_after import soak_after

NAMES = ("python", "bash", "dash", "node", "tsc")
PROGRAMS = (*NAMES[:-1], pytest.param("tsc", marks=pytest.mark.soak))
SHELLS_FIRST = soak_after(2, ("bash", "dash", "python", "node", "tsc"))
# Those whose language has no exact numbers.
USE_JS_CLIENT = ("node", "tsc")
