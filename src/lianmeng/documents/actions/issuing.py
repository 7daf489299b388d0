"""Issuing official documents: a number without gaps, a code, and the PDF once."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.documents.actions.storing import stored
from lianmeng.documents.models import Document, File, Series
from lianmeng.documents.queries.formats import FORMATS, Print
from lianmeng.documents.queries.kinds import kinds
from lianmeng.documents.queries.store import content_of
from lianmeng.documents.rules.paper import Paper, digest_of, number_of, paper_of, why_not_paper

LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that is read as another


@transaction.atomic
def issue(paper: Paper, *, subject: tuple[str, str], by: Actor, place: str, supersedes: bool = False) -> str:
    """Number a document and keep exactly what it says; its public id. The caller has checked who may.

    The number is taken with the row locked, in the caller's transaction: what is rolled back leaves no gap.
    """
    if why := why_not_paper(paper):
        raise Refused(why)
    series, at = _next(paper)
    number = number_of(series.issuer, kinds()[paper.kind].word, series.year, at)
    made = Document.objects.create(
        series=series,
        at=at,
        number=number,
        kind=paper.kind,
        issuer=series.issuer,
        title=paper.title,
        day=paper.day,
        content=paper.as_json(),
        digest=digest_of(paper, number),
        code=_code(),
        subject_kind=subject[0],
        subject=subject[1],
        issued_by=by.id,
        issued_at=timezone.now(),
    )
    if supersedes:
        _in_force(subject, [paper.kind]).exclude(pk=made.pk).update(superseded_by=made)
    record(
        say("Issued {number}: {title}", number=number, title=paper.title),
        by=by,
        place=place,
        subject=("document", made.public_id),
    )
    return made.public_id


@transaction.atomic
def end_documents(subject: tuple[str, str], some: Collection[str], day: date) -> None:
    """From that day on the documents of these kinds are no longer in force."""
    _in_force(subject, some).update(ended_on=day)


@transaction.atomic
def printed(public_id: str) -> bytes:
    """The PDF of a document: made when it is first asked for, and from then on the same bytes."""
    found = Document.objects.select_for_update(of=("self",)).select_related("file").get(public_id=public_id)
    if found.file is not None:
        return content_of(found.file.digest)
    paper, form = paper_of(found.content), FORMATS["pdf"]
    if digest_of(paper, found.number) != found.digest:
        raise Refused(say("The content of {number} is not what was issued.", number=found.number))
    drawn = form.draw(Print(paper, found.number, found.code, found.digest, address_of(found)))
    found.file = File.objects.create(
        kind="pdf",
        media_type=form.media_type,
        name=f"{found.number}.{form.suffix}"[:120],
        size=len(drawn),
        digest=stored(drawn),
        subject_kind="document",
        subject=found.public_id,
        kept_by=found.issued_by,
        kept_at=timezone.now(),
    )
    found.save(update_fields=["file"])
    return drawn


def address_of(document: Document) -> str:
    """Where anybody confirms it: written on the paper, so under the site's own name."""
    plain = f"{'https' if settings.HTTPS else 'http'}://{settings.ALLOWED_HOSTS[0]}"
    return f"{settings.SITE or plain}/zh-hans/documents/confirm/{document.code}/"


def _next(paper: Paper) -> tuple[Series, int]:
    series, _ = Series.objects.get_or_create(issuer=paper.issuers[0], kind=paper.kind, year=paper.day.year)
    Series.objects.filter(pk=series.pk).update(last=F("last") + 1)
    series.refresh_from_db()
    return series, series.last


def _code() -> str:
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def _in_force(subject: tuple[str, str], some: Collection[str]) -> QuerySet[Document]:
    return Document.objects.filter(
        subject_kind=subject[0], subject=subject[1], kind__in=some, superseded_by=None, ended_on=None
    )
