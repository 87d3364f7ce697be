"""A Script as Python that follows each call, tries again what was lost, and cancels on Ctrl+C."""

from spacetui.model.script import Script
from spacetui.snippets.plan import make_plan
from spacetui.snippets.python import program_code
from spacetui.snippets.python_calls import CallStyle, CallWriter
from spacetui.snippets.python_imports import RESERVED

FOLLOW = '''\
RETRIES = 2


def follow(submit, /, *args, **kwargs):
    """Return the result of a call; say how it stands, and send it again if it was lost."""
    for attempt in range(RETRIES + 1):
        job = submit(*args, **kwargs)
        try:
            said = None
            while not job.done():
                status = job.status()
                if status.code != said:
                    said = status.code
                    print(f"{said.name} rank={status.rank} eta={status.eta}", file=sys.stderr)
                time.sleep(0.2)
            return job.result()
        except KeyboardInterrupt:
            job.cancel()
            raise
        except AppError:  # the app answered, and would say the same again
            raise
        except Exception as error:
            if attempt == RETRIES:
                raise
            print(f"{error!r}, trying again", file=sys.stderr)
            time.sleep(2 ** (attempt + 1))
'''
HELPER_FUNCTIONS = (FOLLOW,)


def render(script: Script) -> str:
    """Return `script` as Python code that ends with a newline."""
    writer = CallWriter(make_plan(script, RESERVED), style=CallStyle(follows=True))
    if all(step.endpoint.streams for step in writer.plan.steps):
        return program_code(writer)
    return program_code(writer, FOLLOW, {"AppError", "sys", "time"})
