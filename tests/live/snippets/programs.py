"""The programs that run snippets, as parameters of tests.

Python and node start slowly. Where many tests try the same in all programs, only some of them start
these two by default; `-m soak` starts them in the others too.
"""

from tests.soak_after import soak_after

PROGRAMS = ("python", "bash", "dash", "node")
SHELLS_FIRST = soak_after(2, ("bash", "dash", "python", "node"))
