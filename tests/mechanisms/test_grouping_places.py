"""Who can join whom: every pair within reach and no other, anywhere on the globe."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianmeng.mechanisms.grouping import judge, places, ways_in, ways_within

longitudes = st.one_of(st.floats(-180, 180), st.sampled_from([-180.0, 180.0, 179.999, -179.999, 0.0]))
latitudes = st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, 90.0, 89.99, 0.0]))
anywhere = st.lists(st.tuples(longitudes, latitudes), min_size=1, max_size=12)
reaches = st.one_of(st.floats(0, 25_000_000), st.floats(0, 50_000), st.just(0.0))


@given(anywhere, anywhere, reaches)
def test_every_pair_within_reach_is_found(members, cores, reach_m):
    ways = ways_within(reach_m, members, cores)
    assert list(judge.ways_wrong(reach_m, members, cores, ways)) == []


@pytest.mark.parametrize("degrees", [0.01, 0.5, 6])
def test_neighbours_are_found_where_schools_lie_close(degrees):
    rng = np.random.default_rng(5)
    members, cores = (rng.normal((116, 40), degrees, (count, 2)) for count in (60, 40))
    for reach_m in (degrees * 5_000, degrees * 60_000):
        ways = ways_within(reach_m, members, cores)
        assert 0 < ways.count < 60 * 40
        assert list(judge.ways_wrong(reach_m, members, cores, ways)) == []


def test_many_pairs_are_looked_at_in_blocks(monkeypatch):
    rng = np.random.default_rng(6)
    members, cores = (rng.normal((116, 40), 0.1, (count, 2)) for count in (50, 30))
    whole = ways_within(9_000, members, cores)
    monkeypatch.setattr(places, "_PAIRS_AT_ONCE", 7)
    parts = ways_within(9_000, members, cores)
    for column in ("members", "cores", "costs"):
        assert getattr(whole, column).tolist() == getattr(parts, column).tolist()


def test_known_distances():
    """A quarter of the meridian of the mean sphere; Beijing to Shanghai as geographers give it, to 1 %."""
    ways = ways_within(10_100_000, [[0, 0], [116.4074, 39.9042]], [[77, 90], [121.4737, 31.2304]])
    told = dict(zip(zip(ways.members.tolist(), ways.cores.tolist(), strict=True), ways.costs, strict=True))
    assert told[0, 0] == round(6_371_008.8 * np.pi / 2)
    assert told[1, 1] == pytest.approx(1_067_000, rel=0.01)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda ways: ways.kept(np.arange(1, ways.count)), "way missing"),
        (lambda ways: type(ways)(ways.members, ways.cores, ways.costs + 2), "way wrong"),
        (lambda ways: type(ways)([*ways.members, 0], [*ways.cores, 1], [*ways.costs, 9]), "way wrong"),
    ],
)
def test_the_judge_finds_a_wrong_way(change, kind):
    members, cores = [[120.0, 30.0]], [[120.05, 30.0], [121.0, 30.0]]
    ways = change(ways_within(8_000, members, cores))
    assert {fault.kind for fault in judge.ways_wrong(8_000, members, cores, ways)} == {kind}


def test_a_table_of_travel_times():
    minutes = [[12.4, 40, np.nan], [30, 0, 30.6]]
    ways = ways_in(minutes, most=30)
    assert ways.members.tolist() == [0, 1, 1]
    assert ways.cores.tolist() == [0, 0, 1]
    assert ways.costs.tolist() == [12, 30, 0]


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: ways_within(-1, [[0, 0]], [[0, 0]]), "reach"),
        (lambda: ways_within(float("nan"), [[0, 0]], [[0, 0]]), "reach"),
        (lambda: ways_within(1, [[0, 91]], [[0, 0]]), "latitude"),
        (lambda: ways_within(1, [[0, 0]], [[float("nan"), 0]]), "longitude"),
        (lambda: ways_within(1, [0, 0], [[0, 0]]), "pairs"),
        (lambda: ways_in([[-1.0]], most=5), "below 0"),
        (lambda: ways_in([1.0], most=5), "shape"),
    ],
)
def test_what_is_no_place_is_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_nobody_has_no_ways():
    assert ways_within(1000, [], [[0, 0]]).count == 0
    assert ways_within(1000, [[0, 0]], []).count == 0
