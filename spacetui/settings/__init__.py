"""What the user can set: the table, and its values of the file, the environment and the options.

What the app remembers by itself, such as the forms and the last language, is in the store.
"""
