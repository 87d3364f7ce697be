"""The command log: what was sent to apps and their answers, imported when it is first shown."""
