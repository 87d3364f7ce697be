"""The files that the apps show at first: a picture, a sound, a CSV. Generated, not shipped."""

import math
import os
import tempfile
import wave
from array import array
from pathlib import Path

from PIL import Image, ImageDraw

SAMPLE_RATE = 22_050

SPENDING = """month,category,place,amount
january,food,market,182.40
january,rent,home,760.00
january,travel,train,48.90
january,fun,cinema,23.50
february,food,market,164.15
february,rent,home,760.00
february,travel,bus,31.20
february,fun,concert,55.00
march,food,bakery,201.75
march,rent,home,775.00
march,travel,train,112.60
march,fun,books,37.95
april,food,market,176.05
april,rent,home,775.00
april,travel,bicycle,14.30
april,fun,cinema,19.50
"""


def folder() -> Path:
    """Return the folder of the samples, inside Gradio's temporary folder, which it may serve."""
    path = Path(os.environ.get("GRADIO_TEMP_DIR") or tempfile.gettempdir()) / "samples"
    path.mkdir(parents=True, exist_ok=True)
    return path


def picture() -> str:
    """Draw a small landscape, different on every side, and return its path."""
    path = folder() / "landscape.png"
    image = Image.new("RGB", (240, 160))
    draw = ImageDraw.Draw(image)
    for y in range(110):
        draw.line([(0, y), (240, y)], fill=(60 + y, 120 + y // 2, 200))
    draw.ellipse((170, 18, 206, 54), fill=(255, 214, 92))
    draw.polygon([(0, 110), (60, 40), (120, 110)], fill=(96, 88, 120))
    draw.polygon([(70, 110), (130, 62), (200, 110)], fill=(122, 110, 140))
    draw.rectangle((0, 110, 240, 160), fill=(70, 130, 84))
    for x in range(10, 240, 26):
        draw.polygon([(x, 140), (x + 8, 112), (x + 16, 140)], fill=(30, 84, 52))
    image.save(path)
    return str(path)


def sound() -> str:
    """Write two short notes, the second higher and louder, and return the path of the WAV."""
    path = folder() / "two_notes.wav"
    samples = array("h")
    for frequency, level in ((440.0, 0.3), (659.25, 0.6)):
        length = SAMPLE_RATE // 2
        for index in range(length):
            wave_at = math.sin(2 * math.pi * frequency * index / SAMPLE_RATE)
            samples.append(int(32767 * level * wave_at * (1 - index / length)))
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
        out.writeframes(samples.tobytes())
    return str(path)


def spreadsheet() -> str:
    """Write four months of spending as CSV and return its path."""
    path = folder() / "spending.csv"
    path.write_text(SPENDING, encoding="utf-8")
    return str(path)
