"""What the gradio_client of this environment says to the same calls, as JSON. Run by each version's own Python.

python official_client.py URL FOLDER < cases.json > answers.json

Each answer: {"final": value | "error": text, "partials": [value, …]}, a file in a value as {"$bytes": digest}.
Only what every version from Python 3.11 on has is used here; nothing of spacetui.
"""

import hashlib
import json
import os
import sys
import tempfile
import uuid
from pathlib import Path

import gradio_client
from gradio_client import Client

FOLDER = Path(sys.argv[2])
SECONDS = 60


def given(value):
    """Give a value as this client wants it: a file as a path, or wrapped since there is a wrapper."""
    if isinstance(value, dict):
        if set(value) == {"$file"}:
            path = str(FOLDER / value["$file"])
            wrap = getattr(gradio_client, "handle_file", None) or getattr(
                gradio_client, "file", None
            )
            return wrap(path) if wrap else path
        return {key: given(each) for key, each in value.items()}
    return [given(each) for each in value] if isinstance(value, list) else value


def for_old(client, fn_index, values):
    """The client of Gradio 3 reads the value of a JSON component from a file."""
    kinds = [each["type"] for each in inputs_of(client, fn_index)]
    pairs = zip(client.endpoints[fn_index].serializers, kinds)  # noqa: B905
    serializers = [each for each, kind in pairs if kind != "state"]
    found = []
    for value, serializer in zip(values, serializers):  # noqa: B905
        is_json = type(serializer).__name__ == "JSONSerializable" and value is not None
        found.append(written(value) if is_json else value)
    return found


def written(value):
    handle, path = tempfile.mkstemp(suffix=".json")
    with os.fdopen(handle, "w") as sink:
        json.dump(value, sink)
    return path


def inputs_of(client, fn_index):
    by_id = {each["id"]: each for each in client.config["components"]}
    return [by_id[each] for each in client.config["dependencies"][fn_index]["inputs"]]


def said(value):
    """Give a result with each file in it by its content; of Gradio 3 also what it wrote into JSON files."""
    if isinstance(value, (list, tuple)):
        return [said(each) for each in value]
    if isinstance(value, dict):
        return {key: said(each) for key, each in value.items()}
    if isinstance(value, str) and value.startswith("/") and len(value) < 4000:
        path = Path(value)
        if path.is_dir():
            captions = json.loads((path / "captions.json").read_text())
            return [
                [said(name), caption] if caption else said(name)
                for name, caption in captions.items()
            ]
        if path.is_file() and value.endswith(".json"):
            return said(json.loads(path.read_text()))
        if path.is_file():
            return {"$bytes": hashlib.sha256(path.read_bytes()).hexdigest()}
    return value


def index_of(client, endpoint):
    """Give the fn_index of an endpoint; the app's one function without a name is `plain_name`."""
    unnamed = None
    for index, each in enumerate(client.config["dependencies"]):
        if each.get("api_name") == endpoint[1:]:
            return each.get("id", index)
        if each.get("api_name") is None and each["inputs"]:
            unnamed = index
    return unnamed


def call(client, endpoint, values):
    index = index_of(client, endpoint)
    named = any(each.get("api_name") == endpoint[1:] for each in client.config["dependencies"])
    try:
        values = [given(each) for each in values]
        if hasattr(client.endpoints[index], "serializers"):
            values = for_old(client, index, values)
        where = {"api_name": endpoint} if named else {"fn_index": index}
        job = client.submit(*values, **where)
    except Exception as error:  # noqa: BLE001  whatever it raises is its answer
        return {"error": f"{type(error).__name__}: {error}", "partials": []}
    try:
        answer = {"final": said(job.result(timeout=SECONDS))}
    except Exception as error:  # noqa: BLE001
        answer = {"error": f"{type(error).__name__}: {error}"}
    answer["partials"] = [said(each) for each in job.outputs()]
    return answer


def main():
    client = Client(sys.argv[1])
    answers = {}
    for name, endpoint, calls in json.load(sys.stdin):
        client.session_hash = str(uuid.uuid4())
        answers[name] = [call(client, endpoint, values) for values in calls]
    Path(FOLDER / "answers.json").write_text(json.dumps(answers))
    os._exit(0)  # some of these clients leave threads that never end


main()
