"""Image filters: one picture in, one or several out. PIL only."""

from collections.abc import Callable

import gradio as gr
from PIL import Image, ImageFilter, ImageOps

from spacetui.demo.apps import samples

# name -> (picture, strength 1..10) -> picture
FILTERS: dict[str, Callable[[Image.Image, int], Image.Image]] = {
    "blur": lambda image, strength: image.filter(ImageFilter.GaussianBlur(strength)),
    "posterize": lambda image, strength: ImageOps.posterize(
        image, max(1, 8 - (strength * 7) // 10)
    ),
    "edges": lambda image, strength: Image.blend(image, _traced(image), strength / 10),
    "pixelate": lambda image, strength: _pixelated(image, strength + 1),
    "sharpen": lambda image, strength: image.filter(
        ImageFilter.UnsharpMask(radius=2, percent=strength * 60)
    ),
    "grey": lambda image, strength: Image.blend(
        image, image.convert("L").convert("RGB"), strength / 10
    ),
}


def _traced(image: Image.Image) -> Image.Image:
    return ImageOps.invert(image.convert("L").filter(ImageFilter.FIND_EDGES)).convert("RGB")


def _pixelated(image: Image.Image, block: int) -> Image.Image:
    small = image.resize(
        (max(1, image.width // block), max(1, image.height // block)), Image.Resampling.BOX
    )
    return small.resize(image.size, Image.Resampling.NEAREST)


def apply_filter(
    image: Image.Image, name: str, strength: int, frame: str, mirror: bool
) -> Image.Image:
    """Blur, posterize, trace, pixelate, sharpen or grey a picture."""
    if image is None:
        raise gr.Error("A picture is wanted.", title="no picture")
    result = FILTERS[name](image.convert("RGB"), int(strength))
    if mirror:
        result = ImageOps.mirror(result)
    return ImageOps.expand(result, border=6, fill=_rgb(frame))


def _rgb(color: str) -> tuple[int, int, int]:
    """Read `#rrggbb`, or `rgba(r, g, b, a)` as Gradio's colour picker writes it."""
    if color.startswith("rgb"):
        red, green, blue = (
            round(float(part)) for part in color[color.index("(") + 1 : -1].split(",")[:3]
        )
        return red, green, blue
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def variants(image: Image.Image, names: list[str], strength: int) -> list[tuple[Image.Image, str]]:
    """Show a picture through several filters at once."""
    if image is None or not names:
        raise gr.Error("A picture and at least one filter are wanted.")
    return [
        (FILTERS[name](image.convert("RGB"), int(strength)), f"{name} {strength:g}")
        for name in names
    ]


def palette(image: Image.Image, colors: int, sort_by: str) -> list[dict[str, str]]:
    """Name the main colours of a picture, with their share."""
    if image is None:
        raise gr.Error("A picture is wanted.", title="no picture")
    small = image.convert("RGB").quantize(int(colors))
    flat = small.getpalette() or []
    found = [(count, index) for count, index in small.getcolors() or [] if isinstance(index, int)]
    rgb = {index: (flat[3 * index], flat[3 * index + 1], flat[3 * index + 2]) for _, index in found}
    orders: dict[str, Callable[[tuple[int, int]], int]] = {
        "share": lambda item: -item[0],
        "brightness": lambda item: -sum(rgb[item[1]]),
    }
    total = image.width * image.height
    shares = ((rgb[index], count) for count, index in sorted(found, key=orders[sort_by]))
    return [
        {"color": "#{:02x}{:02x}{:02x}".format(*color), "share": f"{count / total:.1%}"}
        for color, count in shares
    ]


def build() -> gr.Blocks:
    """Return the Image filters, with a sample picture, so that each endpoint has its inputs."""
    sample = samples.picture()
    app = gr.Blocks(title="Image filters")
    with app:
        with gr.Tab("filter"):
            image = gr.Image(sample, type="pil", label="image")
            name = gr.Dropdown(list(FILTERS), value="blur", label="filter")
            strength = gr.Slider(1, 10, value=4, step=1, label="strength")
            frame = gr.ColorPicker("#202020", label="frame", info="colour of the border")
            mirror = gr.Checkbox(False, label="mirror", info="swap left and right")
            result = gr.Image(label="result", format="png")
            inputs = [image, name, strength, frame, mirror]
            gr.Button("filter").click(apply_filter, inputs, result, api_name="filter")
        with gr.Tab("variants"):
            image = gr.Image(sample, type="pil", label="image")
            names = gr.CheckboxGroup(list(FILTERS), value=["blur", "edges"], label="filters")
            strength = gr.Slider(1, 10, value=6, step=1, label="strength")
            gallery = gr.Gallery(label="variants", format="png")
            gr.Button("show").click(
                variants, [image, names, strength], gallery, api_name="variants"
            )
        with gr.Tab("palette"):
            image = gr.Image(sample, type="pil", label="image")
            colors = gr.Slider(2, 16, value=5, step=1, label="colors")
            sort_by = gr.Radio(["share", "brightness"], value="share", label="sort by")
            shares = gr.JSON(label="palette")
            gr.Button("name").click(palette, [image, colors, sort_by], shares, api_name="palette")
    return app
