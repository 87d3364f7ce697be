"""One running Gradio app over HTTP: its schema, its calls, its files. The only importer of httpx.

Start at connection.py. Nothing is imported here, so that asking for one module loads no other.
"""

import sys

# httpx imports its own command line if it can, and with it click, rich and pygments: more than a
# third of its import, before an app is opened. None here means that it cannot.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
