"""The demo's apps, one in each file, short enough to read as examples; `build()` returns one.

The outputs of an endpoint depend on each of its inputs. The files that an app needs (a picture, a
sound, a CSV) are written by samples.py when the app is built, so that every endpoint can be called
at once with the values it shows.
"""
