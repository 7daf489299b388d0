"""A school closes in the middle of a school year: its figures of that year stay, and none is asked of it after."""

from __future__ import annotations

from datetime import date

import pytest
from tests.schools.conftest import OFFICER, City

from lianmeng.core.refusal import Refused
from lianmeng.schools.actions.life import close_school
from lianmeng.schools.actions.returns import enter_return
from lianmeng.schools.models import School, Section
from lianmeng.schools.queries.figures import figures_of_year
from lianmeng.schools.queries.schools import schools_at
from lianmeng.schools.queries.yearly import standing

CLOSES = date(2016, 12, 15)


@pytest.fixture
def closed(city: City) -> Section:
    """It sent its return of 2016, and closed in December."""
    school = city.school(1)
    section = Section.objects.get(school=school)
    enter_return(section.public_id, 2016, {"pupils": 120, "teachers": 9}, by=OFFICER, seen=0)
    seen = School.objects.get(pk=school.pk).version
    close_school(school.public_id, "no pupils", by=OFFICER, day=CLOSES, seen=seen)
    return section


def test_the_figures_of_its_last_year_stay(closed: Section) -> None:
    assert [one.pupils.value for one in figures_of_year(2016, "primary")] == [120]


def test_it_is_there_until_the_day_and_no_longer(closed: Section) -> None:
    assert schools_at(date(2016, 12, 14)).count() == 1
    assert schools_at(CLOSES).count() == 0


def test_no_return_is_due_after_its_last_year(closed: Section) -> None:
    assert [len(standing().in_year(year).due) for year in (2016, 2017)] == [1, 0]


def test_a_return_of_a_later_year_is_refused(closed: Section) -> None:
    with pytest.raises(Refused, match="was not there in the school year 2017"):
        enter_return(closed.public_id, 2017, {"pupils": 1}, by=OFFICER, seen=0)
