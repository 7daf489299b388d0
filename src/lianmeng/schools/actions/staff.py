"""Staff: taken on, changed in what they are employed as, and leaving."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from django.db import transaction

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import CITY
from lianmeng.core.sentences import Sentence, say
from lianmeng.database.pinyin import initials
from lianmeng.database.secrets import keyed_hash, sealed
from lianmeng.schools.actions.holding import count_on, held, permit, region_there, unless_taken
from lianmeng.schools.actions.tracks import EMPLOYMENTS
from lianmeng.schools.models import Appointment, School, Staff
from lianmeng.schools.models.dated import held_on
from lianmeng.schools.queries.places import over_region, regions_over
from lianmeng.schools.queries.staff import (
    appointments_of,
    district_of_person,
    employments_of,
    regions_over_person,
)
from lianmeng.schools.rules.permissions import why_not_kept
from lianmeng.schools.rules.timeline import (
    State,
    changed,
    closed,
    reopened,
    why_not_changed,
    why_not_closed,
    why_not_reopened,
)
from lianmeng.schools.vocabulary import Degree, KeyLevel, Title


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """As what somebody is employed, and by whom: the public id of a region or of a school. None leaves it as it is."""

    employer: str | None = None
    degree: str | None = None
    title: str | None = None
    key_level: str | None = None


_WORDS = {"degree": Degree, "title": Title, "key_level": KeyLevel}
_NUMBER_TAKEN = say("This number belongs to somebody else. Use another, or look for it.")
_NOTHING = {
    "employer_region_id": None,
    "employer_school_id": None,
    "degree": "",
    "title": "",
    "key_level": "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who somebody is; the identity number is sealed and never shown."""

    number: str
    name: str
    identity: str = ""


@transaction.atomic
def take_on(person: Person, terms: Terms, *, by: Actor, day: date) -> Staff:
    """Somebody who is employed from the day on."""
    facts = _facts(terms, day)
    permit(why_not_kept(by, _over_employer(terms.employer or "", day)))
    with unless_taken(_NUMBER_TAKEN, "number"):
        staff = Staff.objects.create(**_columns(person, None))
    EMPLOYMENTS.write(staff.pk, (State(day, None, {**_NOTHING, **facts}),))
    _tell(say("Took on staff {number} from {day}", number=staff.number, day=day), by, staff, day)
    return staff


@transaction.atomic
def correct_person(public_id: str, person: Person, *, by: Actor, day: date, seen: int | None) -> Staff:
    """Name and number as they should have been; without an identity number the one that is kept stays."""
    staff = _held(public_id, by, day, seen)
    before = staff.number
    columns = _columns(person, staff)
    if not person.identity:
        columns = {key: value for key, value in columns.items() if not key.startswith("identity")}
    with unless_taken(_NUMBER_TAKEN, "number"):
        Staff.objects.filter(pk=staff.pk).update(**columns)
    count_on(staff)
    _tell(
        say("Corrected the entry of staff {old}, now {new}", old=before, new=columns["number"]),
        by,
        staff,
        day,
    )
    return staff


@transaction.atomic
def change_terms(public_id: str, terms: Terms, *, by: Actor, day: date, seen: int | None) -> Staff:
    """Another employer, degree, title or key level from the day on."""
    staff = _held(public_id, by, day, seen)
    facts = _facts(terms, day)
    if terms.employer:
        permit(why_not_kept(by, _over_employer(terms.employer, day)))
    states = EMPLOYMENTS.read(staff.pk)
    permit(why_not_changed(states, day, facts))
    EMPLOYMENTS.write(staff.pk, changed(states, day, facts))
    count_on(staff)
    names = tuple(one.name for one in fields(terms) if getattr(terms, one.name) is not None)
    told = say("Changed {columns} of staff {number} from {day}", columns=names, number=staff.number, day=day)
    _tell(told, by, staff, day)
    return staff


@transaction.atomic
def end_employment(public_id: str, *, by: Actor, day: date, seen: int | None) -> Staff:
    """The day is the first on which nobody employs this person; all appointments end with it."""
    staff = _held(public_id, by, day, seen)
    states = EMPLOYMENTS.read(staff.pk)
    permit(why_not_closed(states, day) or _why_not_gone(staff, day))
    EMPLOYMENTS.write(staff.pk, closed(states, day))
    Appointment.objects.filter(held_on(day), staff=staff).update(until=day)
    _left(staff, day)
    _tell(
        say("Ended the employment of staff {number} on {day}", number=staff.number, day=day), by, staff, day
    )
    return staff


@transaction.atomic
def take_on_again(public_id: str, *, by: Actor, day: date, seen: int | None) -> Staff:
    """Somebody who left is employed again as before."""
    staff = _held(public_id, by, day, seen)
    states = EMPLOYMENTS.read(staff.pk)
    permit(why_not_reopened(states, day))
    EMPLOYMENTS.write(staff.pk, reopened(states, day, {}))
    _left(staff, None)
    _tell(say("Took on staff {number} again from {day}", number=staff.number, day=day), by, staff, day)
    return staff


def _held(public_id: str, by: Actor, day: date, seen: int | None) -> Staff:
    staff = held(Staff, public_id, seen)
    over = regions_over_person(list(employments_of(staff)), list(appointments_of(staff)), day)
    permit(why_not_kept(by, over))
    return staff


def _left(staff: Staff, day: date | None) -> None:
    staff.left_on = day
    staff.save(update_fields=["left_on"])
    count_on(staff)


def _why_not_gone(staff: Staff, day: date) -> Sentence | None:
    later = Appointment.objects.filter(staff=staff, since__gte=day).order_by("since").first()
    if later is None:
        return None
    return say(
        "An appointment begins on {begins}. End that first, or choose a later day.", begins=later.since
    )


def _columns(person: Person, staff: Staff | None) -> dict[str, str]:
    number, hashed = person.number.strip(), keyed_hash(person.identity.strip())
    if not number:
        raise Refused(say("Everybody has a number of their own. Write it."), field="number")
    others = Staff.objects.exclude(pk=staff.pk) if staff else Staff.objects.all()
    if others.filter(number=number).exists():
        raise Refused(_NUMBER_TAKEN, field="number")
    if hashed and others.filter(identity_hash=hashed).exists():
        raise Refused(say("Somebody with this identity number is in the register already."), field="identity")
    return {
        "number": number,
        "name": person.name.strip(),
        "initials": initials(person.name),
        "identity_sealed": sealed(person.identity.strip()),
        "identity_hash": hashed,
    }


def _facts(terms: Terms, day: date) -> dict[str, object]:
    facts: dict[str, object] = {}
    for key, kinds in _WORDS.items():
        value = getattr(terms, key)
        if value and value not in set(kinds):
            told = say("“{word}” is not one of the words for this. Choose from the list.", word=value)
            raise Refused(told, field=key)
        if value is not None:
            facts[key] = value
    if terms.employer is not None:
        school = School.objects.filter(public_id=terms.employer).first() if terms.employer else None
        region = region_there(terms.employer, day) if terms.employer and not school else None
        facts["employer_school_id"] = school.pk if school else None
        facts["employer_region_id"] = region.pk if region else None
    return facts


def _over_employer(employer: str, day: date) -> frozenset[str]:
    """The regions over an employer."""
    school = School.objects.filter(public_id=employer).first() if employer else None
    if school is not None:
        return regions_over(school, day)
    return over_region(region_there(employer, day)) if employer else frozenset()


def _tell(sentence: Sentence, by: Actor, staff: Staff, day: date) -> None:
    """Lines tell the number and not the name: whoever reads them later may not be one who may see the person."""
    place = district_of_person(staff, day) or CITY
    record(sentence, by=by, place=place, subject=("staff", staff.public_id), person=staff.public_id)
