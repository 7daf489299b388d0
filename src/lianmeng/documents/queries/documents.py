"""Reading documents: those of a subject, and the one that a number and a code confirm."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.database.prepared import Prepared
from lianmeng.documents.models import Document
from lianmeng.documents.queries.formats import FORMATS, Print
from lianmeng.documents.queries.kinds import kinds
from lianmeng.documents.queries.store import content_of
from lianmeng.documents.rules.paper import bare_number, digest_of, paper_of
from lianmeng.documents.vocabulary import Kind, Standing


@dataclass(frozen=True, slots=True)
class Issued:
    """A document as a list or the public page shows it."""

    row: Document
    kind: Kind
    standing: Standing


def _of_subject(kind: str, subject: str) -> QuerySet[Document]:
    return Document.objects.filter(subject_kind=kind, subject=subject).defer("content")


_OF_SUBJECT = Prepared(_of_subject)


def documents_of(subject: tuple[str, str]) -> list[Issued]:
    """The latest first."""
    return [_issued(one) for one in _OF_SUBJECT.records(*subject)]


def confirmed(code: str, number: str = "") -> Issued | None:
    """The document with this code; if a number is named, only if it has that number."""
    tidy = "".join(one for one in code.upper() if one.isalnum())
    found = Document.objects.select_related("file").filter(code=f"{tidy[:4]}-{tidy[4:]}").first()
    if found is None or (number and bare_number(number) != bare_number(found.number)):
        return None
    return _issued(found)


def printed(public_id: str, suffix: str = "pdf") -> bytes:
    """The PDF as it was kept; another format, or a PDF that could not be drawn when it was issued, is drawn now."""
    found = Document.objects.select_related("file").get(public_id=public_id)
    if found.file is None or suffix != "pdf":
        return drawn(found, suffix)
    return content_of(found.file.digest)


def drawn(document: Document, suffix: str = "pdf") -> bytes:
    """Drawn from what was issued. Refused if that was changed since, or if the font lacks a letter."""
    paper = paper_of(document.content)
    if digest_of(paper, document.number) != document.digest:
        raise Refused(say("The content of {number} is not what was issued.", number=document.number))
    return FORMATS[suffix].draw(
        Print(paper, document.number, document.code, document.digest, address_of(document))
    )


def address_of(document: Document) -> str:
    """Where anybody confirms it: written on the paper, so under the site's own name."""
    plain = f"{'https' if settings.HTTPS else 'http'}://{settings.ALLOWED_HOSTS[0]}"
    return f"{settings.SITE or plain}/zh-hans/documents/confirm/{document.code}/"


def _issued(row: Document) -> Issued:
    standing = Standing.IN_FORCE
    if row.superseded_by_id is not None:
        standing = Standing.SUPERSEDED
    elif row.ended_on is not None:
        standing = Standing.ENDED
    return Issued(row, kinds()[row.kind], standing)
