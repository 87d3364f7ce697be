"""The layout of the current version, in SQL. A change of it needs a new VERSION and a migration.

calls: written when a call is submitted, and finished with its last event. The columns before
`source` are what a list needs; the long ones come last, so that SQLite reads a row without them.
outputs: of ended calls; removed before their calls where the file grows too large.
partials: the latest state and outputs of running calls.
words: the index of the full-text search, by the ids of the calls (search_text.py).
"""

import sqlite3

# The version of this layout, in the header of the file (`pragma user_version`).
VERSION = 3

# `M*`: the marks that are part of a word in Devanagari, Thai and others. prefix: a search for one
# to three letters, as a user begins to type, is one look-up.
WORDS = """
create virtual table words using fts5(
    text, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co M*'", prefix = '1 2 3');
"""

VISITED = """
create table if not exists visited(
    src text primary key, title text not null, at real not null, times integer not null);
"""

LAYOUT = f"""
create table endpoints(id integer primary key, hash text not null unique, endpoint text not null);
create table calls(
    id integer primary key autoincrement, made_at real not null, src text not null,
    title text not null, api_name text not null, status text not null,
    duration real not null default 0, visit integer not null,
    input_preview text not null, output_preview text not null default '', owner text,
    endpoint integer not null references endpoints(id),
    source text not null, state text not null, inputs text not null);
create index calls_by_src on calls(src, id);
create index calls_by_endpoint on calls(endpoint);
create index running_calls on calls(owner) where owner is not null;
create table outputs(
    call integer primary key references calls(id) on delete cascade, outputs text not null);
create table partials(
    call integer primary key references calls(id) on delete cascade,
    state text not null, outputs text not null);
create table events(
    call integer not null references calls(id) on delete cascade, place integer not null,
    at real not null, kind text not null, data text not null,
    primary key(call, place)) without rowid;
{WORDS}
create table contents(
    sha256 text primary key, size integer not null, added_at real not null) without rowid;
create table files(
    id integer primary key, call integer not null references calls(id) on delete cascade,
    is_input integer not null, name text not null, path text not null, saved_path text not null,
    size integer, modified_at real, media_type text not null, sha256 text not null);
create index files_by_call on files(call);
create index files_by_content on files(sha256) where sha256 != '';
create table schemas(
    src text primary key, read_at real not null, source text not null, app text not null);
create table favourites(src text primary key, title text not null, at real not null);
create table searches(query text primary key, at real not null);
create table kept(key text primary key, value text not null) without rowid;
create table excluded(src text primary key) without rowid;
{VISITED}
"""


def run_script(connection: sqlite3.Connection, script: str) -> None:
    """Run several statements within a transaction, which `executescript` would commit."""
    for statement in script.split(";\n"):
        if statement.strip():
            connection.execute(statement)
