"""The functions of the shell that curl snippets define, each where a step uses it.

They are POSIX sh with curl, sed and awk, and run in dash, bash, zsh and busybox. There is no
comment in them, because `#` begins none in an interactive zsh. There is no `!`, which an
interactive bash may replace, and no tab, which completes a word.

A result is the text of the outputs as the app sent it, without the brackets of the list: the value
where there is one output, and the values with commas between them where there are more.
"""

# The outputs are the first list of a message, and `"is_generating"` is the field after them: they
# may contain the same text, so it is looked for from the end. All versions since 4.0 send it so.
_DATA = r"""[^[]*"data": *\[(.*)\], *"is_generating".*"""
_TEXT = r"""(([^"\\]|\\.)*)"""
# Lines of sed that print `done OUTPUTS`, `failed: MESSAGE` and `part OUTPUTS`.
_LAST = rf"""/^data: *\{{"msg": *"(process_completed|unexpected_error)"/ {{
  s/{_DATA}/done \1/p
  t
  s/[^[]*"(error|message)": *"{_TEXT}".*/failed: \2/p
}}"""
_PARTS = rf"""/^data: *\{{"msg": *"process_generating"/ s/{_DATA}/part \1/p
{_LAST}"""


def _indented(lines: str, margin: int) -> str:
    return "\n".join(" " * margin + line for line in lines.splitlines())


_END_OF_RUN = rf"""  end=$(printf '%s\n' "$answer" | sed -nE '
    s/^{_DATA}/done \1/p
    s/^\{{"error": *"{_TEXT}".*/failed: \1/p
    s/^\{{"detail":"Not Found".*/failed: the app takes calls by WebSocket alone, not by curl/p')
  case $end in
    'done '*) printf '%s\n' "${{end#done }}" ;;
    *) printf '%s %s\n' "$2" "${{end:-failed: $answer}}" >&2; return 1 ;;
  esac"""

# The app has taken the call.
_CHECK_JOINED = r"""  case $answer in
    *'"event_id"'*) ;;
    *) printf '%s: %s\n' "$2" "$answer" >&2; return 1 ;;
  esac"""
# The outputs, or why there are none.
_PRINT_END = r"""  case $end in
    'done '*) printf '%s\n' "${end#done }" ;;
    *) printf '%s %s\n' "$2" "${end:-gave no result}" >&2; return 1 ;;
  esac"""

# The calls by one function are one session, which shares the State of the app.
CALL_FUNCTION = rf""": 'call APP NAME FN_INDEX INPUTS prints the outputs, separated by commas'
call() {{
  session=${{tmp##*/}}-$1
  answer=$(printf '{{"data":%s,"fn_index":%s,"session_hash":"%s"}}' "$4" "$3" "$session" |
    "$1" /queue/join -H 'Content-Type: application/json' --data-binary @-) || return
{_CHECK_JOINED}
  end=$("$1" "/queue/data?session_hash=$session" | sed -nE '
{_indented(_LAST, 4)}')
{_PRINT_END}
}}
"""

# With simple_format the app sends whole values, and no edits of those before.
# Source: gradio 4.44.1 data_classes.py, PredictBody; blocks.py, handle_streaming_diffs.
STREAM_FUNCTION = rf""": 'stream does what call does; all that the app sends goes to 3 as it comes'
stream() {{
  session=${{tmp##*/}}-$1
  answer=$(printf '{{"data":%s,"fn_index":%s,"session_hash":"%s","simple_format":true}}' \
    "$4" "$3" "$session" |
    "$1" /queue/join -H 'Content-Type: application/json' --data-binary @-) || return
{_CHECK_JOINED}
  "$1" "/queue/data?session_hash=$session" -N | {{
    end= part= name=$2
    while IFS= read -r line; do
      line=$(printf '%s\n' "$line" | sed -nE '
{_indented(_PARTS, 8)}')
      case $line in
        'part '*) part=${{line#part }}; printf '[%s]\n' "$part" >&3 ;;
        ?*) end=$line ;;
      esac
    done
    case $end in
      "done $part") printf '%s\n' "$part" ;;
      'done '*) printf '[%s]\n' "${{end#done }}" >&3; printf '%s\n' "${{end#done }}" ;;
      *) printf '%s %s\n' "$name" "${{end:-gave no result}}" >&2; exit 1 ;;
    esac
  }}
}}
"""

STREAM_SHOWN_FUNCTION = (
    STREAM_FUNCTION.replace("name=$2\n", "name=$2\n    shift 4\n")
    .replace(
        ": 'stream does what call does;",
        ": 'stream ... NUMBER... does what call does, and prints some of the outputs;",
    )
    .replace("part=${line#part };", 'part=$(shown "${line#part }" "$@");')
    .replace(
        "?*) end=$line ;;",
        """'done '*) end="done $(shown "${line#done }" "$@")" ;;
        ?*) end=$line ;;""",
    )
)

# The protocol of Gradio 4.0 to 4.8: the stream is opened first, and asks for the inputs.
EARLY_FUNCTION = rf""": 'call_4_0 APP NAME FN_INDEX INPUTS prints the outputs, separated by commas'
call_4_0() {{
  session=${{tmp##*/}}-$1
  end=$("$1" "/queue/join?fn_index=$3&session_hash=$session" -N | while IFS= read -r line; do
    case $line in
      *'"msg": "send_data"'*)
        event=$(printf '%s\n' "$line" | sed 's/.*"event_id": *"\([^"]*\)".*/\1/')
        printf '{{"data":%s,"event_id":"%s","fn_index":%s,"session_hash":"%s"}}' \
          "$4" "$event" "$3" "$session" |
          "$1" /queue/data -H 'Content-Type: application/json' --data-binary @- -o /dev/null
        cat ;;
      *) printf '%s\n' "$line" ;;
    esac
  done | sed -nE '
{_indented(_LAST, 4)}')
{_PRINT_END}
}}
"""

# Outside the queue.
RUN_FUNCTION = rf""": 'run APP NAME FN_INDEX INPUTS prints the outputs, separated by commas'
run() {{
  session=${{tmp##*/}}-$1
  answer=$(printf '{{"data":%s,"fn_index":%s,"session_hash":"%s"}}' "$4" "$3" "$session" |
    "$1" /run/predict -H 'Content-Type: application/json' --data-binary @-) || return
{_END_OF_RUN}
}}
"""
# Each update of a generator answers a call of its own, and so does its end, which has no outputs.
RUN_EACH_FUNCTION = rf""": 'run_each APP NAME FN_INDEX INPUTS prints the last of the outputs'
run_each() {{
  session=${{tmp##*/}}-$1 last=
  while :; do
    answer=$(printf '{{"data":%s,"fn_index":%s,"session_hash":"%s"}}' "$4" "$3" "$session" |
      "$1" /run/predict -H 'Content-Type: application/json' --data-binary @-) || return
    case $answer in
      *'],"is_generating":true,'*) last=$answer ;;
      *'],"is_generating":false,'*) answer=${{last:-$answer}}; break ;;
      *) break ;;
    esac
  done
{_END_OF_RUN}
}}
"""

JSON_FUNCTION = r""": 'json TEXT KEY... prints the part of a JSON text under some keys or numbers'
json() {
  text=$1
  shift
  printf '%s' "$text" | LC_ALL=C awk '
    function take(mark) {
      if (level && depth == level && mark ~ /^[],}]$/) { found = seen; on = 0; done = 1; return }
      if (mark ~ /^[]}]$/) depth--
      if (on) { print mark; seen = 1 }
      if (mark ~ /^[[{]$/) depth++
      if (on || depth - 1 - level) return
      if (mark ~ /^[[{]$/) { item = 0; is_list = mark == "[" }
      if (mark == ",") item++
      is_key = is_list == 0 && mark ~ /^[{,]$/
      if (is_list ? mark ~ /^[[,]$/ && item == place[depth] : mark == ":" && key == place[depth])
        on = ++level == last
    }
    BEGIN {
      RS = "\""; ORS = ""
      for (last = ARGC - 1; ARGC > 1; ARGC--) place[ARGC - 1] = ARGV[ARGC - 1]
    }
    done { next }
    is_text {
      for (n = 0; n < length($0) && substr($0, length($0) - n, 1) == "\\"; n++);
      is_text = n % 2
      if (on) print $0 "\""
      if (is_key) key = key $0 "\""
      next
    }
    {
      for (at = 1; at <= length($0); at += 500) {
        marks = substr($0, at, 500)
        gsub(/ /, "", marks)
        gsub(/[][{},:]/, "\n&\n", marks)
        count = split(marks, part, "\n")
        for (n = 1; n <= count; n++) if (length(part[n]) && done == 0) take(part[n])
      }
      is_text = 1
      key = "\""
      if (on) { print "\""; seen = 1 }
    }
    END { print "\n"; exit 1 - found }' "$@"
}
"""

SHOWN_FUNCTION = r""": 'shown OUTPUTS NUMBER... prints some of the outputs, separated by commas'
shown() {
  outputs=$1 comma=
  shift
  for place in "$@"; do
    printf '%s%s' "$comma" "$(json "[$outputs]" "$place")"
    comma=,
  done
}
"""

QUOTE_FUNCTION = r""": 'quote TEXT prints a text as JSON'
quote() {
  printf '%s\n' "$1" | LC_ALL=C awk '
    BEGIN { for (n = 1; n < 32; n++) code[sprintf("%c", n)] = sprintf("u%04x", n) }
    {
      gsub(/["\\]/, "\\\\&")
      for (each in code) gsub(each, "\\" code[each])
      printf "%s%s", NR == 1 ? "\"" : "\\n", $0
    }
    END { print "\"" }'
}
"""

UPLOAD_FUNCTION = r""": 'upload APP FILE prints what is sent for a file of this machine'
upload() {
  form=$(printf '%s' "$2" | sed 's/["\\]/\\&/g')
  server=$("$1" /upload -F "files=@\"$form\"" | sed -nE 's/^\[("(.*)")\]$/\1/p')
  [ "$server" ] || { printf '%s: the file was not uploaded\n' "$2" >&2; return 1; }
  printf '{"path":%s,"orig_name":%s,"meta":{"_type":"gradio.FileData"}}\n' \
    "$server" "$(quote "${2##*/}")"
}
"""

# The form of a file of Gradio 3, and the bytes of an image as Gradio 3 wants them.
UPLOAD_3_FUNCTION = UPLOAD_FUNCTION.replace("upload", "upload_3", 2).replace(
    r"""'{"path":%s,"orig_name":%s,"meta":{"_type":"gradio.FileData"}}\n'""",
    r"""'{"name":%s,"orig_name":%s,"is_file":true,"data":null}\n'""",
)
INLINE_FUNCTION = r""": 'inline FILE prints the bytes of a file as a data URI'
inline() {
  [ -r "$1" ] || { printf '%s: the file cannot be read\n' "$1" >&2; return 1; }
  printf '"data:application/octet-stream;base64,%s"\n' "$(base64 <"$1" | tr -d '\n')"
}
"""

# Paths on a server have no quotes and no backslashes in them.
COPY_FUNCTION = r""": 'copy APP VALUE OTHER_APP uploads the files in a value to another app'
copy() {
  printf '%s\n' "$2" | awk '{
    while (match($0, /"path": *"[^"]*"/)) {
      file = substr($0, RSTART, RLENGTH - 1)
      sub(/^"path": *"/, "", file)
      print file
      $0 = substr($0, RSTART + RLENGTH)
    }
  }' | {
    comma=
    while IFS= read -r file; do
      url=$(printf '%s' "$file" | sed 's/%/%25/g; s/ /%20/g; s/#/%23/g; s/?/%3F/g')
      "$1" "/file=$url" -f --create-dirs -o "$tmp/files/${file##*/}" || exit
      file=$(upload "$3" "$tmp/files/${file##*/}") || exit
      printf '%s%s' "$comma" "$file"
      comma=,
    done
  }
}
"""

# By name, in the order in which a script defines them.
FUNCTIONS = {
    "json": JSON_FUNCTION,
    "shown": SHOWN_FUNCTION,
    "quote": QUOTE_FUNCTION,
    "upload": UPLOAD_FUNCTION,
    "upload_3": UPLOAD_3_FUNCTION,
    "inline": INLINE_FUNCTION,
    "copy": COPY_FUNCTION,
    "call": CALL_FUNCTION,
    "stream": STREAM_FUNCTION,
    "stream_shown": STREAM_SHOWN_FUNCTION,
    "call_4_0": EARLY_FUNCTION,
    "run": RUN_FUNCTION,
    "run_each": RUN_EACH_FUNCTION,
}
