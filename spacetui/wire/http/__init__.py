"""HTTP, event streams and WebSockets to one origin: limits, redirects, credentials, errors."""
