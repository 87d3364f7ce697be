"""Told: what a server said of its app, as it came, and the App it makes.

config and info come when the app is opened. The rest is asked for when it is wanted, and the app can do without.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from spacetui.model.schema import App, Json
from spacetui.wire.schema.parameter_help import with_docstrings
from spacetui.wire.schema.parse import parse_app
from spacetui.wire.schema.usage import with_usage


@dataclass(slots=True)
class RawSchema:
    """all_info: /info of all endpoints, the undocumented ones too. docstrings: the MCP schema. None: not asked."""

    config: Json = None
    info: Json = None
    notes: Sequence[str] = ()
    all_info: Json = None
    docstrings: Json = None
    usage: Json = None

    def app(self, url: str) -> App:
        """Give the app at `url`. Raises NotGradio."""
        app = parse_app(url, self.config, _joined(self.all_info, self.info), notes=self.notes)
        return with_usage(with_docstrings(app, self.docstrings), self.usage)

    @property
    def has_docstrings(self) -> bool:
        """Whether the server has an MCP schema: its docstrings are told there alone."""
        return isinstance(self.config, dict) and self.config.get("mcp_server") is True


def _joined(wide: Json, narrow: Json) -> Json:
    """Give the two answers of /info as one; of what both have, the second."""
    if not isinstance(wide, dict) or not isinstance(narrow, dict):
        return narrow if isinstance(narrow, dict) else wide
    joined = dict(narrow)
    for key in ("named_endpoints", "unnamed_endpoints"):
        if isinstance(wide.get(key), dict) and isinstance(narrow.get(key), dict):
            joined[key] = {**wide[key], **narrow[key]}
    return joined
