"""What was computed from the register is kept as long as it is right, and no longer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from tests.cities import small_rows, write_schools

from lianmeng.balance.queries import city
from lianmeng.balance.queries.city_rows import YearOfCity, year_of_city
from lianmeng.core.keeping import kept_answers
from lianmeng.schools.models import Region, Return, School, SchoolVersion, Section
from lianmeng.schools.queries import figures_of_year


@pytest.fixture(autouse=True)
def register(db: None) -> None:
    write_schools(small_rows())


def known(year: int = 2016) -> YearOfCity:
    return year_of_city(year, "primary", city.versions()[year])


def a_state() -> SchoolVersion:
    found = SchoolVersion.objects.filter(until=None, school__code=known().sections[0].code).first()
    assert found is not None
    return found


def corrected(state: SchoolVersion, **fields: object) -> None:
    SchoolVersion.objects.filter(pk=state.pk).update(**fields)
    School.objects.filter(pk=state.school_id).update(version=F("version") + 1)


def test_every_year_has_the_sections_of_the_register() -> None:
    for year in city.versions():
        for stage in city.stages():
            found = year_of_city(year, stage, city.versions()[year]).sections
            assert list(found) == list(figures_of_year(year, stage))


def test_an_edit_of_today_leaves_the_years_as_they_are() -> None:
    before, state, today = known(), a_state(), date(2030, 1, 1)
    corrected(state, until=today)
    state.pk, state.since, state.name = None, today, "改名小学"
    state.save()
    assert known() is before


def test_a_correction_changes_the_years_in_which_it_held() -> None:
    before = known()
    corrected(a_state(), name="更正小学")
    assert known() is not before
    assert known().sections[0].name == "更正小学"


def test_a_return_changes_its_own_year_only() -> None:
    latest, earlier = known(), known(2015)
    Return.objects.filter(year=2016, section__public_id=latest.sections[0].section).update(
        version=F("version") + 1, values={"pupils": 1}
    )
    assert known().pupils[0] == 1
    assert known(2015) is earlier


def test_a_region_is_called_and_placed_as_it_is_now() -> None:
    names = [row.part.name for row in city.city_year(2016, "primary", city.versions()).districts]
    one = Region.objects.get(public_id="cd-dayi")
    one.layer, one.version = 2, one.version + 1
    one.save()
    found = city.city_year(2016, "primary", city.versions())
    assert sorted(row.part.name for row in found.districts) == sorted(names)
    assert "layer-2" in [row.part.id for row in city.layers_and_settings(found.rows)]


def test_a_section_that_should_send_is_missed_at_once() -> None:
    section = Section.objects.get(public_id=known().sections[0].section)
    Return.objects.filter(section=section, year=2016).delete()
    assert [one.section for one in known().unsent] == [section.public_id]
    Section.objects.filter(pk=section.pk).update(until=date(2016, 1, 1), version=F("version") + 1)
    assert known().unsent == ()


def test_after_an_edit_a_page_is_made_from_few_questions(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    known()
    known(2015)
    corrected(a_state(), name="更正小学")
    with django_assert_max_num_queries(14):  # the versions twice, five each, and the register once
        known()
        known(2015)


def test_who_asks_while_it_is_made_waits_for_it() -> None:
    begun, let_go, made = Event(), Event(), []

    @kept_answers(4)
    def double(number: int) -> int:
        made.append(number)
        begun.set()
        let_go.wait(5)
        return 2 * number

    with ThreadPoolExecutor(2) as readers:
        first = readers.submit(double, 21)
        assert begun.wait(5)
        second = readers.submit(double, 21)
        let_go.set()
        assert (first.result(5), second.result(5), made) == (42, 42, [21])


def test_what_was_never_read_is_read_at_once_and_afterwards_each_year_alone() -> None:
    """However many years a page compares, it asks for their returns once."""
    with CaptureQueriesContext(connection) as asked:
        trend(city.versions())
    assert _of_returns(asked) == 1
    Return.objects.filter(year=2015).update(version=F("version") + 1)
    with CaptureQueriesContext(connection) as asked:
        trend(city.versions())
    assert _of_returns(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        trend(city.versions())
    assert _of_returns(asked) == 0


def trend(versions: city.Versions) -> None:
    assert len(versions) == 3
    for year in versions:
        assert year_of_city(year, "primary", versions[year]).sections


def _of_returns(asked: CaptureQueriesContext) -> int:
    return sum("section__public_id" in (one["sql"] or "") for one in asked)
