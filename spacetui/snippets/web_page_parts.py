"""What a page carries besides its calls: its look, and functions that show outputs."""

# Names of the page that no variable of a call may have.
NAMES = frozenset(
    {
        *("form", "results", "kinds", "element", "is_file", "pictures", "text_view", "view"),
        *("show", "picked", "call"),
    }
)
STYLE = """\
body { font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
label { display: block; margin: 0.5rem 0; }
p, pre { white-space: pre-wrap; overflow-wrap: anywhere; }
img, video, audio { display: block; max-width: 100%; }
[role="alert"] { color: #b00020; }
"""
# A server that names `javascript:` as the address of a file must not run code in the page.
SHOW = """\
const form = document.querySelector("form");
const results = document.querySelector("main");

const kinds = {
  img: /\\.(avif|bmp|gif|jpe?g|png|svg|webp)$/i,
  audio: /\\.(aac|flac|m4a|mp3|ogg|wav)$/i,
  video: /\\.(mov|mp4|ogv|webm)$/i,
};

const element = (name, properties) => Object.assign(document.createElement(name), properties);

const is_file = (value) => /^https?:/.test(value?.url) && value.meta?._type === "gradio.FileData";

const pictures = (value) => Array.isArray(value) && value.map((each) => each?.image ?? each);

// A browser needs minutes to lay out a line of megabytes, so a long text is a file to save.
function text_view(tag, text) {
  if (text.length > 100_000) {
    const href = URL.createObjectURL(new Blob([text]));
    const download = tag === "pre" ? "output.json" : "output.txt";
    return element("a", { href, download, textContent: `${download}, ${text.length} characters` });
  }
  return element(tag, { textContent: text });
}

function view(value) {
  if (typeof value === "string") return [text_view("p", value)];
  if (is_file(value)) {
    const { url, path, orig_name } = value;
    const kind = Object.keys(kinds).find((name) => kinds[name].test(path)) ?? "a";
    if (kind === "a") return [element("a", { href: url, textContent: orig_name ?? path })];
    return [element(kind, { src: url, controls: true })];
  }
  if (is_file(value?.video)) return view(value.video);
  const several = pictures(value);
  if (several?.length && several.every(is_file)) return several.flatMap(view);
  return [text_view("pre", JSON.stringify(value, null, 2))];
}

function show(name, outputs) {
  const section = element("section", { id: name });
  if (name) section.append(element("h2", { textContent: name }));
  section.append(...outputs.flatMap(view));
  const before = [...results.children].find((each) => each.id === name);
  if (before) before.replaceWith(section);
  else results.append(section);
}
"""
PICKED = "const picked = (name) => [...form.elements[name].files];\n"
RUN = """\
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [button] = form.getElementsByTagName("button");
  button.disabled = true;
  results.replaceChildren();
  try {
    await call();
  } catch (error) {
    results.append(element("p", { role: "alert", textContent: error.message ?? error }));
  }
  button.disabled = false;
});
"""
