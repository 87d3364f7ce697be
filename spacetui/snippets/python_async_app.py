"""The class of an async Python program that speaks to the queue of an app, in parts.

Source: gradio 6.31 routes.py, queue_join and queue_data; queueing.py; utils.py, diff.
"""

from collections.abc import Collection, Iterator

# A line that begins with `?name|` stands only in programs that use that name.
_CLASS = '''\
class App:
    """A running Gradio app. Calls of one App share a session, and with it the State."""

    def __init__(self, url, {extra}**options):
        self.http = httpx.AsyncClient(base_url=url, timeout=httpx.Timeout(60, read=None), **options)
        self.session = uuid4().hex
?login|        self.login = login
?oauth_token|        self.oauth_token = oauth_token

    async def __aenter__(self):
?login|        if self.login:
?login|            (await self.http.post("login", data=self.login)).raise_for_status()
        config = (await self.http.get("config")).raise_for_status().json()
        self.prefix = config.get("api_prefix", "")
        functions = enumerate(config["dependencies"])
        self.indices = {f"/{each['api_name']}": each.get("id", at) for at, each in functions}
        return self

    async def __aexit__(self, *error):
        await self.http.aclose()
'''
_JOIN = """\
        index = self.indices.get(endpoint, endpoint)
        body = {"data": data, "fn_index": index, "session_hash": self.session}
?oauth_token|        if self.oauth_token:
?oauth_token|            body["oauth_token"] = self.oauth_token
        joined = await self.http.post(f"{self.prefix}/queue/join", json=body)
        if joined.is_error:
            raise RuntimeError(joined.text)
        url, params = f"{self.prefix}/queue/data", {"session_hash": self.session}
"""
# The app ends the stream after the result, so one without updates is read as a whole. The events in
# it are split here, since httpx would also end a line at U+2028.
_CALL = f'''
    async def call(self, endpoint, *data):
        """Return the outputs of a call."""
{_JOIN}\
        reply = (await self.http.get(url, params=params)).raise_for_status()
        for event in filter(None, reply.content.split(b"\\n\\n")):
            message = json.loads(event.removeprefix(b"data:"))
            if message.get("success") is False:
                raise RuntimeError(message.get("message") or message["output"]["error"])
            if message["msg"] == "process_completed":
                return message["output"]["data"]
        raise RuntimeError("the stream ended before the result")
'''
_MESSAGES = f'''
    async def messages(self, endpoint, data):
        """Join the queue, and yield each message about the call."""
{_JOIN}\
        async with self.http.stream("GET", url, params=params) as response:
            rest = b""
            async for chunk in response.aiter_bytes():
                *events, rest = (rest + chunk).split(b"\\n\\n")
                for event in events:
                    message = json.loads(event.removeprefix(b"data:"))
                    if message.get("success") is False:
                        raise RuntimeError(message.get("message") or message["output"]["error"])
                    yield message
                    if message["msg"] == "process_completed":
                        return
        raise RuntimeError("the stream ended before the result")
'''
_CALL_BY_MESSAGES = '''
    async def call(self, endpoint, *data):
        """Return the outputs of a call."""
        async for message in self.messages(endpoint, data):
            pass
        return message["output"]["data"]
'''
_STREAM = '''
    async def stream(self, endpoint, *data):
        """Yield the outputs of a call as they come, the final ones last."""
        outputs = None
        async for message in self.messages(endpoint, data):
            if message["msg"] == "process_generating":
                new = message["output"]["data"]
                outputs = list(map(edit, outputs, new)) if outputs else new
                yield outputs
        if message["output"]["data"] != outputs:
            yield message["output"]["data"]
'''
_UPLOAD = '''
    async def upload(self, path):
        """Upload a file of this machine, and return what stands for it."""
        path = Path(path)
        files = {"files": (path.name, path.read_bytes())}
        reply = await self.http.post(f"{self.prefix}/upload", files=files)
        [uploaded] = reply.raise_for_status().json()
        return {"path": uploaded, "orig_name": path.name, "meta": {"_type": "gradio.FileData"}}
'''
_UPLOAD_AND_COPY = '''
    async def upload(self, path, content=None):
        """Upload a file, of this machine if there is no content, and return what stands for it."""
        name = Path(path).name
        content = Path(path).read_bytes() if content is None else content
        reply = await self.http.post(f"{self.prefix}/upload", files={"files": (name, content)})
        [uploaded] = reply.raise_for_status().json()
        return {"path": uploaded, "orig_name": name, "meta": {"_type": "gradio.FileData"}}

    async def copy(self, file, other):
        """Upload a file of another app, and return what stands for it here."""
        got = await other.http.get(f"{other.prefix}/file={quote(file['path'])}")
        name = file.get("orig_name") or file["path"]
        return await self.upload(name, got.raise_for_status().content)
'''
_EDIT = '''

def edit(value, edits):
    """Return a streamed value after the edits of an update, each [action, path, new value]."""
    box = [deepcopy(value)]
    for action, path, new in edits:
        *way, last = [0, *path]
        place = reduce(getitem, way, box)
        if action == "append":
            place[last] += new
        elif action == "delete":
            del place[last]
        elif action == "add" and isinstance(place, list):
            place.insert(last, new)
        else:
            place[last] = new
    return box[0]
'''
# What the parts use, by the method that brings them in.
NAMES = {
    "App": frozenset({"httpx", "uuid4"}),
    "call": frozenset({"json"}),
    "upload": frozenset({"Path"}),
    "copy": frozenset({"quote"}),
    "stream": frozenset({"deepcopy", "getitem", "json", "reduce"}),
}


def app_class(uses: Collection[str]) -> str:
    """Return the class, with those of its parts that the program uses, and what it needs."""
    lines = []
    for line in "".join((_CLASS, *_methods(uses))).splitlines(keepends=True):
        name, bar, rest = line.removeprefix("?").partition("|")
        if not line.startswith("?") or not bar:
            lines.append(line)
        elif name in uses:
            lines.append(rest)
    extra = "".join(f"{name}=None, " for name in ("login", "oauth_token") if name in uses)
    return "".join(lines).replace("{extra}", extra, 1)


def _methods(uses: Collection[str]) -> Iterator[str]:
    """Yield the methods that make calls and upload files, and the function that streams need."""
    if "stream" in uses:
        yield _MESSAGES
    if "call" in uses:
        yield _CALL_BY_MESSAGES if "stream" in uses else _CALL
    if "stream" in uses:
        yield _STREAM
    if "copy" in uses:
        yield _UPLOAD_AND_COPY
    elif "upload" in uses:
        yield _UPLOAD
    if "stream" in uses:
        yield _EDIT
