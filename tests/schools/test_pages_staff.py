"""Staff, returns, needs: filled in by those who may, seen by those who may."""

from __future__ import annotations

import pytest
from django.test import Client
from tests import cast as people
from tests.cast import Cast
from tests.schools.test_pages_life import change

from lianmeng.schools.models import Appointment, Need, Return, Staff

pytestmark = pytest.mark.django_db
HERE = f"/en/schools/{people.SCHOOL}/"
SECTION = f"c{people.SCHOOL[1:]}"
IDENTITY = "51010419800101123X"
TAKEN_ON = {
    "number": "T1",
    "name": "王芳",
    "identity": IDENTITY,
    "employer": people.DISTRICT,
    "subject": "music",
    "stage": "primary",
    "share_percent": 60,
}


@pytest.fixture
def officer(cast: Cast) -> Client:
    return cast.client("district_officer")


@pytest.fixture
def leader(cast: Cast) -> Client:
    return cast.client("school_leader")


def test_somebody_is_taken_on_and_the_identity_number_stands_on_no_page(officer: Client) -> None:
    filled = {**TAKEN_ON, "day": "2026-09-01"}
    looked = officer.post(f"{HERE}staff/new/", filled).content.decode()
    assert "王芳 works at 990104 小学 from 1 September 2026 on." in looked
    assert IDENTITY not in looked
    sealed = looked.partition('name="identity" value="')[2].partition('"')[0]
    officer.post(f"{HERE}staff/new/", {**filled, "identity": sealed, "confirmed": "1"})
    person = Staff.objects.get()
    assert IDENTITY not in officer.get(f"/en/schools/staff/{person.public_id}/").content.decode()
    again = officer.post(f"{HERE}staff/new/", {**filled, "number": "T2"})
    assert "Somebody with this identity number is in the register already" in again.content.decode()
    assert IDENTITY not in again.content.decode()


@pytest.fixture
def person(officer: Client) -> Staff:
    change(officer, f"{HERE}staff/new/", **TAKEN_ON)
    return Staff.objects.get()


def test_a_leader_sees_the_own_staff_and_changes_none(leader: Client, person: Staff) -> None:
    assert "王芳" in leader.get(f"{HERE}staff/").content.decode()
    drawn = leader.get(f"/en/schools/staff/{person.public_id}/").content.decode()
    assert "60% of a full post" in drawn
    assert "End the employment" not in drawn


def test_somebody_is_found_among_the_staff(officer: Client, person: Staff) -> None:
    assert "王芳" in officer.get(f"{HERE}staff/?q=wf").content.decode()
    assert "Nobody of that name" in officer.get(f"{HERE}staff/?q=zz").content.decode()


def test_somebody_moves_ends_and_leaves(officer: Client, person: Staff, cast: Cast) -> None:
    there, post = f"/en/schools/staff/{person.public_id}/", Appointment.objects.get().public_id
    duties = {"subject": "music", "stage": "", "share_percent": 60, "day": "2026-10-01"}
    city = cast.client("city_officer")
    told = change(city, f"{there}post/{post}/move/", school="2151990105", seen=seen(), **duties)
    assert "王芳 moves to 990105 小学 on 1 October 2026." in told
    told = change(
        city, f"{there}appoint/", school="2151990104", seen=seen(), **{**duties, "share_percent": 40}
    )
    assert "40% of a full post" in told
    post = Appointment.objects.latest("pk").public_id
    assert "The employment goes on." in change(
        city, f"{there}post/{post}/end/", seen=seen(), day="2026-11-01"
    )
    terms = {
        "employer": people.DISTRICT,
        "degree": "master",
        "title": "",
        "key_level": "",
        "day": "2026-10-01",
    }
    assert "Master" in change(city, f"{there}terms/", seen=seen(), **terms)
    change(city, f"{there}correct/", seen=seen(), number="T1", name="王芬")
    left = change(city, f"{there}leave/", seen=seen(), day="2026-11-20")
    assert "Nobody employs 王芬" in left
    assert "<h1>王芬</h1>" in left, "one stays with the person"
    assert "employed again" in change(city, f"{there}again/", seen=seen(), day="2026-11-25")


def seen() -> int:
    return Staff.objects.get().version


def test_a_leader_enters_and_corrects_the_return(leader: Client) -> None:
    address = f"{HERE}return/{SECTION}/2026/"
    told = change(leader, address, seen=0, pupils="1,236", teachers="1300", books="未报送")
    assert "has 3 figures" in told
    assert "1300 is more than all 1236" in told
    assert Return.objects.get().values == {"pupils": 1236, "teachers": 1300, "books": "not_sent"}
    change(leader, address, seen=1, pupils="1236", teachers="80")
    wrong = leader.post(address, {"seen": 2, "pupils": "many"})
    assert wrong.status_code == 422
    assert "neither a number nor a reason" in wrong.content.decode()


def test_a_leader_declares_corrects_and_withdraws_a_need(leader: Client) -> None:
    need = {
        "side": "need",
        "kind": "subject",
        "subject": "music",
        "level": "3",
        "seen_by": "city",
        "text": "",
    }
    assert "Need: Music" in change(leader, f"{HERE}needs/new/", **need)
    one = Need.objects.get().public_id
    change(leader, f"{HERE}needs/{one}/", **{**need, "seen": 1, "seen_by": "public", "text": "一名教师"})
    assert "一名教师" in leader.get(HERE).content.decode()
    change(leader, f"{HERE}needs/{one}/withdraw/", seen=2, day="2026-10-01")
    drawn = leader.get(HERE).content.decode()
    assert "There is nothing yet that you may see." in drawn
    assert "Withdrew Need (Subject) from 1 October 2026" in drawn


def test_a_restricted_need_is_not_shown_to_others(leader: Client, cast: Cast) -> None:
    need = {"side": "need", "kind": "management", "level": "2", "seen_by": "city", "text": "秘密"}
    change(leader, f"{HERE}needs/new/", **need)
    shown = {who: "秘密" in cast.client(who).get(HERE).content.decode() for who in people.EVERYBODY}
    assert {who for who, seen in shown.items() if seen} == {"city_officer", "school_leader"}
