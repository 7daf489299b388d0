"""Whoever works at a school sees their own record, and nobody else's."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.utils.timezone import localtime
from tests import cast as people
from tests.cast import Cast
from tests.cities import write_small_city

from lianmeng.core.language import day_in_words
from lianmeng.core.refusal import Refused
from lianmeng.people.actions.accounts import Particulars, change_account
from lianmeng.people.models import Account
from lianmeng.schools.models import Appointment, School, Staff

pytestmark = pytest.mark.django_db
ACCOUNT = "/en/people/me/"


def member(number: str, school: str) -> Staff:
    made = Staff.objects.create(number=number, name=f"{number} 教师")
    Appointment.objects.create(
        staff=made, school=School.objects.get(public_id=school), since=date(2010, 9, 1)
    )
    return made


def tied(cast: Cast, number: str, by: str = "school_leader") -> Account:
    account = Account.objects.get(pk=cast.account("teacher").pk)
    told = Particulars(account.username, account.name, staff_number=number)
    return change_account(account.public_id, told, seen=account.version, by=cast.actor(by))


def test_a_teacher_sees_the_own_record_and_no_other(cast: Cast) -> None:
    own, other = member("T1", people.SCHOOL), member("T2", people.SCHOOL)
    client = cast.client("teacher")
    assert client.get(f"/en/schools/staff/{own.public_id}/").status_code == 404
    tied(cast, "T1")
    page = client.get(f"/en/schools/staff/{own.public_id}/").content.decode()
    assert "your own record" in page
    assert "Change the record" not in page
    assert client.get(f"/en/schools/staff/{other.public_id}/").status_code == 404
    assert client.get(f"/en/schools/{people.SCHOOL}/staff/").status_code == 403
    assert client.get(f"/en/schools/{people.SCHOOL}/").status_code == 200
    for page in (ACCOUNT, "/en/"):
        assert f"/en/schools/staff/{own.public_id}/" in client.get(page).content.decode()


def test_without_a_record_the_account_says_whom_to_ask(cast: Cast) -> None:
    said = "Ask your school's leader to enter your staff number"
    assert said in cast.client("teacher").get(ACCOUNT).content.decode()
    assert said not in cast.client("auditor").get(ACCOUNT).content.decode()


def test_days_of_the_account_are_written_in_words(cast: Cast) -> None:
    client, made = cast.client("teacher"), cast.account("teacher")
    day = day_in_words(localtime(made.created_at).date(), "en")
    page = client.get(ACCOUNT).content.decode()
    assert f"Account made</dt><dd>{day}</dd>" in page
    assert not re.search(r"From \d{4}-", page)
    told = cast.client("city_officer").get(f"/en/people/{made.public_id}/").content.decode()
    assert f"Account made on {day} by" in told


def test_a_number_is_taken_of_the_own_school_only_and_once(cast: Cast) -> None:
    member("T1", people.SCHOOL)
    member("T9", people.OTHER_SCHOOL)
    for wrong in ("T9", "nobody"):
        with pytest.raises(Refused, match="Nobody with the staff number"):
            tied(cast, wrong)
    tied(cast, "T1")
    leader = Account.objects.get(pk=cast.account("school_leader").pk)
    told = Particulars(leader.username, leader.name, staff_number="T1")
    by = cast.actor("security_administrator")
    with pytest.raises(Refused, match="tied to this staff number already"):
        change_account(leader.public_id, told, seen=leader.version, by=by)
    assert tied(cast, "").record == ""


def test_the_demonstration_s_teacher_has_a_record() -> None:
    write_small_city()
    teacher = Account.objects.get(username="demo-teacher")
    client = Client()
    client.force_login(teacher)
    page = client.get(f"/en/schools/staff/{teacher.record}/").content.decode()
    assert f"<h1>{teacher.name}</h1>" in page
