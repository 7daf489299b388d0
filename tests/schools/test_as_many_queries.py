"""Pages about people and what was recorded ask as many queries with three rows as with one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import cast as people
from tests.audit.test_verify import at
from tests.cast import Cast
from tests.schools.test_pages_search import member

from lianmeng.audit.actions import record
from lianmeng.audit.models import Head, Line, Value
from lianmeng.core.sentences import say
from lianmeng.imports.models import Import
from lianmeng.people.models import Account, RoleHeld, SecurityEvent
from lianmeng.schools.models import (
    Appointment,
    CalendarDay,
    Employment,
    Region,
    RegionPlace,
    School,
    Staff,
    Term,
)

pytestmark = pytest.mark.django_db
BUDGET, BUSY = 25, ("city_officer", "district_officer", "school_leader")


def staff_of_school(cast: Cast, number: int) -> None:
    member(f"T{number}", f"王{number}", "w", people.SCHOOL)


def life_of_one(cast: Cast, number: int) -> None:
    """Another employment and another appointment at another school, and a line about the person."""
    one, _ = Staff.objects.get_or_create(number="T0", name="王芳")
    since, until = date(2010 + number, 9, 1), date(2011 + number, 9, 1)
    place = School.objects.get(public_id=(people.SCHOOL, people.OTHER_SCHOOL)[number % 2])
    Appointment.objects.create(staff=one, school=School.objects.get(public_id=people.SCHOOL), since=since)
    Employment.objects.create(staff=one, employer_school=place, since=since, until=until)
    by = cast.actor(BUSY[number])
    record(say("Renamed {old}", old="a"), by=by, place="city", subject=("staff", one.public_id))


def roles_of_one(cast: Cast, number: int) -> None:
    account = Account.objects.get(username="test-stranger")
    role = ("teacher", "evaluator", "school_leader")[number]
    given_by = cast.account(BUSY[number]).public_id
    RoleHeld.objects.create(
        account=account, role=role, place=people.SCHOOL, since=date(2010, 9, 1), given_by=given_by
    )


def events(cast: Cast, number: int) -> None:
    one, other = (cast.account(BUSY[(number + step) % 3]).public_id for step in (0, 1))
    SecurityEvent.objects.create(happening="signed_in", account=one, by=other)


def days_of_audit(cast: Cast, number: int) -> None:
    moment = datetime.now(tz=timezone.get_current_timezone()) - timedelta(days=1 + number)
    with at(moment):
        school = (people.SCHOOL, people.OTHER_SCHOOL, people.SCHOOL)[number]
        by = cast.actor(BUSY[number])
        record(say("Renamed {old}", old="a"), by=by, place=school, subject=("school", school))


def files(cast: Cast, number: int) -> None:
    Import.objects.create(
        kind="schools",
        file_name="a.csv",
        asked_by=cast.account(BUSY[number]).public_id,
        uploaded_at=timezone.now(),
    )


def districts(cast: Cast, number: int) -> None:
    above = Region.objects.get(kind="city")
    one = Region.objects.create(kind="district", name=f"新{number}区", parent=above, layer=1)
    Region.objects.filter(pk=one.pk).update(district=one)


def streets(cast: Cast, number: int) -> None:
    above = Region.objects.get(public_id=people.DISTRICT)
    Region.objects.create(kind="street", name=f"新{number}街", parent=above, district=above)
    states = RegionPlace.objects.create(region=above, kind="district", parent=above.parent, layer=number + 1)
    RegionPlace.objects.filter(pk=states.pk).update(
        since=date(2010 + number, 1, 1), until=date(2011 + number, 1, 1)
    )


def days_of_calendar(cast: Cast, number: int) -> None:
    above = Region.objects.get(kind="city")
    Term.objects.create(
        region=above, year=2016, number=number + 1, since=date(2016, 9, 1), until=date(2017, 1, 20)
    )
    CalendarDay.objects.create(region=above, day=date(2016, 10, 1 + number), kind="holiday", name="国庆节")


def of_staff(cast: Cast) -> str:
    return f"/en/schools/staff/{Staff.objects.get(number='T0').public_id}/"


def of_account(cast: Cast) -> str:
    return f"/en/people/{cast.account('stranger').public_id}/"


PAGES: dict[str, tuple[Callable[[Cast, int], None], str, str | Callable[[Cast], str]]] = {
    "staff of a school": (staff_of_school, "city_officer", f"/en/schools/{people.SCHOOL}/staff/"),
    "one of the staff": (life_of_one, "city_officer", of_staff),
    "one's own account": (roles_of_one, "stranger", "/en/people/me/"),
    "an account": (roles_of_one, "security_administrator", of_account),
    "security log": (events, "auditor", "/en/people/log/"),
    "audit": (days_of_audit, "auditor", "/en/audit/"),
    "heads of the audit": (days_of_audit, "auditor", "/en/audit/heads/"),
    "imports": (files, "city_officer", "/en/imports/"),
    "regions": (districts, "city_officer", "/en/schools/regions/"),
    "regions on a day": (districts, "city_officer", "/en/schools/regions/?day=2015-09-01"),
    "a region": (streets, "city_officer", f"/en/schools/regions/{people.DISTRICT}/"),
    "a region on a day": (streets, "city_officer", f"/en/schools/regions/{people.DISTRICT}/?day=2015-09-01"),
    "calendar": (days_of_calendar, "city_officer", "/en/schools/calendar/?year=2016"),
}


@pytest.mark.parametrize("name", PAGES)
def test_as_many_queries_for_three_rows_as_for_one(cast: Cast, name: str) -> None:
    write, who, place = PAGES[name]
    for table in (SecurityEvent, Value, Line, Head):
        table._base_manager.all().delete()
    counts, sizes, client = [], [], cast.client(who)
    for number in range(3):
        write(cast, number)
        address = place if isinstance(place, str) else place(cast)
        client.get(address)  # the session, and what is kept in memory, are not of the rows
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address)
        assert page.status_code == 200
        counts.append(len(asked))
        sizes.append(len(page.content))
    assert sizes[0] < sizes[1] < sizes[2], "the page shows each row"
    assert counts[0] == counts[2] <= BUDGET, counts
