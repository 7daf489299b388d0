"""Issuing official documents: a number without gaps, a code, and the PDF once."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from contextlib import suppress
from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.documents.actions.storing import stored
from lianmeng.documents.models import Document, File, Series
from lianmeng.documents.queries.documents import drawn
from lianmeng.documents.queries.formats import FORMATS
from lianmeng.documents.queries.kinds import kinds
from lianmeng.documents.rules.paper import Paper, digest_of, number_of, why_not_paper

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
    transaction.on_commit(partial(_keep_if_it_can_be_drawn, made.public_id), robust=True)
    return made.public_id


@transaction.atomic
def end_documents(subject: tuple[str, str], some: Collection[str], day: date) -> None:
    """From that day on the documents of these kinds are no longer in force."""
    _in_force(subject, some).update(ended_on=day)


@transaction.atomic
def keep_pdf(public_id: str) -> None:
    """Draw the PDF and keep it with its digest; from then on these bytes are handed out."""
    found = Document.objects.select_for_update(of=("self",)).get(public_id=public_id)
    if found.file_id is not None:
        return
    content = drawn(found)
    found.file = File.objects.create(
        kind="pdf",
        media_type=FORMATS["pdf"].media_type,
        name=f"{found.number}.{FORMATS['pdf'].suffix}"[:120],
        size=len(content),
        digest=stored(content),
        subject_kind="document",
        subject=public_id,
        kept_at=timezone.now(),
    )
    found.save(update_fields=["file"])


def _keep_if_it_can_be_drawn(public_id: str) -> None:
    """A letter that the font lacks does not undo what was decided: whoever asks for the PDF is told."""
    with suppress(Refused):
        keep_pdf(public_id)


def _next(paper: Paper) -> tuple[Series, int]:
    series, _ = Series.objects.get_or_create(issuer=paper.issuers[0], kind=paper.kind, year=paper.day.year)
    Series.objects.filter(pk=series.pk).update(last=F("last") + 1)
    series.refresh_from_db()
    return series, series.last


def _code() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def _in_force(subject: tuple[str, str], some: Collection[str]) -> QuerySet[Document]:
    return Document.objects.filter(
        subject_kind=subject[0], subject=subject[1], kind__in=some, superseded_by=None, ended_on=None
    )
