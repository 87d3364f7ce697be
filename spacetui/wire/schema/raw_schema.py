"""What a server sent about its app, verbatim, and the App that it makes.

config and info come when the app is opened. The rest is requested when it is needed, and the app
works without it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spacetui.model.json_values import as_object
from spacetui.model.schema import App, Json
from spacetui.wire.schema.call_statistics import with_usage
from spacetui.wire.schema.parameter_help import with_docstrings
from spacetui.wire.schema.parse import parse_app


@dataclass(slots=True)
class RawSchema:
    """The JSON that a server sent about its app; None for what was not requested.

    all_info: /info of all endpoints, also the undocumented ones. docstrings: the MCP schema.
    usage: /monitoring/summary. notes: what was odd before the app was parsed. changes: what calls
    have changed of components since, property -> value by the id of the component.
    """

    config: Json = None
    info: Json = None
    notes: Sequence[str] = ()
    all_info: Json = None
    docstrings: Json = None
    usage: Json = None
    changes: Mapping[int, Mapping[str, Json]] = field(default_factory=dict)

    def app(self, url: str) -> App:
        """Return the app at `url`. Raises NotGradio."""
        info = _merged(self.all_info, self.info)
        app = parse_app(url, self.config, info, notes=self.notes, changes=self.changes)
        return with_usage(with_docstrings(app, self.docstrings), self.usage)

    @property
    def has_docstrings(self) -> bool:
        """Whether the server has an MCP schema, which alone has the docstrings."""
        return as_object(self.config).get("mcp_server") is True


def _merged(all_info: Json, info: Json) -> Json:
    """Return both answers of /info as one; what both have is taken from `info`."""
    if not isinstance(info, dict):
        return all_info
    if not isinstance(all_info, dict):
        return info
    merged = dict(info)
    for key in ("named_endpoints", "unnamed_endpoints"):
        if isinstance(all_info.get(key), dict) and isinstance(info.get(key), dict):
            merged[key] = {**all_info[key], **info[key]}
    return merged
