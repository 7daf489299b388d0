"""The counts of a year, where a school, a pair or a frame is not as simple as in most cities."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from tests.alliances.conftest import CITY_OFFICER, DECISION, TODAY, alliance, approved, drafted, leader, step
from tests.alliances.test_pages import page

from lianmeng.alliances.actions.holding import Taking
from lianmeng.alliances.actions.members import let_member_leave
from lianmeng.alliances.queries.counts import counts_of_year
from lianmeng.alliances.queries.waiting import counted_by_state
from lianmeng.alliances.vocabulary import Ground, State

pytestmark = pytest.mark.usefixtures("city")
YEAR = TODAY.year
HEADINGS = {"zh-hans": "集团及其覆盖的学校", "en": "Groups and the schools that they cover"}


def two_groups() -> list[str]:
    """Two schools are in both."""
    elite = approved("elite_group", (("core", "a"), ("member", "c"), ("member", "e")))
    return [elite, approved("bundle", (("lead", "a"), ("partner", "c"), ("partner", "f")))]


@pytest.mark.parametrize("language", HEADINGS)
def test_a_school_in_two_groups_is_covered_once(language: str) -> None:
    two_groups()
    counts = counts_of_year(YEAR)
    assert [
        (one.form, one.alliances, one.parties) for one in sorted(counts.groups, key=lambda one: one.form)
    ] == [
        ("bundle", 1, 3),
        ("elite_group", 1, 3),
    ]
    assert (counts.covered, counts.schools) == (4, 6)
    text = page(Client(), f"/{language}/alliances/counts/{YEAR}/").split(HEADINGS[language])[1]
    assert "6" in text
    assert {"en": "the forms add up to 6, the schools are 4", "zh-hans": "各形式相加 6 所，实为 4 所"}[
        language
    ] in text


def test_who_left_a_group_before_the_day_is_not_covered() -> None:
    elite, _ = two_groups()
    taking = Taking(**DECISION, ground=Ground.GROWN_OUT)
    let_member_leave(elite, "e", taking, seen=None, by=CITY_OFFICER)
    assert counts_of_year(YEAR).covered == 3
    assert counts_of_year(YEAR - 30).covered == 0


def test_what_was_counted_before_a_step_is_counted_again_after_it() -> None:
    first = approved("twinning", (("lead", "a"), ("partner", "c")))
    for paused in (0, 1):
        assert counts_of_year(YEAR).within[0] == 1 - paused
        counted = counted_by_state(CITY_OFFICER)
        assert counted.all == ({State.PAUSED: 1} if paused else {State.APPROVED: 1})
        assert counted.by_form == {"twinning": (1 - paused, 1)}
        if not paused:
            step(first, "pause", CITY_OFFICER)
    drafted("bundle", (("lead", "c"), ("partner", "e")))
    assert counted_by_state(CITY_OFFICER).by_form == {"twinning": (0, 1), "bundle": (0, 1)}
    assert counted_by_state(leader("a")).by_form == {}


def test_pairs_inside_one_district_stand_apart_and_lead_to_themselves() -> None:
    frame = approved("district_pair", (("district", "d1"), ("district", "d2")))
    approved("twinning", (("lead", "a"), ("partner", "b")))
    inside = approved("twinning", (("lead", "c"), ("partner", "d")))
    counts = counts_of_year(YEAR)
    assert (counts.framed, counts.paired, counts.within[0], counts.all_each[0]) == (1, 1, 1, 2)
    text = page(Client(), f"/en/alliances/counts/{YEAR}/")
    assert "1 school pair in 1 district pair" in text
    for frame_asked, count in ((frame, 1), ("-", 1), ("", 2)):
        asked = f"standing=in_effect&day={YEAR}-12-31&form=twinning&frame={frame_asked}"
        listed = page(Client(), f"/en/alliances/?{asked}")
        assert f"{count} alliance{'s' * (count > 1)} in effect" in listed
        assert (alliance(inside).title in listed) == (frame_asked != frame)


def test_a_frame_that_is_over_is_still_named_where_it_frames_a_pair() -> None:
    frame = approved("district_pair", (("district", "d1"), ("district", "d2")))
    approved("twinning", (("lead", "a"), ("partner", "b")))
    alliance(frame).spans.update(until=date(YEAR, 1, 1))
    [pair] = counts_of_year(YEAR).pairs
    assert (pair.name, pair.each[0], pair.there) == (alliance(frame).title, 1, True)


def test_the_list_of_an_earlier_day_leads_to_the_counts_of_that_year() -> None:
    assert "/en/alliances/counts/2016/" in page(Client(), "/en/alliances/?day=2016-12-31")
    assert f"/en/alliances/counts/{YEAR - 1}/" in page(Client(), "/en/alliances/")


def test_a_paused_alliance_is_not_counted_and_a_resumed_one_once() -> None:
    made = approved("twinning", (("lead", "c"), ("partner", "d")))
    step(made, "pause")
    assert counts_of_year(YEAR).within[0] == 0
    step(made, "resume")
    assert counts_of_year(YEAR).within[0] == 1


@pytest.mark.parametrize("frame", ["no/such", "nothing-like-it", "-"])
def test_a_frame_that_is_none_finds_nothing_or_is_passed_over(frame: str) -> None:
    approved("district_pair", (("district", "d1"), ("district", "d2")))
    approved("twinning", (("lead", "a"), ("partner", "b")))
    found = {"no/such": "2 alliances", "nothing-like-it": "0 alliances", "-": "1 alliance"}[frame]
    for end in ("", "map/", "network/d1/"):
        text = page(Client(), f"/en/alliances/{end}?frame={frame}")
        assert end or found in text
