"""What happens to a school is filled in, looked at, confirmed, and told."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from tests import cast as people
from tests.cast import Cast

from lianmeng.schools.models import Campus, Return, School, Section

pytestmark = pytest.mark.django_db
HERE = f"/en/schools/{people.SCHOOL}/"


@pytest.fixture
def officer(cast: Cast) -> Client:
    return cast.client("district_officer")


def change(client: Client, to: str, **filled: object) -> str:
    """The two steps of a form: what it says will happen, and what is then told."""
    version = School.objects.get(public_id=people.SCHOOL).version
    filled = {"seen": version, "day": "2026-09-01", **filled}
    looked = client.post(to, filled)
    assert looked.status_code == 200, looked.content.decode()
    assert "Nothing has been changed yet" in looked.content.decode()
    answer = client.post(to, {**filled, "confirmed": "1"}, follow=True)
    assert answer.redirect_chain, answer.content.decode()
    return answer.content.decode()


def test_a_school_is_renamed(officer: Client) -> None:
    told = change(officer, f"{HERE}rename/", name="新桥小学")
    assert "990104 小学 is called 新桥小学 from 1 September 2026 on." in told
    assert "Renamed from 990104 小学 to 新桥小学" in told


def test_looking_changes_nothing(officer: Client) -> None:
    officer.post(f"{HERE}rename/", {"seen": 1, "day": "2026-09-01", "name": "新桥小学"})
    assert "新桥小学" not in officer.get(HERE).content.decode()


def test_going_back_keeps_what_was_typed(officer: Client) -> None:
    filled = {"seen": 1, "day": "2026-09-01", "name": "新桥小学"}
    again = officer.post(f"{HERE}rename/", {**filled, "back": "1"})
    assert again.status_code == 200
    assert 'value="新桥小学"' in again.content.decode()
    assert "Nothing has been changed yet" not in again.content.decode()


def test_whoever_saw_an_older_version_has_to_look_again(officer: Client) -> None:
    change(officer, f"{HERE}rename/", name="新桥小学")
    late = officer.post(f"{HERE}rename/", {"seen": 1, "day": "2026-09-02", "name": "老桥小学"})
    assert late.status_code == 422
    assert "Somebody has changed this record" in late.content.decode()


def test_a_school_moves_within_the_district(officer: Client) -> None:
    told = change(officer, f"{HERE}move/", region=people.DISTRICT, setting="rural", address="桥头 1 号")
    assert "Setting: now Rural" in told


def test_an_officer_moves_no_school_into_another_district(officer: Client) -> None:
    filled = {"seen": 1, "day": "2026-09-01", "region": people.OTHER_DISTRICT}
    assert officer.post(f"{HERE}move/", filled).status_code == 422


def test_a_school_closes_and_opens_again(officer: Client) -> None:
    told = change(officer, f"{HERE}close/", reason="few pupils")
    assert "990104 小学 is closed from 1 September 2026 on." in told
    told = change(officer, f"{HERE}reopen/", day="2026-10-01")
    assert "Reopened as 990104 小学" in told


def test_a_school_changes_its_kind(officer: Client) -> None:
    told = change(officer, f"{HERE}kind/", kind="ordinary", ownership="private", code="2151990104")
    assert "Ownership: now Private school" in told


def test_a_school_is_opened(officer: Client) -> None:
    filled = {
        "scheme": "cn",
        "code": "2151000099",
        "name": "新校",
        "region": people.DISTRICT,
        "kind": "ordinary",
    }
    told = change(officer, "/en/schools/open/", **filled, stages=["primary", "junior"])
    assert "新校 opens on 1 September 2026 with the code 2151000099." in told
    assert "Junior" in told


def test_a_wrong_code_is_refused_beside_its_field(officer: Client) -> None:
    filled = {"scheme": "cn", "code": "12", "name": "新校", "region": people.DISTRICT, "kind": "ordinary"}
    answer = officer.post("/en/schools/open/", {**filled, "day": "2026-09-01"})
    assert answer.status_code == 422
    assert 'href="#id_code"' in answer.content.decode()


def test_the_merge_form_says_where_a_new_school_lies_if_nothing_is_chosen(officer: Client) -> None:
    page = officer.get("/en/schools/merge/").content.decode()
    assert '<option value="" selected>Where the first of the schools lies</option>' in page


def test_schools_merge(officer: Client, cast: Cast) -> None:
    client = cast.client("city_officer")
    filled = {"codes": "2151990104\n2151990105", "into": "2151990104"}
    told = change(client, "/en/schools/merge/", **filled)
    assert "From 1 September 2026 on 990104 小学 takes in 990105 小学." in told
    assert "Took in 990105 小学" in told
    wrong = client.post("/en/schools/merge/", {**filled, "codes": "1234567890", "day": "2026-09-02"})
    assert "No school has the code 1234567890" in wrong.content.decode()


def test_a_school_splits(officer: Client) -> None:
    told = change(
        officer,
        f"{HERE}split/",
        continues="on",
        code1="2151000077",
        name1="东桥小学",
        stages1=["primary"],
    )
    assert "From 1 September 2026 on 990104 小学 is carried on by 东桥小学." in told
    assert "Split: 东桥小学" in told
    assert "goes on with all its sections, staff, campuses, needs and strengths" in told


def test_a_school_that_splits_up_tells_what_ends(officer: Client) -> None:
    parts = {
        f"{name}{at}": value
        for at in (1, 2)
        for name, value in (("code", f"215100007{at}"), ("name", f"{at}桥小学"), ("stages", ["primary"]))
    }
    told = change(officer, f"{HERE}split/", **parts)
    assert "its sections, campuses, needs and strengths end with it, and so do the appointments" in told
    assert "without staff, campuses, needs and strengths" in told


def test_years_without_a_return_are_one_line_and_each_can_be_entered(officer: Client) -> None:
    section = Section.objects.get(school__public_id=people.SCHOOL)
    for year in (2012, 2016):
        Return.objects.create(section=section, year=year, values={"pupils": 300}, entered_at=timezone.now())
    page = officer.get(HERE).content.decode()
    assert "Not sent: 2013–14 … 2015–16." in page
    table = page.partition("<table")[2].partition("</table>")[0]
    assert table.count('scope="col" class="n"') == 2
    for year in (2010, 2014, 2020, 2026):
        address = f"{HERE}return/{section.public_id}/{year}/"
        assert address in page
        assert officer.get(address).status_code == 200
    assert f"{HERE}return/{section.public_id}/2009/" not in page, "the section was not there yet"


def test_a_section_and_a_campus_come_and_go(officer: Client) -> None:
    assert "has the section Junior" in change(officer, f"{HERE}section/", stage="junior")
    section = f"c{people.SCHOOL[1:]}"
    assert "has no section Primary" in change(officer, f"{HERE}section/{section}/close/", seen=1)
    assert "has the campus 东校区" in change(officer, f"{HERE}campus/", name="东校区")
    campus = Campus.objects.get().public_id
    told = change(officer, f"{HERE}campus/{campus}/close/", seen=1, day="2026-10-01")
    assert "The campus 东校区 is not there from 1 October 2026 on." in told
