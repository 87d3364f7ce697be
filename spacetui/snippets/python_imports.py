"""The names that Python snippets use: what they are imported from, and what values may not take."""

import builtins
import keyword
import sys
from collections.abc import Collection

# Name -> the module that it is imported from; a name that is not here is a module itself.
_FROM = {
    "Annotated": "typing",
    "Any": "typing",
    "ArgumentParser": "argparse",
    "RawTextHelpFormatter": "argparse",
    "SUPPRESS": "argparse",
    "AppError": "gradio_client.exceptions",
    "BaseModel": "pydantic",
    "Client": "gradio_client",
    "Depends": "fastapi",
    "FastAPI": "fastapi",
    "FileResponse": "fastapi.responses",
    "Form": "fastapi",
    "HTTPException": "fastapi",
    "Header": "fastapi",
    "Json": "pydantic",
    "Literal": "typing",
    "StaticFiles": "fastapi.staticfiles",
    "StreamingResponse": "fastapi.responses",
    "TemporaryDirectory": "tempfile",
    "UploadFile": "fastapi",
    "chain": "itertools",
    "contextmanager": "contextlib",
    "copyfileobj": "shutil",
    "islice": "itertools",
    "to_json": "pydantic_core",
    "deepcopy": "copy",
    "getitem": "operator",
    "reduce": "functools",
    "uuid4": "uuid",
    "Path": "pathlib",
    "StringIO": "io",
    "ThreadPoolExecutor": "concurrent.futures",
    "as_completed": "concurrent.futures",
    "cache": "functools",
    "suppress": "contextlib",
    "encode_url_or_file_to_base64": "gradio_client.utils",
    "handle_file": "gradio_client",
    "mkdtemp": "tempfile",
    "quote": "urllib.parse",
    "unquote": "urllib.parse",
    "urlretrieve": "urllib.request",
}
_MODULES = frozenset({"asyncio", "csv", "hashlib", "httpx", "json", "os", "sys", "time"})
# Functions and variables of the snippets.
_OWN = frozenset(
    {"data_uri", "each", "from_app", "inline_file", "job", "partial", "path", "file", "url"}
    | {"App", "edit", "main"}
    | {"CLIENT", "RETRIES", "follow", "FLAGS", "WANTED", "call", "connect", "hash_of", "options"}
    | {"paths", "read_arguments", "take_done", "read_rows", "run", "values"}
    | {"FILES", "Folder", "Inputs", "Visitor", "app", "bad_gateway", "folder", "inputs"}
    | {"json_lines", "new_folder", "outputs_of", "served", "updates", "upload", "visitor"}
)
# Names that no function of a program may take, and no variable for a value or a result.
TAKEN = _MODULES | {*_FROM, *keyword.kwlist, *keyword.softkwlist, *dir(builtins)}
RESERVED = TAKEN | _OWN


def import_lines(names: Collection[str]) -> str:
    """Return the lines that import those of `names` that are imported, in the order of isort."""
    lines = {(name, f"import {name}\n") for name in _MODULES.intersection(names)}
    modules = {_FROM[name] for name in names if name in _FROM}
    for module in modules:
        wanted = sorted((each for each in names if _FROM.get(each) == module), key=_isort_key)
        lines.add((module, f"from {module} import {', '.join(wanted)}\n"))
    groups = ["", ""]
    for module, line in sorted(lines, key=lambda pair: (pair[1].startswith("from"), pair[0])):
        groups[module.partition(".")[0] not in sys.stdlib_module_names] += line
    return "\n".join(each for each in groups if each)


def _isort_key(name: str) -> tuple[bool, bool, str]:
    return not name.isupper(), name[0].islower(), name.lower()
