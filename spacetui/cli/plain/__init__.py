"""The app as plain lines, for screen readers, logs and terminals that place no cursor."""
