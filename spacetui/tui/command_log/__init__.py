"""The command log: what was sent to apps and what they answered, imported when it is first shown."""
