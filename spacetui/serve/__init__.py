"""The app in a browser of this machine: the server, and the page that it gives."""
