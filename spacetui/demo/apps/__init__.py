"""The demo's apps, one file each, short enough to read as examples: `build()` gives the gr.Blocks of one.

Each endpoint computes from all of its inputs. Anything an app needs at hand (a picture, a sound, a CSV) is in
samples.py and made when the app is built, so that every endpoint runs at once with the values it shows.
"""
