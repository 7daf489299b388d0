"""Putting questions to schools about signs of empty formalism, and their answers."""

import hashlib
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import Role
from lianmeng.core.sentences import say
from lianmeng.ledger.models import Question
from lianmeng.ledger.queries.entries import seen_entries
from lianmeng.ledger.queries.limits import limits
from lianmeng.ledger.rules.signs import Assessment, Sign, signs
from lianmeng.ledger.vocabulary import REPEATED, SignKind
from lianmeng.notices.actions.telling import close


@transaction.atomic
def ask_about_signs(
    alliance: str,
    *,
    assessment: Assessment | None = None,
    among: Collection[str] | None = None,
    by: Actor,
) -> list[tuple[str, str]]:
    """Put every sign that was not asked about yet to its school; the questions that were added, and their schools.

    `among`: the parties that can still answer. However often one looks, nobody is asked the same twice.
    """
    every = signs(seen_entries(alliance), limits(), assessment)
    found = [one for one in every if among is None or one.school in among]
    before = list(Question.objects.filter(school__in={one.school for one in found}))
    asked = []
    for sign in found:
        mark = _mark(sign, assessment)
        if _was_asked(alliance, sign, mark, before):
            continue
        made = _question(alliance, sign, mark)
        made.save()
        before.append(made)
        asked.append((made.public_id, sign.school))
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
    if not (by.holds(Role.SCHOOL_LEADER, found.school) or by.holds(Role.DISTRICT_OFFICER, found.school)):
        raise Refused(say("A question is answered by a leader of the school it was put to."))
    if not text.strip():
        raise Refused(say("Write an answer."), field="answer")
    if found.answer:
        raise Refused(say("This question was answered already."))
    for one in _the_same(found):
        one.answer, one.answered_at, one.answered_by = text.strip(), timezone.now(), by.id
        one.save(update_fields=["answer", "answered_at", "answered_by"])
        close(("question", one.public_id), by=by.id)
    record(
        say("Answered a question about an alliance's entries"),
        by=by,
        place=found.school,
        subject=("question", question),
    )


def _was_asked(alliance: str, sign: Sign, mark: str, before: list[Question]) -> bool:
    """Whether it was; a repetition that was asked about in another alliance then stands here too, with its answer.

    A record more that repeats what an open question is about joins it; after the answer it is asked about anew.
    """
    same = [one for one in before if (one.school, one.kind) == (sign.school, sign.kind.value)]
    here = [one for one in same if one.alliance == alliance]
    if sign.kind not in REPEATED:
        return any(one.mark == mark for one in here)
    about = set(sign.about)
    if any(about <= set(one.about) for one in here):
        return True
    if there := next((one for one in same if about <= set(one.about)), None):
        copy = _question(alliance, sign, there.mark)
        copy.about, copy.asked_at = there.about, there.asked_at
        copy.answer, copy.answered_at, copy.answered_by = there.answer, there.answered_at, there.answered_by
        copy.save()
        before.append(copy)
        return True
    if is_open := next((one for one in here if not one.answer and about & set(one.about)), None):
        is_open.about = sorted(about | set(is_open.about))
        is_open.save(update_fields=["about"])
    return is_open is not None


def _question(alliance: str, sign: Sign, mark: str) -> Question:
    return Question(
        alliance=alliance,
        school=sign.school,
        kind=sign.kind.value,
        mark=mark,
        about=list(sign.about),
        asked_at=timezone.now(),
    )


def _the_same(question: Question) -> list[Question]:
    """With those of other alliances that ask about the same repetition: one answer is for all."""
    if question.kind not in REPEATED:
        return [question]
    return list(
        Question.objects.filter(school=question.school, kind=question.kind, mark=question.mark, answer="")
    )


def _mark(sign: Sign, assessment: Assessment | None) -> str:
    """Repetition is asked about once for these entries, a late rush once an assessment, the rest once in all."""
    about = sign.about if sign.kind in REPEATED else ()
    due = (str(assessment.due),) if assessment and sign.kind == SignKind.LAST_FORTNIGHT else ()
    return hashlib.sha256("|".join((sign.kind, *about, *due)).encode()).hexdigest()
