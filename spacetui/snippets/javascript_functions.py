"""What programs for node carry besides calls: functions, and lines that node needs."""

# handle_file("path") would lose the file's name and with it its type (@gradio/client 2.7.0,
# handle_blob.ts).
HELPERS = {
    "local": "const local = async (path) => new File([await readFile(path)], basename(path));\n",
    "remote": """\
const remote = async (app, { url, orig_name }) => {
  const answer = await app.fetch(url);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return new File([await answer.blob()], orig_name);
};
""",
    # The message of an app that validates its inputs is a list.
    "updates": """\
// Each update of a stream once: the client gives the last one again when the stream is complete.
async function* updates(job) {
  let last;
  for await (const { type, stage, message, data } of job) {
    if (stage === "error") {
      throw new Error(typeof message === "string" ? message : JSON.stringify(message));
    }
    const text = JSON.stringify(data);
    if (type !== "data" || text === last) continue;
    last = text;
    yield data;
  }
}
""",
    # Of the client for Gradio 3, next() waits for ever after the last event, and so does return().
    "until_end": """\
// The stream of this version of the client does not end by itself.
async function* until_end(job) {
  for (;;) {
    const { value: event } = await job.next();
    yield event;
    if (event.stage === "complete") return;
  }
}
""",
}
TLS_OFF = 'process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";'
TLS_CHECK = (
    'if (process.env.NODE_TLS_REJECT_UNAUTHORIZED !== "0") throw new'
    ' Error("set NODE_TLS_REJECT_UNAUTHORIZED=0: no certificate of any app is checked then");'
)
# The client sends its calls to the address that the app names in its config as its `root`, and the
# headers with them (@gradio/client 2.7.0, client.ts). Each request goes through one of two methods.
OWN_CLIENT = """\
// The app names the address of its calls: what lets you in goes to its own address alone.
class OwnClient extends Client {
  fetch(url, init) { return super.fetch(this.own(url), init); }
  stream(url) { return super.stream(this.own(url)); }
  own(url) {
    const { origin } = new URL(url);
    if (origin === new URL(this.app_reference).origin) return url;
    throw new Error(`not sent to ${origin}, which the app names as its address`);
  }
}
"""
# The client for Gradio 3 raises an object, of which node would not print the message alone.
PRINT_MESSAGES = """\
process.on("uncaughtException", ({ message }) => {
  console.error(message);
  process.exit(1);
});
"""
# The client keeps a heartbeat open that nothing closes, not even app.close(). A bare process.exit()
# would cut output of more than 64 kB that a pipe has not taken yet.
END = """\
// The client keeps a connection open, for which node would wait.
process.stdout.end(() => process.exit());
"""
