"""What was asked of a party about its records, as those read it who may."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Protocol

from django.utils.timezone import localdate

from lianmeng.alliances.models import Alliance
from lianmeng.alliances.queries.periods import periods
from lianmeng.alliances.rules.rights import may_see_question
from lianmeng.alliances.views.doors import Frame
from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.ledger.queries.entries import all_questions_of_alliance, entries_named
from lianmeng.ledger.vocabulary import SignKind, Unit


class Question(Protocol):
    """One of the ledger's."""

    school: str
    kind: str
    about: list[str]
    asked_at: datetime
    answer: str


def may_see(frame: Frame, question: Question) -> bool:
    return may_see_question(
        frame.actor,
        question.school,
        answered=bool(question.answer),
        asked=localdate(question.asked_at),
        day=frame.day,
        wait=periods().reply_days,
    )


def asked_before(frame: Frame) -> tuple[Sentence, ...]:
    """For who gives the verdict. What a party may still answer first is told without what it is about."""
    return tuple(
        _with_answer(frame, one) if may_see(frame, one) else _still_open(frame, one)
        for one in all_questions_of_alliance(frame.alliance.public_id)
    )


NO_VERDICT = say("It is a question, no verdict. These are the records that it is about.")
_MOST = 20  # records that a page names


def what_about(question: Question) -> Iterator[Sentence]:
    """The records, the oldest first, for the party that is to answer."""
    entries = list(entries_named(question.about))
    shown, rest = entries[:_MOST], len(entries[_MOST:])
    named = Alliance.objects.filter(public_id__in={one.alliance for one in entries})
    numbers = dict(named.values_list("public_id", "number"))
    for one in shown:
        number = numbers.get(one.alliance, "—")
        yield say("{day}: {unit}, {number}", number=number, day=one.day, unit=Unit(one.unit).label)
    if rest:
        yield say_count("And {count} more.", "And {count} more.", rest)


def _with_answer(frame: Frame, one: Question) -> Sentence:
    asked = SignKind(one.kind).question
    if not one.answer:
        return say(
            "{party} was asked: “{question}” It has not answered.",
            party=frame.name(one.school),
            question=asked,
        )
    return say(
        "{party} was asked: “{question}” Its answer: “{answer}”",
        party=frame.name(one.school),
        question=asked,
        answer=one.answer,
    )


def _still_open(frame: Frame, one: Question) -> Sentence:
    return say(
        "A question was put to {party}; it may answer until {day}. Nobody else reads it before.",
        party=frame.name(one.school),
        day=localdate(one.asked_at) + timedelta(days=periods().reply_days),
    )
