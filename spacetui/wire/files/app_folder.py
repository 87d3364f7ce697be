"""What lies in a folder of the machine where an app runs, as its FileExplorer lists it."""

import json
from collections.abc import Mapping, Sequence

from spacetui.model.folder_entry import FolderEntry
from spacetui.model.json_values import as_list, as_object
from spacetui.model.schema import Json
from spacetui.wire.http.client import Http
from spacetui.wire.http.errors import error_of_status
from spacetui.wire.http.response import parse_json, refuse_redirect

# Entries of a folder that are kept; a user who looks for one of more types its path.
MAX_ENTRIES = 20_000


async def list_app_folder(
    http: Http, prefix: str, component_id: int, folder: Sequence[str], session_hash: str
) -> tuple[FolderEntry, ...]:
    """Return the entries of a folder, in the order of the server: folders first.

    component_id: of the FileExplorer. folder: the names that lead to it from the component's root.
    Raises SpacetuiError.
    Source: gradio 6.31 routes.py, component_server, and components/file_explorer.py, ls.
    """
    url = f"{http.root}{prefix}/component_server"
    body = {
        "data": list(folder),
        "component_id": component_id,
        "fn_name": "ls",
        "session_hash": session_hash,
    }
    headers = {"content-type": "application/json"}
    content = json.dumps(body).encode()
    response = await http.request("POST", url, content=content, headers=headers)
    refuse_redirect(response, where=http.host)
    if response.status != 200:
        raise error_of_status(response.status, response.headers, response.body, where=http.host)
    return entries_in(await parse_json(response.body, where=url), folder)


def entries_in(listed: Json, folder: Sequence[str]) -> tuple[FolderEntry, ...]:
    """Return the entries of `folder` in what `ls` returned; what is not one is left out.

    listed: [{"name", "type", "valid"}, …], the entries themselves; of Gradio 3 the tree of all
    files, [{"path", "type", "children"}, …], whatever folder was asked for.
    """
    items = [as_object(each) for each in as_list(listed)]
    if any("children" in each for each in items):
        items = _folder_in(items, folder)
    found = [entry for each in items if (entry := _entry(each)) is not None]
    return tuple(sorted(found[:MAX_ENTRIES], key=lambda each: not each.is_folder))


def _folder_in(tree: list[Mapping[str, Json]], folder: Sequence[str]) -> list[Mapping[str, Json]]:
    for name in folder:
        inside = (each.get("children") for each in tree if each.get("path") == name)
        tree = [as_object(each) for each in as_list(next(inside, None))]
    return tree


def _entry(item: Mapping[str, Json]) -> FolderEntry | None:
    name = item.get("name", item.get("path"))
    # A name that is a path of its own would lead somewhere else than to an entry of the folder.
    if not isinstance(name, str) or not name or "/" in name or name in (".", ".."):
        return None
    is_folder = item.get("type") == "folder"
    return FolderEntry(name, is_folder, fits=is_folder or item.get("valid") is not False)
