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
from lianmeng.ledger.vocabulary import SignKind
from lianmeng.notices.actions.telling import close


@transaction.atomic
def ask_about_signs(
    alliance: str, *, assessed_on: date | None = None, assessed_before: date | None = None, by: Actor
) -> list[tuple[str, str]]:
    """Put every sign that was not asked about yet to its school; the questions that were added, and their schools."""
    asked = []
    for sign in signs(seen_entries(alliance), assessed_on, assessed_before):
        question, made = Question.objects.get_or_create(
            alliance=alliance,
            school=sign.school,
            kind=sign.kind.value,
            mark=_mark(sign, assessed_on),
            defaults={"about": list(sign.about), "asked_at": timezone.now()},
        )
        asked += [(question.public_id, sign.school)] if made else []
    if asked:
        record(
            say("Asked {count} questions about an alliance's entries", count=len(asked)),
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
    close(("question", question), by=by.id)
    record(
        say("Answered a question about an alliance's entries"),
        by=by,
        place=found.school,
        subject=("question", question),
    )


def _mark(sign: Sign, assessed_on: date | None) -> str:
    """Repetition is asked about once for these entries, a late rush once an assessment, the rest once in all."""
    about = sign.about if sign.kind.startswith("same") else ()
    due = (str(assessed_on),) if sign.kind == SignKind.LAST_FORTNIGHT else ()
    return hashlib.sha256("|".join((sign.kind, *about, *due)).encode()).hexdigest()
