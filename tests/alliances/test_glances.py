"""Beside each party: where its school lies, whose it is, and how many pupils it has."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from tests.alliances.conftest import TODAY, approved
from tests.alliances.test_targets import sent

from lianmeng.schools.models import Region, Return, SchoolVersion
from lianmeng.schools.queries.glances import glances

pytestmark = pytest.mark.usefixtures("city")


def test_pupils_are_those_of_the_latest_year_in_all_sections_and_a_gap_is_named() -> None:
    sent("a", 2015, pupils=900)
    sent("a", 2016, pupils=1200)
    sent("a", 2016, stage="junior", pupils=300)
    sent("c", 2015, pupils=80)
    Region.objects.filter(public_id="d1").update(layer=1)
    SchoolVersion.objects.filter(school__public_id="a").update(ownership="private")
    page = f"/en/alliances/{approved('twinning', (('lead', 'a'), ('partner', 'c')))}/"
    text = Client().get(page).content.decode()
    assert "circle layer 1, Private school, 1,500 pupils, 2016–17</p>" in text
    assert text.count("number of pupils not sent") == 1  # c sent none of that year: not of another, and not 0
    chinese = Client().get(page.replace("/en/", "/zh-hans/", 1)).content.decode()
    assert "第 1 圈层、民办学校、1,500 名学生（2016–17 学年）</p>" in chinese


def test_a_school_is_seen_as_it_is_on_the_day() -> None:
    sent("a", 2015, pupils=900)
    sent("a", 2016, pupils=1200)
    assert [one.value for one in glances(["a"], TODAY)["a"].pupils] == [1200]
    assert [one.value for one in glances(["a"], date(2016, 8, 31))["a"].pupils] == [900]
    Return.objects.all().delete()
    assert glances(["a"], TODAY)["a"].year is None
    assert (
        "number of pupils not sent"
        in Client()
        .get(f"/en/alliances/{approved('twinning', (('lead', 'a'), ('partner', 'c')))}/")
        .content.decode()
    )
