"""The login of the locked app in refusals.py, for the app and its tests."""

USER, PASSWORD = "ada", "not to be seen"
