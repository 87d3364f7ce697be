"""An ImageSlider: the two pictures that it compares, beside each other."""

from typing import ClassVar

from spacetui.tui.outputs.gallery import GalleryView


class ImageSliderView(GalleryView):
    """Two pictures, however narrow the pane is."""

    COLUMNS: ClassVar[int] = 2
