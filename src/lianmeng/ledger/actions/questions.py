"""Putting questions to schools about signs of empty formalism, and their answers."""

import hashlib
from datetime import date

from django.db import transaction
from django.utils import timezone

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import Role
from lianmeng.core.sentences import say
from lianmeng.ledger.models import Question
from lianmeng.ledger.queries.entries import seen_entries
from lianmeng.ledger.rules.signs import Sign, signs


@transaction.atomic
def ask_about_signs(alliance: str, *, assessed_on: date | None = None, by: Actor) -> int:
    """Put every sign that was not asked about yet to its school; how many questions were added."""
    asked = 0
    for sign in signs(seen_entries(alliance), assessed_on):
        _, made = Question.objects.get_or_create(
            alliance=alliance,
            school=sign.school,
            kind=sign.kind.value,
            mark=_mark(sign),
            defaults={"about": list(sign.about), "asked_at": timezone.now()},
        )
        asked += made
    if asked:
        record(
            say("Asked {count} questions about an alliance's entries", count=asked),
            by=by,
            place=alliance,
            subject=("alliance", alliance),
        )
    return asked


@transaction.atomic
def answer_question(question: str, text: str, *, by: Actor) -> None:
    """The school's own words; they stand beside the question for everybody who sees it."""
    found = Question.objects.select_for_update().filter(public_id=question).first()
    if found is None:
        raise Refused(say("There is no such question."))
    if not by.holds(Role.SCHOOL_LEADER, found.school):
        raise Refused(say("A question is answered by a leader of the school it was put to."))
    if not text.strip():
        raise Refused(say("Write an answer."), field="answer")
    if found.answer:
        raise Refused(say("This question was answered already."))
    found.answer, found.answered_at, found.answered_by = text.strip(), timezone.now(), by.id
    found.save(update_fields=["answer", "answered_at", "answered_by"])
    record(
        say("Answered a question about an alliance's entries"),
        by=by,
        place=found.school,
        subject=("question", question),
    )


def _mark(sign: Sign) -> str:
    """Repetition is asked about once for these entries, a pattern once for this alliance and school."""
    about = sign.about if sign.kind.startswith("same") else ()
    return hashlib.sha256("|".join((sign.kind, *about)).encode()).hexdigest()
