"""Staff: employed by one, appointed at another, each on a day."""

from __future__ import annotations

from datetime import date

import pytest
from tests.schools.conftest import OFFICER, OPENED, STRANGER, City

from lianmeng.audit.models import Line, Value
from lianmeng.core.refusal import Refused
from lianmeng.schools.actions.posts import Duties, appoint, end_appointment, move_staff
from lianmeng.schools.actions.staff import (
    Person,
    Terms,
    change_terms,
    correct_person,
    end_employment,
    take_on,
    take_on_again,
)
from lianmeng.schools.models import Employment, School, Staff
from lianmeng.schools.models.dated import held_on
from lianmeng.schools.queries.staff import appointments_at, colleagues_in

LATER = date(2016, 9, 1)
IDENTITY = "11010519491231002X"


@pytest.fixture
def school(city: City) -> School:
    return city.school(1)


@pytest.fixture
def teacher(city: City) -> Staff:
    terms = Terms(employer=city.north.public_id, degree="bachelor", title="second", key_level="none")
    return take_on(Person(number="T1", name="王小明", identity=IDENTITY), terms, by=OFFICER, day=OPENED)


def test_a_title_holds_from_its_day(teacher: Staff) -> None:
    change_terms(teacher.public_id, Terms(title="first"), by=OFFICER, day=LATER, seen=1)
    titles = [Employment.objects.get(held_on(day), staff=teacher).title for day in (OPENED, LATER)]
    assert titles == ["second", "first"]


def test_the_identity_is_sealed_and_in_no_audit_line(teacher: Staff) -> None:
    assert IDENTITY not in str(Staff.objects.values_list())
    assert IDENTITY not in str(list(Line.objects.values_list())) + str(list(Value.objects.values_list()))
    assert set(Value.objects.filter(line__text__startswith="Took on").values_list("person", flat=True)) == {
        teacher.public_id
    }
    with pytest.raises(Refused, match="identity number is in the register"):
        take_on(Person(number="T2", name="王", identity=IDENTITY), Terms(), by=OFFICER, day=OPENED)
    with pytest.raises(Refused, match="belongs to somebody else"):
        take_on(Person(number="T1", name="王"), Terms(), by=OFFICER, day=OPENED)


def test_the_audit_tells_numbers_and_no_names(teacher: Staff, school: School) -> None:
    appoint(teacher.public_id, school.public_id, Duties(), by=OFFICER, day=LATER, seen=1)
    correct_person(teacher.public_id, Person(number="T1", name="王大明"), by=OFFICER, day=LATER, seen=2)
    values = str(list(Value.objects.filter(person=teacher.public_id).values_list("value", flat=True)))
    assert "T1" in values
    assert "王" not in values


def test_nobody_works_more_than_one_full_post(teacher: Staff, school: School, city: City) -> None:
    other = city.school(2)
    appoint(teacher.public_id, school.public_id, Duties(share_percent=60), by=OFFICER, day=LATER, seen=1)
    with pytest.raises(Refused, match="On 2016-09-01 60% of a full post are taken"):
        appoint(teacher.public_id, other.public_id, Duties(share_percent=50), by=OFFICER, day=OPENED, seen=2)
    appoint(teacher.public_id, other.public_id, Duties(share_percent=40), by=OFFICER, day=LATER, seen=2)
    (here,) = colleagues_in(appointments_at(school, LATER), LATER)
    assert (here.name, here.share_percent) == ("王小明", 60)
    assert here.employer_region == city.north.name


def test_a_move_ends_one_appointment_and_begins_another(teacher: Staff, school: School, city: City) -> None:
    other = city.school(2, "", city.south)
    old = appoint(
        teacher.public_id, school.public_id, Duties(stage="primary"), by=OFFICER, day=OPENED, seen=1
    )
    with pytest.raises(Refused, match="Only officers"):  # of the district that is to receive
        move_staff(
            old.public_id, other.public_id, Duties(), by=city.officer_of(city.north), day=LATER, seen=None
        )
    move_staff(old.public_id, other.public_id, Duties(subject="music"), by=OFFICER, day=LATER, seen=2)
    assert [list(appointments_at(one, LATER)) == [] for one in (school, other)] == [True, False]
    assert Employment.objects.get().employer_region == city.north  # employed as before


def test_who_leaves_has_no_appointment_and_can_come_back(teacher: Staff, school: School) -> None:
    post = appoint(teacher.public_id, school.public_id, Duties(), by=OFFICER, day=OPENED, seen=1)
    end_employment(teacher.public_id, by=OFFICER, day=LATER, seen=2)
    post.refresh_from_db()
    teacher.refresh_from_db()
    assert (post.until, teacher.left_on) == (LATER, LATER)
    with pytest.raises(Refused, match="Nobody employs this person"):
        appoint(teacher.public_id, school.public_id, Duties(), by=OFFICER, day=LATER, seen=None)
    take_on_again(teacher.public_id, by=OFFICER, day=date(2018, 9, 1), seen=3)
    teacher.refresh_from_db()
    assert teacher.left_on is None


def test_impossible_posts_are_refused_at_their_field(teacher: Staff, school: School) -> None:
    wrong = {
        "stage": Duties(stage="junior"),
        "subject": Duties(subject="magic"),
        "share_percent": Duties(share_percent=0),
    }
    for field, duties in wrong.items():
        with pytest.raises(Refused) as refused:
            appoint(teacher.public_id, school.public_id, duties, by=OFFICER, day=LATER, seen=None)
        assert refused.value.field == field
    post = appoint(teacher.public_id, school.public_id, Duties(), by=OFFICER, day=LATER, seen=None)
    with pytest.raises(Refused, match="later day"):
        end_appointment(post.public_id, by=OFFICER, day=LATER, seen=None)


def test_only_officers_of_the_persons_district_change_anything(
    teacher: Staff, city: City, school: School
) -> None:
    person = Person(number="T1", name="王大明")
    for by in (STRANGER, city.leader_of(school), city.officer_of(city.south)):
        with pytest.raises(Refused, match="Only officers"):
            correct_person(teacher.public_id, person, by=by, day=LATER, seen=None)
    correct_person(teacher.public_id, person, by=city.officer_of(city.north), day=LATER, seen=None)
    kept = Staff.objects.get()
    assert (kept.name, bool(kept.identity_hash)) == ("王大明", True)
