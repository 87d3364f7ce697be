"""The core of both front ends: open an app, submit a call."""
