"""What programs in TypeScript carry besides calls: types and functions."""

FILE_DATA = """\
type FileData = {
  path: string;
  url?: string | null;
  orig_name?: string | null;
  [more: string]: unknown;
};
"""
UPLOAD = "type Upload = Blob | FileData;\n"
# As those of javascript_functions.py.
HELPERS = {
    "local": """\
const local = async (path: string) => new File([await readFile(path)], basename(path));
""",
    "remote": """\
const remote = async (app: Client, { url, orig_name }: FileData) => {
  const answer = await app.fetch(url!);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return new File([await answer.blob()], orig_name!);
};
""",
    "updates": """\
// Each update of a stream once: the client gives the last one again when the stream is complete.
type Job = ReturnType<Client["submit"]>;
type Event = Job extends AsyncIterable<infer Each> ? Each : never;
async function* updates<Output>(job: AsyncIterable<Event>) {
  let last: string | undefined;
  for await (const event of job) {
    if (event.type === "status" && event.stage === "error") {
      const { message } = event;
      throw new Error(typeof message === "string" ? message : JSON.stringify(message));
    }
    if (event.type !== "data" || JSON.stringify(event.data) === last) continue;
    last = JSON.stringify(event.data);
    yield event.data as Output;
  }
}
""",
    "until_end": """\
// The stream of this version of the client does not end by itself.
async function* until_end(job: Job) {
  const events = job[Symbol.asyncIterator]();
  for (;;) {
    const event: Event = (await events.next()).value;
    yield event;
    if (event.type === "status" && event.stage === "complete") return;
  }
}
""",
}
OWN_CLIENT = """\
// The app names the address of its calls: what lets you in goes to its own address alone.
class OwnClient extends Client {
  fetch(url: RequestInfo | URL, init?: RequestInit) { return super.fetch(this.own(url), init); }
  stream(url: URL) { return super.stream(this.own(url)); }
  own<Address extends RequestInfo | URL>(url: Address) {
    const { origin } = new URL(url instanceof Request ? url.url : url);
    if (origin === new URL(this.app_reference).origin) return url;
    throw new Error(`not sent to ${origin}, which the app names as its address`);
  }
}
"""
