"""The programs that run snippets, as parameters of tests.

Python, node, the compiler of TypeScript and Chromium start slowly. Where many tests try the same in
all programs, only some of them start the first two by default; `-m soak` starts them in the others
too.
"""

from tests.soak_after import soak_after

# Languages of Python whose programs the Python of the tests runs.
PYTHONS = ("python", "python-async")
# Languages that run a command of another program for each call; each starts Python.
COMMANDS = ("command", "gradio-predict")
# Those that read files by their paths.
READ_FILES = ("python", "bash", "dash", "node", "tsc")
NAMES = (*READ_FILES, "chromium")
PROGRAMS = soak_after(4, NAMES)
SHELLS_FIRST = soak_after(2, ("bash", "dash", "python", "node", "tsc", "python-async", "chromium"))
READ_FILES_SHELLS_FIRST = SHELLS_FIRST[:-1]
# Those whose language has no exact numbers.
USE_JS_CLIENT = ("node", "tsc", "chromium")
# The shells that run what is written for a shell. A blank separates a program from its argument.
SHELLS = ("bash", "dash", "zsh", "busybox sh")
