"""A duplicate of a Space as Python that uses gradio_client, which attaches to an existing one."""

from spacetui.model.duplicate import NEVER, Duplicate
from spacetui.snippets.python_literals import quote_python

_TOKEN = 'os.environ["HF_TOKEN"]'


def render_duplicate(wanted: Duplicate) -> str:
    """Return Python that makes a duplicate if there is none, and ends with a client of it.

    gradio_client 2.7 makes it in the account of the token, whatever owner `to_id` has.
    """
    takes_time = wanted.hardware.takes_sleep_time
    never_sleeps = takes_time and wanted.sleep_seconds == NEVER
    arguments = [
        f"{quote_python(wanted.from_id)},",
        f"to_id={quote_python(wanted.to_id.rpartition('/')[2])},",
        f"token={_TOKEN},",
        f"private={wanted.is_private},",
        f"hardware={quote_python(wanted.hardware.name)},",
    ]
    if takes_time and not never_sleeps:
        arguments.append(f"sleep_timeout={_minutes(wanted.sleep_seconds)},  # minutes")
    listed = "".join(f"    {each}\n" for each in arguments)
    imports = "import os\n\nfrom gradio_client import Client\n"
    ending = ""
    if never_sleeps:  # Client.duplicate can only set minutes
        imports += "from huggingface_hub import set_space_sleep_time\n"
        ending = f"set_space_sleep_time(client.space_id, {NEVER}, token={_TOKEN})\n"
    return f"{imports}\nclient = Client.duplicate(\n{listed})\n{ending}"


def _minutes(seconds: int) -> int:
    """Return whole minutes, at least one."""
    return max(1, -(-seconds // 60))
