"""What a file is by its first bytes: its name is never asked."""

from __future__ import annotations

from dataclasses import dataclass

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say

PICTURES = ("JPEG", "PNG", "WEBP")
_SCRIPTS = (b"<svg", b"<?xml", b"<!doctype", b"<html", b"<script", b"#!")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a photo and a scan may be: data/files.toml."""

    photo_bytes: int
    photo_pixels: int
    side: int
    preview_side: int
    quality: int
    most_of_one: int
    scan_bytes: int
    scan_pages: int
    scan_parts: int


def kind_of(content: bytes) -> str:
    """JPEG, PNG, WEBP or PDF; else what it seems to be, or nothing."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content.startswith(b"%PDF-"):
        return "PDF"
    if content[4:8] == b"ftyp":
        return "HEIC"
    return "program" if _runs(content) else ""


def _runs(content: bytes) -> bool:
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return content.startswith((b"MZ", b"\x7fELF", b"PK", b"\xcf\xfa\xed\xfe")) or head.startswith(_SCRIPTS)


def why_not_picture(kind: str) -> Sentence | None:
    """What to do with a file that is no photo."""
    if kind in PICTURES:
        return None
    if kind == "HEIC":
        return say(
            "This photo is in the format HEIC. Save it as JPEG, or set the camera to “most compatible”."
        )
    if kind == "program":
        return say(
            "This is a program or a page, not a photo, whatever its name says. Choose a JPEG, PNG or WebP."
        )
    return say("This is not a photo. Choose a JPEG, PNG or WebP.")


def check_size(size: int, most: int) -> None:
    if size == 0:
        raise Refused(say("The file is empty. Choose it again."), field="file")
    if size > most:
        raise Refused(
            say(
                "The file has {megabytes} MB; at most {most} MB are kept. Save it smaller and bring it again.",
                megabytes=-(-size // 2**20),
                most=most // 2**20,
            ),
            field="file",
        )
