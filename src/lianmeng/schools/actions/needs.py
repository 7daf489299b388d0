"""What a school declares that it needs, and what it is strong in."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.actions.holding import count_on, held, permit_declaring, place_of
from lianmeng.schools.models import Need, School
from lianmeng.schools.queries.places import regions_over
from lianmeng.schools.queries.schools import state_of
from lianmeng.schools.rules.permissions import may_see_need
from lianmeng.schools.vocabulary import Audience, NeedKind, Side, Subject

LEVELS = (1, 2, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedDraft:
    """`level` 1 to 3: how urgent, or how strong; `seen_by` the widest audience."""

    side: str
    kind: str
    subject: str = ""
    text: str = ""
    level: int = 2
    seen_by: str = Audience.DISTRICT


_WORDS = {"side": Side, "kind": NeedKind, "subject": Subject, "seen_by": Audience}


@transaction.atomic
def declare_need(school_id: str, draft: NeedDraft, *, by: Actor, day: date) -> Need:
    """A need or strength of a school from the day on."""
    school = held(School, school_id, None)
    permit_declaring(by, school, day)
    _check(draft)
    if state_of(school, day) is None:
        raise Refused(say("The school is closed on {day}. Choose another day.", day=day), field="day")
    need = Need.objects.create(school=school, since=day, **asdict(draft))
    _tell(say("Declared {what} from {day}", what=_what(need), day=day), by, need, day)
    return need


@transaction.atomic
def correct_need(public_id: str, draft: NeedDraft, *, by: Actor, day: date, seen: int | None) -> Need:
    """Other words, another level, another audience for what was declared."""
    need = _held(public_id, seen, by, day)
    _check(draft)
    Need.objects.filter(pk=need.pk).update(**asdict(draft))
    count_on(need)
    _tell(say("Corrected {what}", what=_what(draft)), by, need, day)
    return need


@transaction.atomic
def withdraw_need(public_id: str, *, by: Actor, day: date, seen: int | None) -> Need:
    """The day is the first on which it is not declared any more."""
    need = _held(public_id, seen, by, day)
    if not need.holds_on(day):
        raise Refused(say("It is not declared on {day}. Choose another day.", day=day), field="day")
    told = say("Withdrew {what} from {day}", what=_what(need), day=day)
    if need.since == day:
        need.delete()
    else:
        Need.objects.filter(pk=need.pk).update(until=day)
        count_on(need)
    _tell(told, by, need, day)
    return need


def _held(public_id: str, seen: int | None, by: Actor, day: date) -> Need:
    """What somebody may not see, they do not change either."""
    need = held(Need, public_id, seen)
    permit_declaring(by, need.school, day)
    if not may_see_need(by, need.seen_by, need.school.public_id, regions_over(need.school, day)):
        raise Refused(say("This record is not there any more. Open the list again."))
    return need


def _check(draft: NeedDraft) -> None:
    for field, kinds in _WORDS.items():
        value = getattr(draft, field)
        if value not in set(kinds) and (value or field != "subject"):
            told = say("“{word}” is not one of the words for this. Choose from the list.", word=value)
            raise Refused(told, field=field)
    if draft.kind == NeedKind.SUBJECT and not draft.subject:
        raise Refused(say("Say which subject is meant."), field="subject")
    if draft.level not in LEVELS:
        raise Refused(say("A level is 1, 2 or 3. Correct it."), field="level")


def _what(declared: NeedDraft | Need) -> Sentence:
    """As the audit tells it: whoever reads its lines may not be among those who may see what was declared."""
    return say("{side} ({kind})", side=Side(declared.side).label, kind=NeedKind(declared.kind).label)


def _tell(sentence: Sentence, by: Actor, need: Need, day: date) -> None:
    record(sentence, by=by, place=place_of(need.school, day), subject=("school", need.school.public_id))
