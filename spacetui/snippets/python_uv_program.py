"""The parts of a uv script that are alike in all of them: flags, rows, retries and results."""

# What stands between the flags and the calls.
READING = """\
def read_arguments():
    parser = ArgumentParser(description=__doc__, formatter_class=RawTextHelpFormatter)
    for name, (read, _) in FLAGS.items():
        parser.add_argument("--" + name.replace("_", "-"), type=read, default=SUPPRESS)
    add = parser.add_argument_group("options").add_argument
    add("--out", type=Path, default=Path("out"), help="folder of the results")
    add("--rows", type=Path, help="CSV, TSV or JSON lines: a column is a flag, a row is a call")
    add("--jobs", type=int, default=1, help="calls at a time")
    add("--shard", default="1/1", metavar="I/N", help="the part of the rows to call")
    add("--retries", type=int, default=2, help="how often a lost call is sent again")
    return parser.parse_args()


options = read_arguments()
CLIENT = {"download_files": options.out / "files", "verbose": False}


def read_rows(path):
    text = path.read_text("utf-8-sig")
    if path.suffix not in (".csv", ".tsv"):
        return [json.loads(line) for line in text.split("\\n") if line.strip()]
    lines = csv.DictReader(StringIO(text), delimiter="," if path.suffix == ".csv" else "\\t")
    read = {name: reader for name, (reader, _) in FLAGS.items()}.get
    rows = [{name: cell or "" for name, cell in row.items()} for row in lines]
    # An empty cell of what is no text is a value that is not given.
    return [{k: read(k, str)(v) for k, v in row.items() if v or read(k) is str} for row in rows]
"""
# Before the flags, which name it.
PATHS = '''
def paths(text):
    """Return a list of paths: a JSON list, or one path."""
    return json.loads(text) if text.startswith("[") else [text]

'''
FILE = '''

def file(path):
    """Return what uploads a file: a URL, or a path beside the rows, with or without an @."""
    if not path or "://" in path:
        return handle_file(path) if path else None
    folder = options.rows.parent if options.rows else Path()
    return handle_file(folder / Path(path.removeprefix("@")).expanduser())
'''
RUNNING = '''

def hash_of(values):
    text = json.dumps([ENDPOINT, values], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def run(row, values):
    """Make the calls of a row, and return the line of its result."""
    for attempt in range(1, options.retries + 2):
        line = {"row": row, "hash": hash_of(values), "attempts": attempt}
        try:
            return line | {"data": call(values)}
        except AppError as error:  # the app answered, and would say the same again
            return line | {"error": str(error)}
        except Exception as error:
            line["error"] = repr(error)
            time.sleep(2**attempt if attempt <= options.retries else 0)
    return line


def take_done(results, rows):
    """Keep the lines of the rows that are done and have not changed since; return their numbers."""
    done = {}
    for text in results.read_text().splitlines(keepends=True) if results.exists() else ():
        with suppress(ValueError):  # a line that was not written to its end
            line = json.loads(text)
            if "data" in line and line["hash"] == hash_of(rows.get(line["row"])):
                done[line["row"]] = text
    kept = results.with_suffix(".part")
    kept.write_text("".join(done.values()))
    kept.replace(results)
    return done


def main():
    values = {name: getattr(options, name, value) for name, (_, value) in FLAGS.items()}
    every = [values | row for row in read_rows(options.rows)] if options.rows else [values]
    if unknown := set().union(*every) - FLAGS.keys():
        sys.exit(f"no flag is called {', '.join(map(str, unknown))}")
    index, count = map(int, options.shard.split("/"))
    rows = {row: every[row - 1] for row in range(index, len(every) + 1, count)}
?wanted|    for row, values in rows.items():
?wanted|        if lacking := [name for name, value in values.items() if value is WANTED]:
?wanted|            sys.exit(f"row {row} lacks {', '.join(lacking)}")
    options.out.mkdir(parents=True, exist_ok=True)
    results = options.out / ("results.jsonl" if count == 1 else f"results-{index}-of-{count}.jsonl")
    done = take_done(results, rows) if options.rows else ()
    with results.open("a" if done else "w") as out, ThreadPoolExecutor(options.jobs) as pool:
        calls = [pool.submit(run, row, rows[row]) for row in rows if row not in done]
        try:
            for ended in as_completed(calls):
                line = json.dumps(ended.result())
                print(line, file=out, flush=True)
                print(line, flush=True)
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            raise
    sys.exit(any("error" in each.result() for each in calls))


main()
'''
