"""Every kind of malformed round is refused by a code with its place."""

import pytest

from lianmeng.mechanisms.matching import Fault, Unfit, read_round

GOOD = {
    "wishes": {"A": ["X", ["Y", "Z"]], "B": []},
    "priorities": {"X": [["A", "B"]], "Y": ["B"], "Z": []},
    "places": {"X": 2},
    "wishes_places": {"A": 1},
    "forbidden": [{"school": "A", "host": "Z", "reason": "too far"}],
    "seed": 7,
}


def wishing(*listed):
    return {"wishes": {"A": list(listed), "B": []}}


def forbidding(**entry):
    return {"forbidden": [{"school": "A", "host": "Z", "reason": "too far"} | entry]}


def without(key):
    return {name: value for name, value in GOOD.items() if name != key}


BAD = {
    "no object": ([], Fault.NOT_AN_OBJECT, {"key": ""}),
    "null": (None, Fault.NOT_AN_OBJECT, {"key": ""}),
    "no wishes": (without("wishes"), Fault.MISSING_KEY, {"key": "wishes"}),
    "no priorities": (without("priorities"), Fault.MISSING_KEY, {"key": "priorities"}),
    "a misspelt key": (GOOD | {"forbiden": []}, Fault.UNKNOWN_KEY, {"key": "forbiden"}),
    "wishes as a list": (GOOD | {"wishes": []}, Fault.NOT_AN_OBJECT, {"key": "wishes"}),
    "places as null": (GOOD | {"places": None}, Fault.NOT_AN_OBJECT, {"key": "places"}),
    "a list as a text": (GOOD | {"wishes": {"A": "X"}}, Fault.NOT_A_LIST, {"owner": "A"}),
    "a list as null": (GOOD | {"wishes": {"A": None}}, Fault.NOT_A_LIST, {"owner": "A"}),
    "a number as a name": (
        GOOD | wishing("X", 7),
        Fault.NOT_A_NAME,
        {"owner": "A", "position": 2, "value": 7},
    ),
    "null as a name": (GOOD | wishing(None), Fault.NOT_A_NAME, {"owner": "A", "value": None}),
    "null in a tie": (GOOD | wishing(["X", None]), Fault.NOT_A_NAME, {"value": None}),
    "a tie in a tie": (GOOD | wishing([["X"]]), Fault.NOT_A_NAME, {"value": ["X"]}),
    "an empty tie": (GOOD | wishing("X", []), Fault.EMPTY_TIE, {"owner": "A", "position": 2}),
    "twice": (GOOD | wishing("X", "Y", "X"), Fault.TWICE, {"owner": "A", "name": "X"}),
    "twice in a tie": (GOOD | wishing(["X", "X"]), Fault.TWICE, {"owner": "A", "name": "X"}),
    "an unknown host": (GOOD | wishing("Q"), Fault.UNKNOWN_HOST, {"owner": "A", "name": "Q"}),
    "an unknown school": (
        GOOD | {"priorities": GOOD["priorities"] | {"X": ["Q"]}},
        Fault.UNKNOWN_SCHOOL,
        {"key": "priorities", "owner": "X", "name": "Q"},
    ),
    "a name on both sides": (GOOD | {"wishes": {"A": [], "B": [], "X": []}}, Fault.BOTH_SIDES, {"name": "X"}),
    "an empty name": (GOOD | {"wishes": {"": []}}, Fault.BAD_NAME, {"value": ""}),
    "a blank name": (GOOD | {"wishes": {" ": []}}, Fault.BAD_NAME, {"value": " "}),
    "half a character": (GOOD | {"wishes": {"\ud800": []}}, Fault.BAD_NAME, {"key": "wishes"}),
    "a name over two lines": (GOOD | {"wishes": {"A\nB": []}}, Fault.BAD_NAME, {"key": "wishes"}),
    "places below 0": (GOOD | {"places": {"X": -1}}, Fault.NOT_PLACES, {"owner": "X", "value": -1}),
    "half a place": (GOOD | {"places": {"X": 1.5}}, Fault.NOT_PLACES, {"value": 1.5}),
    "places as a text": (GOOD | {"places": {"X": "2"}}, Fault.NOT_PLACES, {"value": "2"}),
    "places as a truth": (GOOD | {"places": {"X": True}}, Fault.NOT_PLACES, {"value": True}),
    "no number of places": (GOOD | {"wishes_places": {"A": None}}, Fault.NOT_PLACES, {"owner": "A"}),
    "places of nobody": (GOOD | {"places": {"Q": 1}}, Fault.UNKNOWN_HOST, {"key": "places", "name": "Q"}),
    "places of no school": (GOOD | {"wishes_places": {"X": 1}}, Fault.UNKNOWN_SCHOOL, {"name": "X"}),
    "forbidden as an object": (GOOD | {"forbidden": {}}, Fault.NOT_A_LIST, {"key": "forbidden"}),
    "forbidden without a reason": (
        GOOD | {"forbidden": [{"school": "A", "host": "Z"}]},
        Fault.NOT_FORBIDDEN,
        {"position": 1},
    ),
    "forbidden for an empty reason": (GOOD | forbidding(reason=""), Fault.BAD_NAME, {"key": "forbidden"}),
    "forbidden for a number": (GOOD | forbidding(reason=3), Fault.NOT_FORBIDDEN, {"position": 1}),
    "forbidden with more": (GOOD | forbidding(until="2030"), Fault.NOT_FORBIDDEN, {"position": 1}),
    "forbidden as a pair": (GOOD | {"forbidden": [["A", "Z"]]}, Fault.NOT_FORBIDDEN, {"position": 1}),
    "forbidden, unknown school": (GOOD | forbidding(school="Q"), Fault.UNKNOWN_SCHOOL, {"key": "forbidden"}),
    "forbidden, unknown host": (GOOD | forbidding(host="Q"), Fault.UNKNOWN_HOST, {"key": "forbidden"}),
    "forbidden twice": (
        GOOD | {"forbidden": GOOD["forbidden"] * 2},
        Fault.FORBIDDEN_TWICE,
        {"position": 2, "school": "A", "host": "Z"},
    ),
    "a seed that is a text": (GOOD | {"seed": "7"}, Fault.NOT_A_SEED, {"value": "7"}),
    "a seed that is null": (GOOD | {"seed": None}, Fault.NOT_A_SEED, {}),
    "a seed with a point": (GOOD | {"seed": 7.0}, Fault.NOT_A_SEED, {"value": 7.0}),
    "a seed past 64 bits": (GOOD | {"seed": 2**63}, Fault.NOT_A_SEED, {}),
}


@pytest.mark.parametrize(("raw", "fault", "values"), BAD.values(), ids=BAD)
def test_a_malformed_round_is_refused(raw, fault, values):
    with pytest.raises(Unfit) as refused:
        read_round(raw)
    assert refused.value.fault is fault
    assert refused.value.values.items() >= values.items()


def test_a_good_round_is_read():
    round_ = read_round(GOOD)
    assert (round_.schools, round_.hosts, round_.seed) == (("A", "B"), ("X", "Y", "Z"), 7)
    assert round_.wishes["A"] == (("X",), ("Y", "Z"))
    assert round_.places == {"X": 2, "Y": 1, "Z": 1}
    assert round_.wishes_places == {"A": 1, "B": 1}
    assert round_.forbidden == {("A", "Z"): "too far"}


def test_what_may_be_left_out_is_filled_in():
    round_ = read_round({"wishes": {}, "priorities": {}})
    assert (round_.seed, round_.places, round_.forbidden) == (0, {}, {})


def test_places_past_everything_are_as_good_as_everybody():
    round_ = read_round(GOOD | {"places": {"X": 10**30}})
    assert round_.market.host_places.tolist() == [2, 1, 1]
