"""The find page: search the Hub, look at a Space, open it."""
