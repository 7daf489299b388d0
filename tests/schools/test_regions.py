"""Regions keep their identity through codes and names; the calendar says what a school day is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries
from tests.schools.conftest import OFFICER, STRANGER, City

from lianmeng.core.refusal import Refused
from lianmeng.schools.actions.calendars import plan_year
from lianmeng.schools.actions.regions import (
    NewRegion,
    Place,
    abolish_region,
    add_region,
    place_region,
    rename_region,
)
from lianmeng.schools.models import Region, Return, School
from lianmeng.schools.queries.calendar import a_school_day, school_days
from lianmeng.schools.queries.figures import figures_of_year
from lianmeng.schools.queries.on_day import register_on
from lianmeng.schools.queries.regions import districts, region_names, region_of_code
from lianmeng.schools.queries.yearly import standing
from lianmeng.schools.rules.calendar import SpecialDay, TermDays, YearPlan

DAY = date(2016, 12, 31)


@pytest.fixture
def county(city: City) -> Region:
    draft = NewRegion(kind="district", code="510122", name="双流县", parent=city.region.public_id, layer=2)
    return add_region(draft, by=OFFICER, day=None)


def test_a_county_that_becomes_a_district_is_the_same_place(county: Region) -> None:
    rename_region(county.public_id, "双流区", "510116", by=OFFICER, day=DAY, seen=1)
    held = [region_of_code(code, day) for code, day in (("510122", date(2016, 1, 1)), ("510116", DAY))]
    assert held == [county, county]
    assert region_of_code("510122", DAY) is None
    assert region_names([county.public_id], date(2016, 1, 1)) == {county.public_id: "双流县"}
    assert region_names([county.public_id], DAY) == {county.public_id: "双流区"}
    with pytest.raises(Refused, match="Somebody has changed"):
        rename_region(county.public_id, "双流", by=OFFICER, day=DAY, seen=1)


def test_a_code_belongs_to_one_region_and_an_area_has_none(county: Region, city: City) -> None:
    for draft, complaint in (
        (NewRegion(kind="district", code="510122", name="甲"), "belongs to 双流县"),
        (NewRegion(kind="area", code="510199", name="甲"), "no code of its own"),
        (NewRegion(kind="district", name=" "), "needs a name"),
        (NewRegion(kind="district", name="甲", layer=9), "1, 2 or 3"),
    ):
        with pytest.raises(Refused, match=complaint):
            add_region(draft, by=OFFICER, day=None)
    rename_region(county.public_id, "双流区", "510116", by=OFFICER, day=DAY, seen=None)
    with pytest.raises(Refused, match="belongs to 双流县"):  # it held the code in 2010
        add_region(NewRegion(kind="district", code="510122", name="甲"), by=OFFICER, day=date(2010, 1, 1))
    assert (
        add_region(NewRegion(kind="district", code="510122", name="甲"), by=OFFICER, day=DAY).code == "510122"
    )


def test_streets_follow_their_district_and_nothing_lies_within_itself(county: Region, city: City) -> None:
    street = add_region(
        NewRegion(kind="street", code="510122001", name="东升街道", parent=county.public_id),
        by=OFFICER,
        day=None,
    )
    village = add_region(
        NewRegion(kind="village", code="510122001001", name="一社区", parent=street.public_id),
        by=OFFICER,
        day=None,
    )
    place_region(street.public_id, Place(kind="street", parent=city.north.public_id), by=OFFICER, seen=1)
    village.refresh_from_db()
    assert village.district == city.north
    with pytest.raises(Refused, match="within itself"):
        place_region(street.public_id, Place(kind="street", parent=village.public_id), by=OFFICER, seen=None)


def test_nothing_lies_within_itself_on_any_later_day_either(county: Region, city: City) -> None:
    one, other = (
        add_region(NewRegion(kind="street", name=name, parent=county.public_id), by=OFFICER, day=None)
        for name in ("甲街", "乙街")
    )
    within = Place(kind="street", parent=other.public_id)
    place_region(one.public_id, within, by=OFFICER, day=date(2018, 1, 1), seen=None)
    out = Place(kind="street", parent=county.public_id)
    place_region(one.public_id, out, by=OFFICER, day=date(2020, 1, 1), seen=None)
    turned = Place(kind="street", parent=one.public_id)
    with pytest.raises(Refused, match="within itself from 2018-01-01 on"):
        place_region(other.public_id, turned, by=OFFICER, day=date(2015, 1, 1), seen=None)
    place_region(other.public_id, turned, by=OFFICER, day=date(2020, 1, 1), seen=None)
    assert other in Region.objects.filter(parent=one)


def test_nothing_is_recorded_of_a_day_that_is_still_to_come(county: Region, city: City) -> None:
    tomorrow = localdate() + timedelta(days=1)
    place = Place(kind="district", parent=city.region.public_id, layer=1)
    with pytest.raises(Refused, match="still to come"):
        place_region(county.public_id, place, by=OFFICER, day=tomorrow, seen=None)
    with pytest.raises(Refused, match="still to come"):
        rename_region(county.public_id, "双流区", by=OFFICER, day=tomorrow, seen=None)
    place_region(county.public_id, place, by=OFFICER, day=localdate(), seen=None)
    assert layer_on(county, localdate()) == 1


def test_a_district_of_another_layer_is_in_the_old_one_until_that_day(county: Region, city: City) -> None:
    school = city.school(1, "", county)
    sent(school, 2015, 2016)
    inner, outer = (Place(kind="district", parent=city.region.public_id, layer=layer) for layer in (1, 3))
    place_region(county.public_id, inner, by=OFFICER, day=DAY, seen=1)
    assert [layers_of(2015), layers_of(2016), layers_of(2017)] == [{2}, {2}, {1}]
    assert [next(one.layer for one in figures_of_year(year, "primary")) for year in (2015, 2016)] == [2, 2]
    assert [layer_on(county, day) for day in (date(2016, 12, 30), DAY)] == [2, 1]
    with pytest.raises(Refused, match="nothing would change"):
        place_region(county.public_id, inner, by=OFFICER, day=DAY, seen=2)
    place_region(county.public_id, outer, by=OFFICER, seen=2)
    assert (layers_of(2015), layer_on(county, DAY)) == ({3}, 3)


def test_a_street_that_changes_its_district_takes_its_schools_along_from_that_day(
    county: Region, city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    street = add_region(
        NewRegion(kind="street", code="510122001", name="东升街道", parent=county.public_id),
        by=OFFICER,
        day=None,
    )
    city.school(1, "", street)
    place_region(
        street.public_id, Place(kind="street", parent=city.north.public_id), by=OFFICER, day=DAY, seen=1
    )
    with django_assert_num_queries(4):
        standing()
    found = {day: register_on(day, "").schools[0] for day in (date(2016, 12, 30), DAY)}
    assert [one.district for one in found.values()] == [county.public_id, city.north.public_id]
    assert [one.parent for one in found.values()] == [county.public_id, city.north.public_id]
    assert [one.district_name for one in found.values()] == ["双流县", city.north.name]


def test_the_register_of_an_earlier_day_calls_a_county_by_its_old_name(county: Region, city: City) -> None:
    city.school(1, "", county)
    rename_region(county.public_id, "双流区", "510116", by=OFFICER, day=DAY, seen=1)
    for day, code, name in ((date(2016, 12, 30), "510122", "双流县"), (DAY, "510116", "双流区")):
        register = register_on(day, "")
        assert (code, name) in [(one.code, one.name) for one in register.districts]
        assert [one.manager for one in register.schools] == [name]


def test_a_region_stands_once_in_a_year_by_its_name_of_then(
    county: Region, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rename_region(county.public_id, "双流区", "510116", by=OFFICER, day=DAY, seen=1)
    with django_assert_num_queries(3):
        found = standing()
    called = [dict(found.in_year(DAY.year + after).regions)[county.public_id] for after in (-1, 1)]
    assert called == ["双流县", "双流区"]
    assert len(found.regions) == Region.objects.count()


def sent(school: School, *years: int) -> None:
    for year in years:
        Return.objects.create(
            section=school.sections.get(), year=year, values={"pupils": 9}, entered_at=timezone.now()
        )


def layers_of(year: int) -> set[int | None]:
    """Of the schools, by what the balance of a year is made of."""
    return {one.layer for one in standing().in_year(year).states.values()}


def layer_on(region: Region, day: date) -> int | None:
    return next(one.layer for one in register_on(day, "").districts if one.public_id == region.public_id)


def test_a_region_with_schools_is_not_abolished(county: Region, city: City) -> None:
    city.school(1, "", county)
    with pytest.raises(Refused, match="Move them first"):
        abolish_region(county.public_id, by=OFFICER, day=DAY, seen=None)
    with pytest.raises(Refused, match="Place them elsewhere"):
        abolish_region(city.region.public_id, by=OFFICER, day=DAY, seen=None)
    rename_region(city.south.public_id, "郫都区", "510117", by=OFFICER, day=date(2015, 1, 1), seen=None)
    abolish_region(city.south.public_id, by=OFFICER, day=DAY, seen=2)
    assert city.south not in districts(DAY)
    assert city.south in districts(date(2016, 1, 1))


def test_only_officers_of_the_city_change_regions_and_calendars(city: City) -> None:
    for by in (STRANGER, city.officer_of(city.north)):
        with pytest.raises(Refused, match="Only officers of the city"):
            rename_region(city.north.public_id, "甲", by=by, day=DAY, seen=None)
        with pytest.raises(Refused, match="Only officers of the city"):
            plan_year(city.region.public_id, 2016, YearPlan([]), by=by, seen=None)


PLAN = YearPlan(
    [TermDays(date(2016, 9, 1), date(2017, 1, 20)), TermDays(date(2017, 2, 13), date(2017, 7, 7))],
    [SpecialDay(date(2016, 10, 3), "holiday", "国庆节"), SpecialDay(date(2016, 10, 8), "make_up")],
)


def test_a_make_up_saturday_is_a_school_day_and_a_holiday_monday_is_none(city: City) -> None:
    plan_year(city.region.public_id, 2016, PLAN, by=OFFICER, seen=1)
    asked = {
        "2016-10-03": False,
        "2016-10-08": True,
        "2016-10-15": False,
        "2016-10-17": True,
        "2017-02-01": False,
    }
    assert {day: a_school_day(city.north, date.fromisoformat(day)) for day in asked} == asked
    assert a_school_day(city.north, date(2018, 10, 8)) is None
    assert len(school_days(city.north, date(2016, 10, 1), date(2016, 10, 9)) or ()) == 5


def test_a_district_may_have_a_calendar_of_its_own(city: City) -> None:
    plan_year(city.region.public_id, 2016, PLAN, by=OFFICER, seen=None)
    plan_year(
        city.south.public_id,
        2016,
        YearPlan([TermDays(date(2016, 9, 5), date(2017, 6, 30))]),
        by=OFFICER,
        seen=1,
    )
    assert [a_school_day(one, date(2016, 9, 1)) for one in (city.north, city.south)] == [True, False]


@pytest.mark.parametrize(
    ("plan", "complaint"),
    [
        (YearPlan([]), "at least one term"),
        (YearPlan([TermDays(date(2017, 1, 1), date(2016, 12, 1))]), "ends before"),
        (YearPlan([TermDays(date(2016, 8, 1), date(2016, 12, 1))]), "not in the school year"),
        (
            YearPlan([*PLAN.terms, TermDays(date(2017, 7, 1), date(2017, 8, 1))]),
            "begins before the one before",
        ),
        (YearPlan(PLAN.terms, [*PLAN.days, PLAN.days[0]]), "stands there twice"),
        (YearPlan(PLAN.terms, [SpecialDay(date(2016, 10, 10), "make_up")]), "working day anyway"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(city: City, plan: YearPlan, complaint: str) -> None:
    with pytest.raises(Refused, match=complaint):
        plan_year(city.region.public_id, 2016, plan, by=OFFICER, seen=None)
