"""Schools that become one, a school that becomes several; sections and campuses."""

from __future__ import annotations

from datetime import date

import pytest
from tests.schools.conftest import OFFICER, OPENED, City

from lianmeng.audit.models import Line
from lianmeng.core.refusal import Refused
from lianmeng.schools.actions.drafts import NewSchool
from lianmeng.schools.actions.life import close_school, rename_school
from lianmeng.schools.actions.merging import merge_schools, split_school
from lianmeng.schools.actions.parts import NewCampus, add_campus, close_section, open_section
from lianmeng.schools.actions.posts import Duties, appoint
from lianmeng.schools.actions.staff import Person, Terms, take_on
from lianmeng.schools.models import Appointment, School, Succession
from lianmeng.schools.queries.schools import schools_at, sections_at

DAY = date(2016, 9, 1)


def new(city: City, serial: int, name: str = "新校") -> NewSchool:
    return NewSchool(
        scheme="cn", code=f"2151{serial:06}", name=name, region=city.north.public_id, stages=("primary",)
    )


def open_on(day: date) -> set[str]:
    return {one.name for one in schools_at(day)}


def test_two_schools_become_a_new_one_with_their_staff(city: City) -> None:
    one, two = city.school(1, "甲"), city.school(2, "乙")
    teacher = take_on(
        Person(number="T1", name="王"), Terms(employer=city.north.public_id), by=OFFICER, day=OPENED
    )
    appoint(teacher.public_id, one.public_id, Duties(stage="primary"), by=OFFICER, day=OPENED, seen=None)
    made = merge_schools(
        [one.public_id, two.public_id], new(city, 3), by=OFFICER, day=DAY, seen={one.public_id: 1}
    )
    assert (open_on(date(2016, 8, 31)), open_on(DAY)) == ({"甲", "乙"}, {"新校"})
    assert {one.kind for one in Succession.objects.filter(successor=made)} == {"merge"}
    there = Appointment.objects.get(until__isnull=True)
    assert (there.school, there.since, there.section) == (made, DAY, sections_at(made, DAY).get())
    assert Line.objects.filter(text__startswith="Merged").count() == 1


def test_a_school_goes_into_another_which_takes_over_its_stage(city: City) -> None:
    one, two = city.school(1, "甲"), city.school(2, "乙")
    open_section(two.public_id, "junior", by=OFFICER, day=OPENED, seen=1)
    merge_schools([two.public_id], one.public_id, by=OFFICER, day=DAY, seen={})
    assert open_on(DAY) == {"甲"}
    assert [section.stage for section in sections_at(one, DAY)] == ["primary", "junior"]


def test_a_merger_of_one_or_with_a_closed_school_is_refused_and_leaves_nothing(city: City) -> None:
    one, two = city.school(1, "甲"), city.school(2, "乙")
    with pytest.raises(Refused, match="two schools or more"):
        merge_schools([one.public_id], one.public_id, by=OFFICER, day=DAY, seen={})
    close_school(two.public_id, "", by=OFFICER, day=date(2012, 9, 1), seen=None)
    with pytest.raises(Refused, match="closed on 2016-09-01"):
        merge_schools([one.public_id, two.public_id], new(city, 3), by=OFFICER, day=DAY, seen={})
    with pytest.raises(Refused, match="is closed on"):
        merge_schools([one.public_id], two.public_id, by=OFFICER, day=DAY, seen={})
    assert School.objects.count() == 2


def test_a_district_officer_merges_only_what_lies_in_the_own_district(city: City) -> None:
    one, two = city.school(1, "甲"), city.school(2, "乙", city.south)
    with pytest.raises(Refused, match="Only officers"):
        merge_schools(
            [one.public_id, two.public_id], new(city, 3), by=city.officer_of(city.north), day=DAY, seen={}
        )


@pytest.mark.parametrize("continues", [True, False])
def test_a_split_opens_its_parts(city: City, continues: bool) -> None:
    old = city.school(1, "甲")
    parts = [new(city, 3, "东校"), new(city, 4, "西校")]
    split_school(old.public_id, parts, continues=continues, by=OFFICER, day=DAY, seen=1)
    assert open_on(DAY) == {"东校", "西校"} | ({"甲"} if continues else set())
    assert Succession.objects.filter(predecessor=old, kind="split").count() == 2
    with pytest.raises(Refused, match="Somebody has changed"):
        rename_school(old.public_id, "丙", by=OFFICER, day=DAY, seen=1)


def test_a_section_and_a_campus_come_and_go(city: City) -> None:
    school = city.school(1)
    section = open_section(school.public_id, "junior", by=OFFICER, day=DAY, seen=1)
    with pytest.raises(Refused, match="already"):
        open_section(school.public_id, "junior", by=OFFICER, day=DAY, seen=None)
    with pytest.raises(Refused, match="later day"):
        close_section(section.public_id, by=OFFICER, day=DAY, seen=None)
    close_section(section.public_id, by=OFFICER, day=date(2017, 9, 1), seen=1)
    assert [one.stage for one in sections_at(school, date(2017, 9, 1))] == ["primary"]
    add_campus(school.public_id, NewCampus(name="北校区"), by=OFFICER, day=DAY, seen=3)
    close_school(school.public_id, "", by=OFFICER, day=date(2019, 9, 1), seen=4)
    with pytest.raises(Refused, match="closed on"):
        add_campus(school.public_id, NewCampus(name="南校区"), by=OFFICER, day=date(2020, 1, 1), seen=None)


def test_a_school_whose_parts_begin_later_does_not_close_before(city: City) -> None:
    school = city.school(1)
    open_section(school.public_id, "junior", by=OFFICER, day=DAY, seen=1)
    with pytest.raises(Refused, match="begins on 2016-09-01"):
        close_school(school.public_id, "", by=OFFICER, day=date(2014, 9, 1), seen=None)
