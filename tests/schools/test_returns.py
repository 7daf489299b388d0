"""Yearly returns are entered, corrected and doubted, never silently overwritten."""

from __future__ import annotations

from datetime import date

import pytest
from tests.schools.conftest import OFFICER, STRANGER, City

from lianmeng.core.refusal import Refused
from lianmeng.schools.actions.life import close_school
from lianmeng.schools.actions.returns import enter_return
from lianmeng.schools.models import Return, Section
from lianmeng.schools.queries.checks import doubts_about


@pytest.fixture
def section(city: City) -> Section:
    return Section.objects.get(school=city.school(1))


def test_a_school_leader_enters_and_the_bureau_corrects(city: City, section: Section) -> None:
    leader = city.leader_of(section.school)
    enter_return(section.public_id, 2016, {"pupils": 600, "books": "not_due"}, by=leader, seen=0)
    kept = enter_return(section.public_id, 2016, {"pupils": 606, "books": 9000}, by=OFFICER, seen=1)
    assert (Return.objects.get().values, kept.version) == ({"pupils": 606, "books": 9000}, 2)
    for seen in (0, 1):
        with pytest.raises(Refused, match="Somebody has changed"):
            enter_return(section.public_id, 2016, {"pupils": 1}, by=OFFICER, seen=seen)
    with pytest.raises(Refused, match="nothing would change"):
        enter_return(section.public_id, 2016, {"pupils": 606, "books": 9000}, by=OFFICER, seen=2)


def test_nobody_else_enters_it(city: City, section: Section) -> None:
    other = city.school(2)
    for by in (STRANGER, city.leader_of(other), city.officer_of(city.south)):
        with pytest.raises(Refused, match="Only the school's leaders"):
            enter_return(section.public_id, 2016, {"pupils": 600}, by=by, seen=0)


@pytest.mark.parametrize(
    ("values", "field", "complaint"),
    [
        ({"pupils": -1}, "pupils", "0 or more"),
        ({"pupils": 1.5}, "pupils", "Whole numbers"),
        ({"pupils": float("nan")}, "pupils", "0 or more"),
        ({"pupils": "lost"}, "pupils", "no reason"),
        ({"chairs": 3}, "chairs", "not one of the words"),
        ({}, None, "at least one figure"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_at_its_field(
    section: Section, values: dict[str, float | str], field: str | None, complaint: str
) -> None:
    with pytest.raises(Refused, match=complaint) as refused:
        enter_return(section.public_id, 2016, values, by=OFFICER, seen=0)
    assert refused.value.field == field


def test_a_year_without_the_section_or_still_to_come_is_refused(section: Section) -> None:
    close_school(section.school.public_id, "", by=OFFICER, day=date(2018, 3, 1), seen=None)
    enter_return(
        section.public_id, 2017, {"pupils": 600}, by=OFFICER, seen=0
    )  # closed in the middle of that year
    for year, complaint in ((2018, "was not there"), (2009, "was not there"), (2190, "not due yet")):
        with pytest.raises(Refused, match=complaint):
            enter_return(section.public_id, year, {"pupils": 600}, by=OFFICER, seen=0)


def test_unlikely_figures_are_told_and_not_refused(section: Section) -> None:
    enter_return(section.public_id, 2015, {"pupils": 200}, by=OFFICER, seen=0)
    found = doubts_about(
        section, 2016, {"pupils": 600, "teachers": 28, "key_teachers": 82, "books": "not_sent"}
    )
    assert [(one.figure, str(one.sentence)) for one in found] == [
        ("pupils", "600 is far from last year's 200. Is it right?"),
        ("key_teachers", "82 is more than all 28 of “Full-time teachers”. Is it right?"),
    ]
