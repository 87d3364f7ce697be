"""How long and how much: the bounds of every exchange with a server (security.md P12, P13). Seconds and bytes."""

CONNECT_SECONDS = 5.0
# config and info together, retries and a login included.
OPEN_SECONDS = 10.0
# What is only good to know may take this long, and is done without when it takes longer.
ASIDE_SECONDS = 5.0
# No answer to a POST for this long means the server is gone.
REPLY_SECONDS = 60.0
# A server that asks for a longer wait than this is not asked again.
MAX_RETRY_DELAY_SECONDS = 3.0
# How long a cancel may take, and how long a finished stream may take to close.
CANCEL_SECONDS = 1.0
DRAIN_SECONDS = 0.5
# uvicorn drops an idle connection after 5 s; a submit must never ride a dying one.
KEEPALIVE_SECONDS = 4.0

HEADER_BYTES = 64 * 1024
SCHEMA_BYTES = 32 * 1024 * 1024
EVENT_BYTES = 32 * 1024 * 1024
# What is read of an answer that only explains an error.
ERROR_BYTES = 64 * 1024
# JSON above this is parsed in a thread: 1 MB takes about 10 ms.
THREAD_BYTES = 1024 * 1024

# Streams open at once, over all connections of one event loop.
MAX_STREAMS = 32
MAX_REDIRECTS = 5

DOWNLOAD_IDLE_SECONDS = 60.0
# What an app streams has begun before we hear of it.
STREAM_START_SECONDS = 10.0
PLAYLIST_BYTES = 4 * 1024 * 1024
DOWNLOAD_SECONDS = 3600.0
DOWNLOAD_BYTES = 16 * 1024**3

# A message for one line, and the details kept behind it; characters.
MESSAGE_CHARS = 500
DETAILS_CHARS = 100_000
