"""Regions and the calendar of a year are changed by the city's officer, in three steps."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from tests import cast as people
from tests.cast import Cast

from lianmeng.audit.models import Line
from lianmeng.core.refusal import Refused
from lianmeng.schools.models import CalendarDay, Region, SchoolVersion, Term
from lianmeng.schools.rules.calendar_lines import days_in, written_lines

pytestmark = pytest.mark.django_db
REGIONS = "/en/schools/regions/"
HERE = f"{REGIONS}{people.DISTRICT}/"
CALENDAR = "/en/schools/calendar/2016/"
TERMS = {"first_1": "2016-09-01", "last_1": "2017-01-20", "first_2": "2017-02-13", "last_2": "2017-07-07"}


@pytest.fixture
def officer(cast: Cast) -> Client:
    return cast.client("city_officer")


def change(client: Client, to: str, **filled: object) -> str:
    """The two steps of a form: what it says will happen, and what is then told."""
    looked = client.post(to, filled)
    assert "Nothing has been changed yet" in looked.content.decode(), looked.content.decode()
    answer = client.post(to, {**filled, "confirmed": "1"}, follow=True)
    assert answer.redirect_chain, answer.content.decode()
    return answer.content.decode()


def test_a_region_is_added_placed_renamed_and_abolished(officer: Client) -> None:
    assert "Add a region" in officer.get(REGIONS).content.decode()
    told = change(
        officer, f"{REGIONS}add/", name="高新区", kind="area", layer="1", parent="", code="", day=""
    )
    assert "高新区 is in the register." in told
    region = Region.objects.get(name="高新区")
    there, above = f"{REGIONS}{region.public_id}/", Region.objects.get(kind="city")
    told = change(officer, f"{there}place/", kind="area", parent=above.public_id, layer="2", day="", seen=1)
    assert f"高新区: Education-management area, lies in {above.name}, circle layer 2." in told
    told = change(
        officer, f"{there}place/", kind="area", parent=above.public_id, layer="3", day="2025-08-01", seen=2
    )
    assert "高新区 from 1 August 2025 on: Education-management area" in told
    assert "Where it lay" in told
    told = change(officer, f"{there}rename/", name="高新新区", code="", day="2025-09-01", seen=3)
    assert "高新区 is 高新新区 from 1 September 2025 on." in told
    told = change(officer, f"{there}abolish/", day="2027-09-01", seen=4)
    assert "高新新区 is no longer there from 1 September 2027 on." in told


def test_a_city_has_the_schools_of_all_that_lies_in_it_streets_too(officer: Client) -> None:
    above, district = Region.objects.get(kind="city"), Region.objects.get(public_id=people.DISTRICT)
    every = SchoolVersion.objects.filter(until=None).count()
    street = Region.objects.create(kind="street", name="一街", parent=district, district=district)
    SchoolVersion.objects.filter(region=district, until=None).update(region=street)
    Region.objects.filter(kind__in=("district", "area")).update(parent=above)
    assert f"{above.name}: {every} schools" in officer.get(f"{REGIONS}{above.public_id}/").content.decode()
    listed = officer.get(f"/en/schools/?region={above.public_id}").content.decode()
    assert f"{every} schools" in listed


def test_a_place_that_was_always_so_takes_back_what_was_recorded_and_says_it(officer: Client) -> None:
    region = Region.objects.get(public_id=people.DISTRICT)
    above = region.parent.public_id if region.parent else ""
    filled = {"kind": "district", "parent": above, "layer": "2"}
    change(officer, f"{HERE}place/", **filled, day="2020-09-01", seen=region.version)
    filled |= {"layer": "3", "day": "", "seen": str(region.version + 1)}
    looked = officer.post(f"{HERE}place/", filled).content.decode()
    told = f"What was recorded of where {region.name} lay before is taken back: 1 earlier place."
    assert told in looked
    assert told in change(officer, f"{HERE}place/", **filled)
    assert "earlier places of it taken back" in Line.objects.latest("id").text


def test_a_name_is_as_old_as_anybody_knows(officer: Client) -> None:
    change(officer, f"{HERE}rename/", name="新名", code="", day="2020-09-01", seen=1)
    drawn = officer.get(HERE).content.decode()
    had = drawn.partition("Names and codes it had")[2].partition("</table>")[0]
    assert "as long as known" in had
    assert "Not sent" not in had


def test_regions_are_shown_as_at_the_day_that_is_asked(officer: Client) -> None:
    region = Region.objects.get(public_id=people.DISTRICT)
    other = Region.objects.get(public_id=people.OTHER_DISTRICT)
    street = Region.objects.create(kind="street", name="东街", parent=region, district=region)
    placed = f"{REGIONS}{street.public_id}/place/"
    change(officer, placed, kind="street", parent=other.public_id, layer="", day="2020-09-01", seen=1)
    change(officer, f"{HERE}rename/", name="新名区", code="", day="2020-09-01", seen=region.version)
    for day, name, there in (("2020-08-31", region.name, True), ("2020-09-01", "新名区", False)):
        listed = officer.get(f"{REGIONS}?day={day}").content.decode()
        assert f">{name}</a>" in listed
        page = officer.get(f"{HERE}?day={day}").content.decode()
        assert f"<h1>{name}: " in page
        assert (">东街</a>" in page) is there
        assert f'value="{day}"' in page
    above = officer.get(f"{REGIONS}{street.public_id}/?day=2020-08-31").content.decode()
    assert f">{region.name}</a></li><li>东街</li>" in above


def test_a_partner_region_outside_the_city_is_added_and_listed(officer: Client) -> None:
    filled = {"name": "汶川县", "kind": "outside", "code": "513221", "layer": "", "parent": "", "day": ""}
    assert "汶川县 is in the register." in change(officer, f"{REGIONS}add/", **filled)
    region = Region.objects.get(code="513221")
    assert (region.parent, region.district) == (None, region)
    assert "Partner region outside the city" in officer.get(f"{REGIONS}{region.public_id}/").content.decode()
    assert "汶川县" in officer.get(REGIONS).content.decode()


@pytest.mark.parametrize("to", ["add", "place"])
def test_an_area_with_a_code_is_refused_wherever_it_is_said(officer: Client, to: str) -> None:
    filled = {
        "name": "高新区",
        "code": "510199",
        "kind": "area",
        "parent": "",
        "layer": "1",
        "seen": 1,
        "day": "",
    }
    answer = officer.post(f"{REGIONS}add/" if to == "add" else f"{HERE}place/", filled)
    assert answer.status_code == 422
    assert "An education-management area has no code of its own" in answer.content.decode()


def test_what_cannot_be_is_refused_beside_its_field(officer: Client) -> None:
    taken = Region.objects.get(public_id=people.OTHER_DISTRICT).code
    answer = officer.post(f"{HERE}rename/", {"name": "新", "code": taken, "day": "2025-09-01", "seen": 1})
    assert answer.status_code == 422
    assert f"The code {taken} belongs to" in answer.content.decode()
    answer = officer.post(f"{HERE}abolish/", {"day": "2025-09-01", "seen": 1})
    assert "Move them first" in answer.content.decode()
    answer = officer.post(f"{HERE}abolish/", {"day": "2025-09-01", "seen": 7})
    assert "Somebody has changed this record" in answer.content.decode()


def test_a_district_officer_is_shown_no_way_to_it(cast: Cast) -> None:
    drawn = cast.client("district_officer").get(HERE).content.decode()
    assert "Abolish" not in drawn


def test_the_calendar_of_a_year_is_entered_and_corrected(officer: Client) -> None:
    days = {"holidays": "2016-10-01 2016-10-07 国庆节", "make_ups": "2016-10-08 国庆节\r\n\r\n2016-10-09"}
    assert "Terms: 2. Other days: 9." in change(officer, CALENDAR, seen=1, **TERMS, **days)
    assert (Term.objects.count(), CalendarDay.objects.filter(kind="holiday").count()) == (2, 7)
    drawn = officer.get(CALENDAR).content.decode()
    assert "2016-10-01 2016-10-07 国庆节" in drawn
    assert 'value="2017-02-13"' in drawn
    only = {"first_1": TERMS["first_1"], "last_1": TERMS["last_1"]}
    assert "Terms: 1. Other days: 0." in change(officer, CALENDAR, seen=2, **only)
    assert "Enter the calendar 2016–17" in officer.get("/en/schools/calendar/?year=2016").content.decode()


def test_the_second_step_carries_the_lines_on(officer: Client) -> None:
    lines = "2016-10-01\r\n2016-10-02"
    looked = officer.post(CALENDAR, {"seen": 1, **TERMS, "holidays": lines}).content.decode()
    carried = looked.partition('name="holidays" value="')[2].partition('"')[0]
    assert carried.split() == lines.split()
    assert "\n" in carried


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"holidays": "2016-10-01\n国庆节"}, "Line 2: “国庆节” does not begin with a day."),
        ({"holidays": "2016-13-01"}, "Line 1: “2016-13-01” does not begin with a day."),
        ({"holidays": "2016-10-07 2016-10-01"}, "Line 1: 1 October 2016 is not soon after 7 October 2016."),
        ({"make_ups": "2016-10-10"}, "10 October 2016 is a working day anyway"),
        ({"last_2": ""}, "Term 2 needs its first and its last day."),
    ],
)
def test_a_wrong_line_of_the_calendar_is_named(officer: Client, wrong: dict[str, str], told: str) -> None:
    answer = officer.post(CALENDAR, {"seen": 1, **TERMS, **wrong})
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_lines_are_read_as_people_write_them() -> None:
    text = "2016年10月1日至2016年10月3日 国庆节\n2017/1/1元旦\n2017.1.2 — 2017.1.3"
    days = days_in(text, "holiday", "holidays")
    assert [(one.day.day, one.name) for one in days] == [
        *((day, "国庆节") for day in (1, 2, 3)),
        (1, "元旦"),
        (2, ""),
        (3, ""),
    ]
    again = written_lines((one.day, one.name) for one in days)
    assert again == "2016-10-01 2016-10-03 国庆节\n2017-01-01 元旦\n2017-01-02 2017-01-03"
    assert days_in(again, "holiday", "holidays") == days
    with pytest.raises(Refused):
        days_in("2016-10-01 2018-10-01", "holiday", "holidays")
    assert days[0].day == date(2016, 10, 1)


def test_links_of_the_list_of_regions_keep_the_day(officer: Client) -> None:
    listed = officer.get(f"{REGIONS}?day=2020-08-31").content.decode()
    assert f'href="{HERE}?day=2020-08-31"' in listed
    assert f'href="/en/schools/?day=2020-08-31&amp;region={people.DISTRICT}"' in listed
    assert f'href="{HERE}"' in officer.get(REGIONS).content.decode()
