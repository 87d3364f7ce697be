"""Make the calls of the cases by the gradio_client of this environment.

Run by the Python of each version:

python official_client.py URL FOLDER < cases.json > answers.json

Each answer: {"final": value | "error": text, "partials": [value, …]}. A file in a value is
{"$bytes": digest}. Nothing of spacetui is used here, and of gradio_client only what all versions
have.
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


def with_local_files(value):
    """Return a value as this client takes it: a file is a path, wrapped if there is a wrapper."""
    if isinstance(value, dict):
        if set(value) == {"$file"}:
            path = str(FOLDER / value["$file"])
            wrap = getattr(gradio_client, "handle_file", None) or getattr(
                gradio_client, "file", None
            )
            return wrap(path) if wrap else path
        return {key: with_local_files(each) for key, each in value.items()}
    return [with_local_files(each) for each in value] if isinstance(value, list) else value


def with_json_files(client, fn_index, values):
    """Write the values of JSON components to files, where the client of Gradio 3 reads them."""
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


def with_contents(value):
    """Return a result with each file replaced by its content.

    The client of Gradio 3 writes JSON values to files, which are read here.
    """
    if isinstance(value, (list, tuple)):
        return [with_contents(each) for each in value]
    if isinstance(value, dict):
        return {key: with_contents(each) for key, each in value.items()}
    if isinstance(value, str) and value.startswith("/") and len(value) < 4000:
        path = Path(value)
        if path.is_dir():
            captions = json.loads((path / "captions.json").read_text())
            return [
                [with_contents(name), caption] if caption else with_contents(name)
                for name, caption in captions.items()
            ]
        if path.is_file() and value.endswith(".json"):
            return with_contents(json.loads(path.read_text()))
        if path.is_file():
            return {"$bytes": hashlib.sha256(path.read_bytes()).hexdigest()}
    return value


def index_of(client, endpoint):
    """Return the fn_index of an endpoint; the only function without a name is `plain_name`."""
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
        values = [with_local_files(each) for each in values]
        if hasattr(client.endpoints[index], "serializers"):
            values = with_json_files(client, index, values)
        where = {"api_name": endpoint} if named else {"fn_index": index}
        job = client.submit(*values, **where)
    except Exception as error:  # noqa: BLE001  whatever it raises is its answer
        return {"error": f"{type(error).__name__}: {error}", "partials": []}
    try:
        answer = {"final": with_contents(job.result(timeout=SECONDS))}
    except Exception as error:  # noqa: BLE001
        answer = {"error": f"{type(error).__name__}: {error}"}
    answer["partials"] = [with_contents(each) for each in job.outputs()]
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
