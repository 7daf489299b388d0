"""The register on a day is kept as long as it is right, and no longer."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from django.db import transaction
from tests.schools.conftest import OFFICER, City

from lianmeng.schools.actions.life import close_school, rename_school
from lianmeng.schools.actions.loading import end_gone
from lianmeng.schools.actions.parts import open_section
from lianmeng.schools.models import Section
from lianmeng.schools.queries.on_day import RegisterOnDay, register_on, version_to_keep

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 9, 1)


def register() -> RegisterOnDay:
    return register_on(DAY, version_to_keep())


def names() -> list[str]:
    return [one.name for one in register().schools]


def test_it_is_read_once_until_a_school_is_renamed(city: City) -> None:
    school = city.school(1)
    assert register() is register()
    rename_school(school.public_id, "新名小学", by=OFFICER, day=date(2020, 9, 1), seen=None)
    assert names() == ["新名小学"]
    assert [one.name for one in register_on(date(2015, 9, 1), version_to_keep()).schools] == ["第1小学"]


def test_what_opens_closes_or_gets_a_section_is_seen_at_once(city: City) -> None:
    school = city.school(1)
    assert names() == ["第1小学"]
    open_section(school.public_id, "junior", by=OFFICER, day=date(2020, 9, 1), seen=None)
    assert [stage for _, stage in register().schools[0].sections] == ["primary", "junior"]
    city.school(2)
    assert names() == ["第1小学", "第2小学"]
    close_school(school.public_id, "", by=OFFICER, day=DAY, seen=None)
    assert names() == ["第2小学"]


def test_a_section_that_a_file_ends_is_gone_at_once(city: City) -> None:
    school = city.school(1)
    assert len(register().schools[0].sections) == 1
    ended = Section.objects.filter(school=school).values_list("pk", flat=True)
    with transaction.atomic():
        end_gone("section", pl.Series(list(ended)), DAY, "")
    assert register().schools[0].sections == ()


def test_what_is_undone_is_not_kept(city: City) -> None:
    school = city.school(1)
    with transaction.atomic():
        rename_school(school.public_id, "取消小学", by=OFFICER, day=DAY, seen=None)
        assert names() == ["取消小学"]
        transaction.set_rollback(True)
    assert names() == ["第1小学"]
    rename_school(school.public_id, "新名小学", by=OFFICER, day=DAY, seen=None)
    assert names() == ["新名小学"]
