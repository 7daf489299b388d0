"""A photo drawn anew: only its pixels survive, no place, no device, nothing hidden behind the picture."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.documents.rules.kinds import PICTURES, Limits, check_size, kind_of, why_not_picture

MEDIA_TYPE = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Photo:
    """JPEG without any metadata; `pixels` is the digest of what one sees, the same whatever file carried it."""

    content: bytes
    preview: bytes
    pixels: str


def redrawn(content: bytes, limits: Limits) -> Photo:
    """Refused if it is no photo, too large in bytes or pixels, or cut. About 0.2 s for 12 megapixels."""
    check_size(len(content), limits.photo_bytes)
    if why := why_not_picture(kind_of(content)):
        raise Refused(why, field="file")
    seen = _seen(content, limits)
    pixels = hashlib.sha256(f"{seen.width}x{seen.height}:".encode() + seen.tobytes()).hexdigest()
    return Photo(_jpeg(seen, limits.side, limits), _jpeg(seen, limits.preview_side, limits), pixels)


def _seen(content: bytes, limits: Limits) -> Image.Image:
    """The first picture, upright, on white, in three colours."""
    try:
        image: Image.Image = Image.open(io.BytesIO(content), formats=PICTURES)
        if image.width * image.height > limits.photo_pixels:
            raise Image.DecompressionBombError
        image.draft("RGB", (limits.side, limits.side))  # a JPEG is decoded no larger than it is needed
        image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(
            say(
                "The photo has more than {most} million pixels. Save it smaller and bring it again.",
                most=limits.photo_pixels // 1_000_000,
            ),
            field="file",
        ) from None
    except (OSError, SyntaxError, ValueError):
        raise Refused(
            say("The photo is cut or damaged. Open it, save it as JPEG, and bring it again."), field="file"
        ) from None
    upright = ImageOps.exif_transpose(image)
    if upright.mode in ("RGBA", "LA", "P", "PA"):
        upright = upright.convert("RGBA")
        white = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(white, upright)
    return upright.convert("RGB")


def _jpeg(seen: Image.Image, side: int, limits: Limits) -> bytes:
    # From the bare pixels: what the file said beside them is not even there to be written.
    bare = Image.frombytes("RGB", seen.size, seen.tobytes())
    bare.thumbnail((side, side))
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=limits.quality, optimize=True)
    return written.getvalue()
