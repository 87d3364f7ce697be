"""Functions that Python snippets define where they use them."""

from collections.abc import Mapping

# gradio_client 2.7.2 uploads any FileData as if its path were on the reader's own disk.
FROM_APP = '''\
def from_app(url):
    """Download a file of the app, so that it can be uploaded again."""
    path = Path(mkdtemp(), Path(unquote(url)).name)
    urlretrieve(url, path)
    return handle_file(path)
'''
INLINE_FILE = '''\
def inline_file(file):
    """Return a file as Gradio 3 takes it: a name, and the content as a data URI."""
    if file.startswith("data:"):
        return {"name": "file", "data": file, "is_file": False}
    return {"name": Path(file).name, "data": encode_url_or_file_to_base64(file), "is_file": False}
'''
DATA_URI = '''\
def data_uri(client, file):
    """Return the content of a file that the app gave, the first one of several."""
    while isinstance(file, list):
        file = file[0]
    if isinstance(file, str):
        return file
    url = f"{client.src}file={quote(file['name'])}"
    return file["data"] or encode_url_or_file_to_base64(url)
'''
# gradio_client 0.6.1 and 2.7.2: a loop over a job never ends where the app refused the call, since
# the job's status, which it looks at, then never becomes FINISHED.
OUTPUTS_OF = '''\
def outputs_of(job):
    """Yield the outputs of a job as they come; end also when the app has refused it."""
    count, is_done = 0, False
    while not is_done:
        is_done = job.done()
        for output in job.outputs()[count:]:
            count += 1
            yield output
        time.sleep(0.01)
'''
# Helper function -> its text, and the names that it uses.
HELPERS: Mapping[str, tuple[str, frozenset[str]]] = {
    "from_app": (
        FROM_APP,
        frozenset({"Path", "mkdtemp", "unquote", "urlretrieve", "handle_file"}),
    ),
    "data_uri": (DATA_URI, frozenset({"quote", "encode_url_or_file_to_base64"})),
    "outputs_of": (OUTPUTS_OF, frozenset({"time"})),
    "inline_file": (INLINE_FILE, frozenset({"Path", "encode_url_or_file_to_base64"})),
}
