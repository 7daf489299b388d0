"""Somebody is found by number, name or initials, by whoever may see them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast as people
from tests.cast import Cast

from lianmeng.schools.models import Appointment, Employment, Region, School, Staff

pytestmark = pytest.mark.django_db
HERE = "/en/schools/staff/"
SINCE = date(2010, 9, 1)


def member(number: str, name: str, initials: str, school: str = "") -> Staff:
    """Somebody who works at a school, or is employed by the other district and works nowhere yet."""
    person = Staff.objects.create(number=number, name=name, initials=initials)
    region = None if school else Region.objects.get(public_id=people.OTHER_DISTRICT)
    Employment.objects.create(staff=person, since=SINCE, employer_region=region)
    if school:
        place = School.objects.get(public_id=school)
        Appointment.objects.create(staff=person, school=place, since=SINCE)
    return person


@pytest.fixture
def staff(cast: Cast) -> Cast:
    member("A1", "王芳", "wf", people.SCHOOL)
    member("A2", "王莉", "wl", people.OTHER_SCHOOL)
    member("A3", "王明", "wm")
    return cast


def names(cast: Cast, who: str, asked: str) -> set[str]:
    drawn = cast.client(who).get(f"{HERE}?q={asked}").content.decode()
    return {name for name in ("王芳", "王莉", "王明") if name in drawn}


@pytest.mark.parametrize("asked", ["王", "w", "a"])
def test_everybody_finds_whom_they_may_see(staff: Cast, asked: str) -> None:
    found = {
        who: names(staff, who, asked)
        for who in ("city_officer", "district_officer", "other_district_officer", "school_leader")
    }
    assert found == {
        "city_officer": {"王芳", "王莉", "王明"},
        "district_officer": {"王芳"},
        "other_district_officer": {"王莉", "王明"},
        "school_leader": {"王芳"},
    }


def test_whoever_is_found_can_be_opened(staff: Cast) -> None:
    for who in ("district_officer", "other_district_officer", "school_leader"):
        drawn = staff.client(who).get(f"{HERE}?q=a").content.decode()
        for person in Staff.objects.all():
            there = f"/en/schools/staff/{person.public_id}/"
            assert (there in drawn) == (staff.client(who).get(there).status_code == 200), (who, person)


def test_nobody_is_listed_unasked(staff: Cast) -> None:
    assert "will stand" in staff.client("city_officer").get(HERE).content.decode()
    assert names(staff, "city_officer", "") == set()
    assert "Nobody fits" in staff.client("city_officer").get(f"{HERE}?q=zz").content.decode()


def test_those_who_may_are_shown_the_way(staff: Cast) -> None:
    shown = {who: HERE in staff.client(who).get("/en/schools/").content.decode() for who in people.EVERYBODY}
    assert {who for who, link in shown.items() if link} == {
        "city_officer",
        "district_officer",
        "other_district_officer",
        "school_leader",
        "other_school_leader",
    }


@pytest.mark.parametrize("who", ["city_officer", "district_officer"])
def test_many_cost_no_more_queries_than_one(staff: Cast, who: str) -> None:
    counts, client = [], staff.client(who)
    client.get(HERE)  # the session is written once
    for more in (0, 60):
        for at in range(more):
            member(f"A9{at}", f"王{at}", "w", people.SCHOOL)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(f"{HERE}?q=w&page=1")
        counts.append(len(asked))
        assert len(page.content) < 100_000
    assert counts[0] == counts[1] <= 12
    assert "page=2" in page.content.decode()
