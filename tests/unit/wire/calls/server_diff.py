"""The edits that a Gradio server sends between two values, so that tests can apply them."""

from typing import Any

Edits = list[list[Any]]


def server_diff(old: Any, new: Any, *, shifted: bool) -> Edits:
    """Mirror diff of gradio utils.py; `shifted`: as from 5.29.1 on. tests/live checks it."""
    return _compare(old, new, [], shifted)


def _compare(old: Any, new: Any, path: list[Any], shifted: bool) -> Edits:
    if old == new:
        return []
    if type(old) is not type(new):
        return [["replace", path, new]]
    if isinstance(old, str) and new.startswith(old):
        return [["append", path, new[len(old) :]]]
    edits: Edits = []
    if isinstance(old, list):
        common = min(len(old), len(new))
        for place in range(common):
            edits += _compare(old[place], new[place], [*path, place], shifted)
        edits += [["delete", [*path, place], None] for place in range(common, len(old))]
        edits += [["add", [*path, place], new[place]] for place in range(common, len(new))]
        if shifted:
            seen = 0
            for edit in edits:
                if edit[0] == "delete" and isinstance(edit[1][-1], int):
                    edit[1][-1] -= seen
                    seen += 1
        return edits
    if isinstance(old, dict):
        for key in old:
            if key in new:
                edits += _compare(old[key], new[key], [*path, key], shifted)
            else:
                edits.append(["delete", [*path, key], None])
        edits += [["add", [*path, key], new[key]] for key in new if key not in old]
        return edits
    return [["replace", path, new]]
