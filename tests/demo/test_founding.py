"""Cities that an installation begins with: written whole, as at any day, once, and labelled."""

from datetime import date

import pytest
from django.test import Client
from tests.cities import small_rows, write_small_city

from lianmeng.audit.models import Line
from lianmeng.cities.actions.taiwan import begin_taiwan
from lianmeng.cities.queries.begun import begun_city
from lianmeng.cities.rules.plan import holidays
from lianmeng.core.actors import NOBODY, OPERATOR
from lianmeng.core.refusal import Refused
from lianmeng.imports.models import ColumnMap, Import
from lianmeng.schools import queries
from lianmeng.schools.actions.founding import Founding, found_register
from lianmeng.schools.models import Appointment, CalendarDay, Employment, Region, School, SchoolVersion, Staff
from lianmeng.schools.queries.calendar import a_school_day
from lianmeng.schools.rules.calendar import is_weekday
from lianmeng.schools.vocabulary import DayKind

pytestmark = pytest.mark.django_db


def test_the_whole_city_is_there_and_the_audit_vouches_for_its_rows() -> None:
    places = write_small_city()
    rows = small_rows()
    assert School.objects.count() == len(rows.schools)
    assert Staff.objects.count() == Employment.objects.count() == len(rows.people)
    assert Appointment.objects.filter(section=None).count() == 0
    assert queries.city_name(date(2016, 9, 1)) == "成都市"
    assert set(queries.school_names([places["school"], places["other_school"]], date(2016, 9, 1)).values())
    assert Line.objects.exclude(rows_digest="").count() == 1


def test_the_city_can_be_asked_as_at_a_day() -> None:
    write_small_city()
    renamed = next(one for one in small_rows().schools if len(one.versions) > 1)
    before, after = (
        queries.school_names([renamed.id], day)[renamed.id] for day in (date(2015, 1, 1), date(2016, 1, 1))
    )
    assert (before, after) == (renamed.versions[0].name, renamed.versions[1].name)
    open_then, open_now = (queries.schools_at(day).count() for day in (date(2014, 9, 1), date(2016, 9, 2)))
    assert open_then != open_now


def test_the_calendar_has_the_holidays_that_were_announced_and_the_days_worked_instead() -> None:
    write_small_city()
    city = Region.objects.get(kind="city")
    asked = {
        date(2016, 10, 7): False,
        date(2016, 10, 8): True,
        date(2016, 10, 10): True,
        date(2017, 4, 1): True,
    }
    assert {day: a_school_day(city, day) for day in asked} == asked
    days = [(one.day, one.kind) for one in CalendarDay.objects.all()]
    assert days[0] == (date(2014, 9, 6), DayKind.HOLIDAY)
    assert days[-1] == (date(2017, 5, 30), DayKind.HOLIDAY)
    assert not [day for day, kind in days if kind == DayKind.MAKE_UP and is_weekday(day)]
    assert all(one["notice"] for one in holidays())
    page = Client().get("/en/schools/calendar/?year=2016").content.decode()
    assert "1 October 2016 to 7 October 2016" in page
    assert "8 October 2016" in page


def test_every_page_says_that_it_is_made_up() -> None:
    assert "made up" not in Client().get("/en/method/").content.decode()
    write_small_city()
    assert "(synthetic)" in Client().get("/en/method/").content.decode()
    assert "虚构" in Client().get("/zh-hans/method/").content.decode()


def test_a_city_is_founded_once_and_by_the_city_alone() -> None:
    write_small_city()
    with pytest.raises(Refused):
        begin_taiwan(by=OPERATOR)
    begun = begun_city()
    assert begun is not None
    assert begun.key == "chengdu-2016"


def test_nobody_else_founds_a_register() -> None:
    with pytest.raises(Refused):
        found_register(Founding(city={"name": "X"}, regions=[], schools=[]), by=NOBODY)
    assert not Region.objects.exists()


def test_the_second_city_holds_the_published_figures() -> None:
    assert begin_taiwan(by=OPERATOR)
    assert not begin_taiwan(by=OPERATOR)
    assert School.objects.count() == 1_642
    assert queries.years_with_returns() == [2024]
    page = Client().get("/en/balance/city/").content.decode()
    assert "(synthetic)" not in page
    assert "南投縣" in page
    assert "0.78" in page


def test_the_second_city_is_loaded_as_a_file_by_a_map_that_is_kept() -> None:
    begin_taiwan(by=OPERATOR)
    one, kept = Import.objects.get(), ColumnMap.objects.get()
    assert (one.state, one.map_name, one.counts["new"], one.counts["refused"]) == (
        "applied",
        kept.name,
        1_642,
        0,
    )
    assert Region.objects.get(name="南投縣").parent == Region.objects.get(kind="city")
    assert SchoolVersion.objects.filter(setting="rural").count() == 410
    assert Line.objects.get(text__startswith="Loaded").rows_digest == one.rows_digest
