"""A stamped sheet of paper, drawn for the demonstration: it says itself that it is made up."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from lianmeng.documents.queries.formats import FONTS

_RED, _SIZE = "#c8102e", (840, 1188)


@dataclass(frozen=True, slots=True)
class Sheet:
    """As a form would bring it."""

    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    def read(self) -> bytes:
        return self.content


def stamped_sheet(*lines: str) -> Sheet:
    """The lines one below the other, and the red round of a stamp over an empty middle."""
    image = Image.new("RGB", _SIZE, "white")
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONTS / "LianmengSong-Regular.otf"), 30)
    for at, line in enumerate(lines):
        pen.text((90, 120 + 64 * at), line, fill="black", font=font)
    pen.ellipse((500, 800, 740, 1040), outline=_RED, width=8)
    pen.regular_polygon((620, 920, 60), 3, fill=_RED)
    pen.regular_polygon((620, 920, 60), 3, rotation=180, fill=_RED)
    written = io.BytesIO()
    image.save(written, "PNG")
    return Sheet(written.getvalue())
