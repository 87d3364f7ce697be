"""What the state of a call, of a Space and of an endpoint is called, in one place."""
