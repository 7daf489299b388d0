"""A school opens, changes, closes and opens again, each on a day, and refuses what cannot be."""

from __future__ import annotations

from datetime import date

import pytest
from tests.schools.conftest import OFFICER, OPENED, STRANGER, City

from lianmeng.audit.models import Line
from lianmeng.core.refusal import Refused
from lianmeng.schools.actions.drafts import Change, NewSchool
from lianmeng.schools.actions.life import (
    change_kind,
    close_school,
    move_school,
    open_school,
    rename_school,
    reopen_school,
)
from lianmeng.schools.models import School
from lianmeng.schools.queries.schools import sections_at, state_of

LATER, STILL_LATER = date(2015, 9, 1), date(2018, 9, 1)


def name_on(school: School, day: date) -> str | None:
    state = state_of(school, day)
    return state.name if state else None


def test_a_school_opens_on_its_day_with_its_sections(city: City) -> None:
    school = city.school(1)
    assert name_on(school, date(2010, 8, 31)) is None
    assert name_on(school, OPENED) == "第1小学"
    assert [one.stage for one in sections_at(school, OPENED)] == ["primary"]
    assert [one.text for one in Line.objects.all()] == ["Opened {name} ({code}) on {day}"]


def test_a_name_entered_late_does_not_undo_a_later_one(city: City) -> None:
    school = city.school(1, "甲")
    rename_school(school.public_id, "丙", by=OFFICER, day=STILL_LATER, seen=1)
    rename_school(school.public_id, "乙", by=OFFICER, day=LATER, seen=2)
    days = (OPENED, LATER, date(2018, 8, 31), STILL_LATER)
    assert [name_on(school, day) for day in days] == ["甲", "乙", "乙", "丙"]


def test_a_move_entered_late_reaches_past_a_later_name(city: City) -> None:
    school = city.school(1, "甲")
    rename_school(school.public_id, "丙", by=OFFICER, day=STILL_LATER, seen=None)
    move_school(school.public_id, Change(region=city.south.public_id), by=OFFICER, day=LATER, seen=None)
    state = state_of(school, STILL_LATER)
    assert state is not None
    assert (state.name, state.region) == ("丙", city.south)


def test_what_somebody_else_changed_meanwhile_is_looked_at_again(city: City) -> None:
    school = city.school(1)
    rename_school(school.public_id, "乙", by=OFFICER, day=LATER, seen=1)
    with pytest.raises(Refused, match="Somebody has changed this record"):
        rename_school(school.public_id, "丙", by=OFFICER, day=LATER, seen=1)


def test_a_code_is_never_given_twice_even_after_closing(city: City) -> None:
    school = city.school(1)
    close_school(school.public_id, "no pupils", by=OFFICER, day=LATER, seen=1)
    with pytest.raises(Refused, match="never given to a second school"):
        city.school(1)


def test_another_kind_brings_another_code_and_the_old_one_stays_its_own(city: City) -> None:
    school = city.school(1)
    with pytest.raises(Refused, match="Write the new code"):
        change_kind(school.public_id, Change(kind="special"), by=OFFICER, day=LATER, seen=1)
    change_kind(school.public_id, Change(kind="special", code="5151000001"), by=OFFICER, day=LATER, seen=1)
    states = [state_of(school, day) for day in (OPENED, LATER)]
    assert [one.code for one in states if one] == ["2151000001", "5151000001"]
    with pytest.raises(Refused, match="belongs to"):
        city.school(1)


def test_a_school_that_opens_again_has_its_code_and_sections(city: City) -> None:
    school = city.school(1)
    close_school(school.public_id, "rebuilt", by=OFFICER, day=LATER, seen=1)
    assert (name_on(school, LATER), list(sections_at(school, LATER))) == (None, [])
    reopen_school(school.public_id, by=OFFICER, day=STILL_LATER, seen=2)
    assert name_on(school, STILL_LATER) == "第1小学"
    assert [one.stage for one in sections_at(school, STILL_LATER)] == ["primary"]
    school.refresh_from_db()
    assert (school.closed_on, school.version) == (None, 3)


def test_impossible_orders_are_refused_with_the_day_that_stands_against_them(city: City) -> None:
    school = city.school(1)
    with pytest.raises(Refused, match="opens on 2010-09-01 only"):
        rename_school(school.public_id, "乙", by=OFFICER, day=date(2009, 1, 1), seen=None)
    with pytest.raises(Refused, match="nothing would change"):
        rename_school(school.public_id, "第1小学", by=OFFICER, day=LATER, seen=None)
    rename_school(school.public_id, "乙", by=OFFICER, day=STILL_LATER, seen=None)
    with pytest.raises(Refused, match="2018-09-01 is recorded already"):
        close_school(school.public_id, "", by=OFFICER, day=LATER, seen=None)
    with pytest.raises(Refused, match="not closed"):
        reopen_school(school.public_id, by=OFFICER, day=LATER, seen=None)
    close_school(school.public_id, "", by=OFFICER, day=date(2020, 9, 1), seen=None)
    with pytest.raises(Refused, match="closed on 2021-01-01, since 2020-09-01"):
        rename_school(school.public_id, "丁", by=OFFICER, day=date(2021, 1, 1), seen=None)


def test_a_district_officer_changes_schools_of_the_own_district_only(city: City) -> None:
    school, officer = city.school(1), city.officer_of(city.north)
    rename_school(school.public_id, "乙", by=officer, day=LATER, seen=None)
    for by in (city.officer_of(city.south), city.leader_of(school), STRANGER):
        with pytest.raises(Refused, match="Only officers"):
            rename_school(school.public_id, "丙", by=by, day=LATER, seen=None)
    with pytest.raises(Refused, match="Only officers"):
        move_school(school.public_id, Change(region=city.south.public_id), by=officer, day=LATER, seen=None)


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("215100001", "10 digits"),
        ("9951000001", "“99”"),
        ("2199000001", "“99”"),
        ("21510000011", "10 digits"),
    ],
)
def test_a_code_that_is_none_is_refused(city: City, code: str, complaint: str) -> None:
    with pytest.raises(Refused, match=complaint) as refused:
        open_school(NewSchool(scheme="cn", code=code, name="甲"), by=OFFICER, day=OPENED)
    assert refused.value.field == "code"
