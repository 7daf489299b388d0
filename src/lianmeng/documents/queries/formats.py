"""The formats in which a document can be had: a name, a media type and a function that draws it.

Another format is one more `Format` in `FORMATS`; what it draws is a `Print`, the same for all.
"""

from __future__ import annotations

import io
import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from typing import Any

import typst
from django.conf import settings

from lianmeng.documents.queries.kinds import DATA, kinds
from lianmeng.documents.rules.paper import Paper, check_letters, chinese_day

FONTS = DATA / "fonts"


@dataclass(frozen=True, slots=True)
class Print:
    """A paper with its number, its code, the digest of its content, and the address that confirms it."""

    paper: Paper
    number: str
    code: str
    digest: str
    address: str


@dataclass(frozen=True, slots=True)
class Format:
    media_type: str
    suffix: str
    draw: Callable[[Print], bytes]


def official_pdf(what: Print) -> bytes:
    """The PDF after GB/T 9704-2012, tagged (PDF/UA-1). The same print gives the same bytes. About 50 ms."""
    paper = what.paper
    if not settings.FONTS_DIR:
        check_letters(paper, covered())
    stamp = datetime.combine(paper.day, time(), UTC)
    drawn = typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True).compile(
        input=(DATA / "gbt9704.typ").read_bytes(),
        format="pdf",
        sys_inputs={
            "paper": json.dumps(_said(what)),
            "form": json.dumps(_form()),
            "square": _square(what.address),
        },
        pdf_standards=["ua-1"],
        timestamp=stamp,
    )
    assert isinstance(drawn, bytes)
    return drawn


FORMATS = {"pdf": Format("application/pdf", "pdf", official_pdf)}


@cache
def covered() -> frozenset[str]:
    """Every character that the shipped font has."""
    return frozenset((FONTS / "covered.txt").read_text("utf-8"))


@cache
def _fonts() -> typst.Fonts:
    folders = [str(FONTS), *([settings.FONTS_DIR] if settings.FONTS_DIR else [])]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


@cache
def _form() -> dict[str, Any]:
    """The measures of the form, with those of its fonts that are there: FangSong if somebody put it there."""
    form = tomllib.loads((DATA / "gbt9704.toml").read_text("utf-8"))
    known = set(_fonts().families())
    form["fonts"] = {use: [one for one in names if one in known] for use, names in form["fonts"].items()}
    return form


def _said(what: Print) -> dict[str, Any]:
    paper = what.paper
    return {
        "issuers": paper.issuers,
        "masthead": kinds()[paper.kind].masthead,
        "number": what.number,
        "title": paper.title,
        "recipients": paper.recipients,
        "body": [["heading" if one.heading else "text", one.text] for one in paper.body],
        "attachments": paper.attachments,
        "signers": [
            {"label": one.part, "name": one.name, "day": chinese_day(one.day)} for one in paper.signers
        ],
        "code": what.code,
        "digest": what.digest,
        "address": what.address,
        "printer": paper.issuers[0],
        "day": chinese_day(paper.day),
    }


def _square(address: str) -> str:
    """The address as a QR code, drawn as SVG."""
    import qrcode
    from qrcode.image.svg import SvgPathImage

    drawn = io.BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, border=0).save(drawn)
    return drawn.getvalue().decode()
