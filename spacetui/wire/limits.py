"""The limits of every exchange with a server, in seconds and bytes (security.md P12, P13)."""

CONNECT_SECONDS = 5.0
# Reading config and info together, with retries and a login.
OPEN_SECONDS = 10.0
# For a request whose response is useful but not needed. If it takes longer it is given up.
ASIDE_SECONDS = 5.0
# A server that does not respond to a POST for this long is taken to be gone.
REPLY_SECONDS = 60.0
# A server that asks for a longer wait than this is not asked again.
MAX_RETRY_DELAY_SECONDS = 3.0
# How long a cancel may take, and how long a finished stream may take to close.
CANCEL_SECONDS = 1.0
DRAIN_SECONDS = 0.5
# uvicorn closes an idle connection after 5 s. A call must not be sent on one that is closing.
KEEPALIVE_SECONDS = 4.0

HEADER_BYTES = 64 * 1024
SCHEMA_BYTES = 32 * 1024 * 1024
EVENT_BYTES = 32 * 1024 * 1024
# What is read of a response that only explains an error.
ERROR_BYTES = 64 * 1024
# Longer JSON is parsed in a thread: 1 MB takes about 10 ms.
THREAD_BYTES = 1024 * 1024

# Streams open at once, over all connections of one event loop.
MAX_STREAMS = 32
MAX_REDIRECTS = 5

DOWNLOAD_IDLE_SECONDS = 60.0
# A streamed output has begun when its address arrives, so its first bytes come soon.
STREAM_START_SECONDS = 10.0
PLAYLIST_BYTES = 4 * 1024 * 1024
DOWNLOAD_SECONDS = 3600.0
DOWNLOAD_BYTES = 16 * 1024**3

# Characters of a message that is shown in one line, and of the details kept behind it.
MESSAGE_CHARS = 500
DETAILS_CHARS = 100_000
# The log of requests, answers and messages: how many, their bytes in all, and of one body.
TRAFFIC_STEPS = 2_000
TRAFFIC_BYTES = 8 * 2**20
TRAFFIC_REQUEST_BYTES, TRAFFIC_ANSWER_BYTES = 64 * 2**10, 8 * 2**10
