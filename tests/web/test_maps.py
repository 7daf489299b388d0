"""Where places and the grounds of districts stand on a sheet."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from lianmeng.web.maps import EDGE, OF_CITY, OF_DISTRICT, Paper, Place, drawn, grounds, sheet

PLACES = st.lists(st.tuples(st.floats(-179, 179), st.floats(-80, 80)), min_size=1, max_size=8)


@given(PLACES, st.sampled_from([OF_CITY, OF_DISTRICT]))
def test_every_place_stands_on_the_sheet(places: list[Place], paper: Paper) -> None:
    on = sheet(places, paper)
    assert on is not None
    for x, y in (on.at(*one) for one in places):
        assert paper.margin - 1 <= x <= paper.width - paper.margin + 1
        assert paper.margin - 1 <= y <= on.foot - EDGE


def test_no_places_no_sheet() -> None:
    assert sheet([]) is None


def test_one_place_stands_in_the_middle() -> None:
    on = sheet([(104.0, 30.6)])
    assert on is not None
    assert on.at(104.0, 30.6) == (OF_CITY.width / 2, OF_CITY.margin)


@given(st.lists(PLACES, min_size=1, max_size=6))
def test_no_name_stands_on_another(districts: list[list[Place]]) -> None:
    on = sheet([place for places in districts for place in places])
    assert on is not None
    found = grounds(on, [(f"区{at}", places) for at, places in enumerate(districts)])
    named = [one for one in found if one.name]
    assert named  # for the first there is always room
    assert len({(one.x, one.y) for one in named}) == len(named)
    for one in named:
        assert all(
            abs(one.x - other.x) >= 10 or abs(one.y - other.y) >= 10 for other in named if other is not one
        )


def test_a_name_that_holds_markup_is_written_as_text() -> None:
    on = sheet([(104.0, 30.0), (105.0, 31.0)])
    assert on is not None
    paths, names = drawn(grounds(on, [("<b>区</b>", [(104.0, 30.0), (105.0, 31.0), (104.5, 30.9)])]))
    assert "&lt;b&gt;区" in names
    assert re.fullmatch(r'(<path class="k-round" d="M[^"]+Z"/><path class="k-ground" d="M[^"]+Z"/>)', paths)
