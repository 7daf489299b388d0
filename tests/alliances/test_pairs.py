"""The page of a district pair: its school pairs, year by year, and what went either way."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.alliances.conftest import TODAY, alliance, approved, drafted, leader
from tests.alliances.test_activities import lesson
from tests.alliances.test_pages import BUDGET, page

from lianmeng.alliances.actions.activities import confirm_activity, record_activity
from lianmeng.alliances.queries.counts import counts_of_year
from lianmeng.alliances.queries.framed import framed_alliances, framed_counts

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def frame(city: None) -> str:
    return approved("district_pair", (("district", "d1"), ("district", "d2")))


def given(made: str, giver: str, receiver: str) -> None:
    done = lesson(giver=giver, people={giver: (1, 0), receiver: (4, 30)})
    confirm_activity(record_activity(made, done, by=leader(giver)), receiver, by=leader(receiver))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_shows_its_pairs_and_the_ledger_both_ways(frame: str, language: str) -> None:
    made = approved("twinning", (("lead", "a"), ("partner", "b")))
    assert alliance(made).frame == alliance(frame)
    given(made, "a", "b")
    hidden = drafted("twinning", (("lead", "c"), ("partner", "e")))
    text = page(Client(), f"/{language}/alliances/{frame}/pairs/")
    assert "甲小学" in text
    assert alliance(hidden).public_id not in text
    if language == "en":
        assert "1 school pair in effect" in text
        assert "Open lessons" in text
    assert f"/{language}/alliances/{frame}/pairs/" in page(Client(), f"/{language}/alliances/{frame}/")


def test_it_asks_as_often_for_three_pairs_as_for_one(frame: str) -> None:
    asked = []
    for lead, partner in (("a", "b"), ("c", "e"), ("d", "b")):
        given(approved("twinning", (("lead", lead), ("partner", partner))), lead, partner)
        with CaptureQueriesContext(connection) as queries:
            Client().get(f"/en/alliances/{frame}/pairs/")
        asked.append(len(queries))
    assert asked[0] == asked[-1] <= BUDGET


def test_pairs_are_counted_on_last_days_of_years(frame: str) -> None:
    assert framed_counts(framed_alliances(alliance(frame)), TODAY) == []
    made = approved("twinning", (("lead", "a"), ("partner", "b")))
    since = alliance(made).spans.get().since
    counts = dict(framed_counts(framed_alliances(alliance(frame)), TODAY))
    assert counts[TODAY] == 1
    assert all(count == (since <= day) for day, count in counts.items())
    later = framed_counts(framed_alliances(alliance(frame)), TODAY + timedelta(days=366))
    assert date(TODAY.year, 12, 31) in dict(later)


def test_it_counts_the_same_pairs_as_the_year_and_lists_all_forms(frame: str) -> None:
    approved("twinning", (("lead", "a"), ("partner", "b")))
    approved("leadership", (("lead", "c"), ("led", "e")))
    last = date(TODAY.year, 12, 31)
    [of_pair] = counts_of_year(TODAY.year).pairs
    assert framed_counts(framed_alliances(alliance(frame)), last)[0] == (last, of_pair.each[0]) == (last, 1)
    text = page(Client(), f"/en/alliances/{frame}/pairs/")
    assert "1 school pair in effect" in text
    assert "Alliances 1 to 2 of 2" in text
    assert "Leadership" in text
    [to] = re.findall(f'href="([^"]+day={TODAY.isoformat()}#list)"', text)
    assert "1 alliance in effect" in page(Client(), unescape(to))


def test_only_a_district_pair_has_pairs() -> None:
    made = approved()
    assert Client().get(f"/en/alliances/{made}/pairs/").status_code == 404
