"""Reading documents: those of a subject, and the one that a number and a code confirm."""

from __future__ import annotations

from dataclasses import dataclass

from lianmeng.documents.models import Document
from lianmeng.documents.queries.kinds import kinds
from lianmeng.documents.rules.paper import bare_number
from lianmeng.documents.vocabulary import Kind, Standing


@dataclass(frozen=True, slots=True)
class Issued:
    """A document as a list or the public page shows it."""

    row: Document
    kind: Kind
    standing: Standing


def documents_of(subject: tuple[str, str]) -> list[Issued]:
    """The latest first."""
    rows = Document.objects.filter(subject_kind=subject[0], subject=subject[1]).defer("content")
    return [_issued(one) for one in rows.select_related("superseded_by", "file")]


def confirmed(code: str, number: str = "") -> Issued | None:
    """The document with this code; if a number is named, only if it has that number."""
    tidy = "".join(one for one in code.upper() if one.isalnum())
    rows = Document.objects.select_related("superseded_by", "file").defer("content")
    found = rows.filter(code=f"{tidy[:4]}-{tidy[4:]}").first()
    if found is None or (number and bare_number(number) != bare_number(found.number)):
        return None
    return _issued(found)


def _issued(row: Document) -> Issued:
    standing = Standing.IN_FORCE
    if row.superseded_by_id is not None:
        standing = Standing.SUPERSEDED
    elif row.ended_on is not None:
        standing = Standing.ENDED
    return Issued(row, kinds()[row.kind], standing)
