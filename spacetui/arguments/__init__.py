"""The values of a call as a user writes them: ARGs of the command line, and rows of a file."""
