"""What curl snippets run besides curl: programs of sed and functions of the shell."""

PRINT_EVENT_ID = r"""sed -n 's/.*"event_id": *"\([^"]*\)".*/\1/p'"""
PRINT_CALL_DATA = r"""sed -n '/^event: complete/{n;s/^data: //p;}'"""
# The keys of a message always come in this order (4.44 to 6.31), and no JSON text can contain an
# unescaped `,"`.
PRINT_QUEUE_DATA = (
    r"""sed -n 's/^data: *{"msg": *"process_completed", *"event_id": *"[^"]*", """
    r"""*"output": *{"data": *\(\[.*\]\), *"is_generating".*/\1/p'"""
)

# Print the path of the first file in a value. Where a link changes the shape of a list of files,
# only the first file is passed on.
PRINT_FIRST_PATH = r"""sed -n 's/\("path": *"[^"]*"\).*/\1/;s/.*"path": *"\([^"]*\)"$/\1/p'"""
ENCODE_PATH = "sed 's/%/%25/g;s/ /%20/g;s/#/%23/g;s/?/%3F/g'"
ESCAPE_JSON = r"""sed 's/["\\]/\\&/g'"""
# The cookies of the headers on standard input, in one line.
PRINT_COOKIES = r"""sed -n 's/^[Ss]et-[Cc]ookie: *\([^;]*\).*/\1/p' | tr '\n' ';'"""
PRINT_UPLOADED_PATH = r"""sed -n 's/^\["\(.*\)"\]$/\1/p'"""

# Prints each output as it arrives; the last one is the result. Exits with 1 when the stream ends
# without a result.
PRINT_STREAM = r"""{
  EVENT=
  while IFS= read -r LINE; do
    case $LINE in
      'event: '*) EVENT=${LINE#event: } ;;
      'data: '*)
        case $EVENT in
          generating | complete) printf '%s\n' "${LINE#data: }" ;;
          error) printf 'the call failed: %s\n' "${LINE#data: }" >&2 ;;
        esac ;;
    esac
  done
  [ "$EVENT" = complete ]
}
"""

# Both functions put each token on a line of its own, so that the shell can count brackets, which a
# regular expression cannot.
NTH_FUNCTION = r""": 'nth N prints value number N, from 0, of the JSON list on standard input'
nth() {
  sed -E 's/"[^"\\]*(\\.[^"\\]*)*"|[][{},]/\
&\
/g' | {
    DEPTH=0 PLACE=0
    while IFS= read -r TOKEN; do
      case $TOKEN in ']' | '}') DEPTH=$((DEPTH - 1)) ;; esac
      if [ "$DEPTH" = 1 ] && [ "$TOKEN" = , ]; then
        PLACE=$((PLACE + 1))
      elif [ "$DEPTH" -gt 0 ] && [ "$PLACE" = "$1" ]; then
        printf '%s' "$TOKEN"
      fi
      case $TOKEN in '[' | '{') DEPTH=$((DEPTH + 1)) ;; esac
    done
  }
}
"""

# FIRST is what stands before a value in its first token: the colon.
FIELD_FUNCTION = r""": 'field KEY prints the value under KEY of the JSON object on standard input'
field() {
  sed -E 's/"[^"\\]*(\\.[^"\\]*)*"|[][{},]/\
&\
/g' | {
    DEPTH=0 NAME='' FIRST=''
    while IFS= read -r TOKEN; do
      case $TOKEN in ']' | '}') DEPTH=$((DEPTH - 1)) ;; esac
      if [ "$DEPTH" = 1 ] && [ "$TOKEN" = , ]; then
        NAME=''
      elif [ "$DEPTH" = 1 ] && [ -z "$NAME" ]; then
        case $TOKEN in '"'*) NAME=$TOKEN FIRST=: ;; esac
      elif [ "$DEPTH" -gt 0 ] && { [ "$NAME" = "$1" ] || [ "$NAME" = "$2" ]; }; then
        printf '%s' "${TOKEN#"$FIRST"}"
        FIRST=''
      fi
      case $TOKEN in '[' | '{') DEPTH=$((DEPTH + 1)) ;; esac
    done
  }
}
"""
