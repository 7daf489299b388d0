"""Photos are drawn anew, scans are read through, and everything else is refused with a sentence."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from lianmeng.core.refusal import Refused
from lianmeng.documents.queries.limits import limits
from lianmeng.documents.rules.photos import redrawn
from lianmeng.documents.rules.scans import checked_scan


def picture(kind: str = "JPEG", size: tuple[int, int] = (600, 400), **more: object) -> bytes:
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    written = io.BytesIO()
    image.save(written, kind, **more)
    return written.getvalue()


def placed(size: tuple[int, int] = (600, 400)) -> bytes:
    """With the place and the camera, and lying on its side."""
    exif = Image.Exif()
    exif[0x0110] = "Phone of Li Lei"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (30.0, 40.0, 0.0)
    return picture("JPEG", size, exif=exif, comment=b"GPS in a comment")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_becomes_a_jpeg_with_a_small_one_beside_it(kind: str) -> None:
    photo = redrawn(picture(kind, (3000, 2000)), limits())
    assert Image.open(io.BytesIO(photo.content)).size == (2560, 1707)
    assert Image.open(io.BytesIO(photo.preview)).size == (480, 320)
    assert photo.content[:3] == b"\xff\xd8\xff"


def test_nothing_but_pixels_survives() -> None:
    hidden = placed() + b"<script>alert(1)</script>PK\x03\x04"
    photo = redrawn(hidden, limits())
    image = Image.open(io.BytesIO(photo.content))
    assert image.size == (400, 600)  # upright
    assert not image.getexif()
    for secret in (b"Li Lei", b"GPS", b"<script>", b"PK\x03\x04", b"Exif"):
        assert secret in hidden
        assert secret not in photo.content + photo.preview


def test_the_same_pixels_are_known_again_in_another_file() -> None:
    first, second = picture("PNG"), picture("PNG", compress_level=1)
    assert first != second
    assert redrawn(first, limits()).pixels == redrawn(second, limits()).pixels
    assert redrawn(first, limits()).pixels != redrawn(picture("PNG", (601, 400)), limits()).pixels


def test_what_one_sees_through_stands_on_white() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(written, "PNG")
    shown = Image.open(io.BytesIO(redrawn(written.getvalue(), limits()).content))
    assert shown.getpixel((5, 5)) == (255, 255, 255)


def bomb(side: int = 60_000) -> bytes:
    """A PNG of some kilobytes that says it has 3.6 thousand million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xd8\xff" + bytes(40 * 2**20), "has 41 MB; at most 20 MB"),
        (b"MZ\x90\x00" + bytes(200), "a program or a page"),
        (b"\x7fELF" + bytes(200), "a program or a page"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "a program or a page"),
        (b"\xef\xbb\xbf <!DOCTYPE html><script>1</script>", "a program or a page"),
        (b"\xff\xd8\xff\xe0<html><script>1</script>", "cut or damaged"),
        (bomb(), "million pixels"),
        (bomb(7_700), "cut or damaged"),
        (picture()[:900], "cut or damaged"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), "HEIC"),
        (b"%PDF-1.7", "not a photo"),
        (b"words", "not a photo"),
        (b"", "empty"),
    ],
)
def test_what_is_no_photo_is_refused_with_what_to_do(content: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said) as refused:
        redrawn(content, limits())
    assert refused.value.field == "file"


def paper(pages: int = 1) -> PdfWriter:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    return writer


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_plain_pdf_is_kept_as_it_is_and_a_photo_of_paper_drawn_anew() -> None:
    plain = written(paper(2))
    assert checked_scan(plain, limits()).content == plain
    assert len(PdfReader(io.BytesIO(plain)).pages) == 2
    scan = checked_scan(placed(), limits())
    assert (scan.media_type, b"Li Lei" in scan.content) == ("image/jpeg", False)


def scripted() -> bytes:
    writer = paper()
    acts = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(acts)
    return written(writer)


def carrying() -> bytes:
    writer = paper()
    writer.add_attachment("run.exe", b"MZ")
    return written(writer)


def locked() -> bytes:
    writer = paper()
    writer.encrypt("secret", algorithm="RC4-128")
    return written(writer)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (scripted, "program or another file"),
        (carrying, "program or another file"),
        (locked, "password"),
        (lambda: written(paper(61)), "61 pages; 1 to 60"),
        (lambda: written(paper())[:200], "cut or damaged"),
        (lambda: b"%PDF-1.7 MZ", "cut or damaged"),
        (lambda: b"MZ" + bytes(100), "no scan"),
        (lambda: b"%PDF-" + bytes(21 * 2**20), "at most 20 MB"),
    ],
)
def test_a_scan_that_acts_or_cannot_be_read_is_refused(content: object, said: str) -> None:
    with pytest.raises(Refused, match=said):
        checked_scan(content(), limits())  # type: ignore[operator]


def test_a_pdf_of_too_many_parts_is_refused() -> None:
    with pytest.raises(Refused, match="no plain scan"):
        checked_scan(written(paper(5)), replace(limits(), scan_parts=3))
