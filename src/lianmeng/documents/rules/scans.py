"""A scan of stamped paper: a photo of it, or a PDF that holds pages and nothing that acts."""

from __future__ import annotations

import io
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.documents.rules.kinds import Limits, check_size, kind_of
from lianmeng.documents.rules.photos import MEDIA_TYPE, redrawn

# What runs, opens or carries something else: scanners write none of it.
ACTING = {"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/AA", "/XFA"}
ACTING |= {"/SubmitForm", "/ImportData", "/GoToE"}


@dataclass(frozen=True, slots=True)
class Scan:
    content: bytes
    media_type: str
    suffix: str


def checked_scan(content: bytes, limits: Limits) -> Scan:
    """Refused if it is neither PDF nor picture, too large, locked, damaged, or if it could act."""
    check_size(len(content), limits.scan_bytes)
    if kind_of(content) != "PDF":
        if kind_of(content) not in ("JPEG", "PNG"):
            raise Refused(say("This is no scan. Choose a PDF, JPEG or PNG."), field="file")
        return Scan(redrawn(content, limits).content, MEDIA_TYPE, "jpg")
    try:
        _check_pdf(PdfReader(io.BytesIO(content)), limits)
    except Refused:
        raise
    except Exception:  # whatever trips the reader: the file is not one to keep
        raise Refused(
            say("The PDF cannot be read: it is cut or damaged. Scan it again, or bring a photo of it."),
            field="file",
        ) from None
    return Scan(content, "application/pdf", "pdf")


def _check_pdf(reader: PdfReader, limits: Limits) -> None:
    if reader.is_encrypted:
        raise Refused(say("The PDF is locked with a password. Save it without one."), field="file")
    pages = len(reader.pages)
    if not 1 <= pages <= limits.scan_pages:
        raise Refused(
            say("The PDF has {pages} pages; 1 to {most} are kept.", pages=pages, most=limits.scan_pages),
            field="file",
        )
    seen: set[tuple[int, int]] = set()
    waiting: list[PdfObject | None] = [reader.trailer]
    while waiting:
        waiting += _parts(waiting.pop(), seen)
        if len(seen) > limits.scan_parts:
            raise Refused(
                say("The PDF is no plain scan. Print it to a new PDF and bring that."), field="file"
            )


def _parts(one: PdfObject | None, seen: set[tuple[int, int]]) -> list[PdfObject | None]:
    """What an object holds, each object once; refused at the first thing that acts."""
    if isinstance(one, IndirectObject):
        key = (one.idnum, one.generation)
        if key in seen:
            return []
        seen.add(key)
        return [one.get_object()]
    if isinstance(one, ArrayObject):
        return list(one)
    if not isinstance(one, DictionaryObject):
        return []
    if ACTING & ({*one.keys()} | {str(one.get(name)) for name in ("/S", "/Subtype", "/Type") if name in one}):
        raise Refused(
            say("The PDF holds a program or another file. Print it to a new PDF and bring that."),
            field="file",
        )
    return [one.raw_get(name) for name in one]
