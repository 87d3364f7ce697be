"""The command log: what was sent to apps and the Hub, and their answers.

Imported when it is first shown.
"""
