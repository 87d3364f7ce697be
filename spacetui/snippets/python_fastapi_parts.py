"""The parts of a FastAPI program that are alike in all of them."""

# Name of a part -> its text, and the names that it uses.
PARTS = {
    "visitor": (
        '''\
def visitor(x_ip_token: Annotated[str | None, Header()] = None):
    """Return the header by which ZeroGPU counts a call against the quota of its visitor."""
    return {"x-ip-token": x_ip_token} if x_ip_token else {}


Visitor = Annotated[dict, Depends(visitor)]
''',
        frozenset({"Annotated", "Depends", "Header"}),
    ),
    "new_folder": (
        '''\
def new_folder():
    """Give a folder for the files of a request, which is removed after the answer."""
    with TemporaryDirectory() as folder:
        yield folder


Folder = Annotated[str, Depends(new_folder)]
''',
        frozenset({"Annotated", "Depends", "TemporaryDirectory"}),
    ),
    "bad_gateway": (
        '''\
@contextmanager
def bad_gateway():
    """Answer 502 with what the app said, or with why it could not be called."""
    try:
        yield
    except Exception as error:
        raise HTTPException(502, str(error) or repr(error)) from error
''',
        frozenset({"HTTPException", "contextmanager"}),
    ),
    "upload": (
        '''\
def upload(file, folder):
    """Write a file of the request to a folder, and return what sends it to the app."""
    path = Path(mkdtemp(dir=folder), Path(file.filename or "file").name)
    with path.open("wb") as copy:
        copyfileobj(file.file, copy)
    return handle_file(path)
''',
        frozenset({"Path", "copyfileobj", "handle_file", "mkdtemp"}),
    ),
    "served": (
        '''\
def served(value):
    """Return an output with addresses of this server in place of the paths in FILES."""
    if isinstance(value, dict):
        return {key: served(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [served(each) for each in value]
    if isinstance(value, str) and value.startswith(f"{FILES}/"):
        return f"/files/{quote(value.removeprefix(f'{FILES}/'))}"
    return value
''',
        frozenset({"Path", "StaticFiles", "mkdtemp", "quote"}),
    ),
    "json_lines": (
        '''\
def json_lines(updates):
    """Answer with a line of JSON for each update; what fails before the first one is a 502."""
    with bad_gateway():
        first = list(islice(updates, 1))

    def lines():
        try:
            for update in chain(first, updates):
                yield to_json(update, inf_nan_mode="null") + b"\\n"
        except Exception as error:
            yield to_json({"error": str(error) or repr(error)}) + b"\\n"

    return StreamingResponse(lines(), media_type="application/jsonl")
''',
        frozenset({"StreamingResponse", "chain", "islice", "to_json"}),
    ),
}
# What an app that serves files begins with.
FILES = """\
FILES = Path(mkdtemp()).resolve()
app.mount("/files", StaticFiles(directory=FILES))
"""
