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
from lianmeng.ledger.models import Entry, Question
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
    _one_after_another({entry for one in found if one.kind in REPEATED for entry in one.about})
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
    found = Question.objects.filter(public_id=question).first()
    if found is None:
        raise Refused(say("There is no such question."))
    if not (by.holds(Role.SCHOOL_LEADER, found.school) or by.holds(Role.DISTRICT_OFFICER, found.school)):
        raise Refused(say("A question is answered by a leader of the school it was put to."))
    if not text.strip():
        raise Refused(say("Write an answer."), field="answer")
    still_open = _the_same_open(found)
    if found not in still_open:
        raise Refused(say("This question was answered already."))
    for one in still_open:
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
    same.sort(key=lambda one: one.alliance != alliance)  # its own first
    if sign.kind not in REPEATED:
        return any((one.alliance, one.mark) == (alliance, mark) for one in same)
    about = set(sign.about)
    covers = next((one for one in same if about <= set(one.about)), None)
    found = covers or next((one for one in same if not one.answer and about & set(one.about)), None)
    if found is None:
        return False
    everywhere = [one for one in same if one.mark == found.mark]
    _widen(everywhere, about)
    if alliance not in {one.alliance for one in everywhere}:
        before.append(_copied(found, alliance, sign))
    return True


def _widen(everywhere: list[Question], about: set[str]) -> None:
    """One question in several alliances is about the same records in all of them."""
    whole = sorted(about.union(*(one.about for one in everywhere)))
    narrower = [one for one in everywhere if set(one.about) != set(whole)]
    for one in narrower:
        one.about = whole
    if narrower:
        Question.objects.bulk_update(narrower, ["about"])


def _copied(found: Question, alliance: str, sign: Sign) -> Question:
    copy = _question(alliance, sign, found.mark)
    copy.about, copy.asked_at = found.about, found.asked_at
    copy.answer, copy.answered_at, copy.answered_by = found.answer, found.answered_at, found.answered_by
    copy.save()
    return copy


def _question(alliance: str, sign: Sign, mark: str) -> Question:
    return Question(
        alliance=alliance,
        school=sign.school,
        kind=sign.kind.value,
        mark=mark,
        about=list(sign.about),
        asked_at=timezone.now(),
    )


def _the_same_open(question: Question) -> list[Question]:
    """It and those of other alliances that ask about the same repetition, locked, without what is answered by now:
    one answer is for all."""
    same = Question.objects.filter(pk=question.pk)
    if question.kind in REPEATED:
        _one_after_another(question.about)
        same = Question.objects.filter(school=question.school, kind=question.kind, mark=question.mark)
    return [one for one in same.select_for_update().order_by("pk") if not one.answer]


def _one_after_another(entries: Collection[str]) -> None:
    """Who asks or answers about these entries, in whichever alliances, waits here for whoever does so now.

    The entries are locked and not the questions, for what is being asked elsewhere is no row yet; always in one order.
    """
    locked = Entry.objects.select_for_update(no_key=True).filter(public_id__in=entries)
    list(locked.order_by("pk").values_list("pk", flat=True))


def _mark(sign: Sign, assessment: Assessment | None) -> str:
    """Repetition is asked about once for these entries, a late rush once an assessment, the rest once in all."""
    about = sign.about if sign.kind in REPEATED else ()
    due = (str(assessment.due),) if assessment and sign.kind == SignKind.LAST_FORTNIGHT else ()
    return hashlib.sha256("|".join((sign.kind, *about, *due)).encode()).hexdigest()
