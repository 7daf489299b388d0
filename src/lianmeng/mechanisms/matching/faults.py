"""What can be wrong with a round, as codes and values; whoever shows it makes a sentence of them."""

from __future__ import annotations

from enum import Enum


class Fault(Enum):
    """Why a round is not matched. The names in brackets are those of `Unfit.values`."""

    NOT_AN_OBJECT = "not_an_object"  # (key) "" is the round itself
    UNKNOWN_KEY = "unknown_key"  # (key)
    MISSING_KEY = "missing_key"  # (key)
    NOT_A_LIST = "not_a_list"  # (key, owner)
    EMPTY_TIE = "empty_tie"  # (key, owner, position)
    NOT_A_NAME = "not_a_name"  # (key, owner, position, value): a list inside a tie, a number, null
    BAD_NAME = "bad_name"  # (key, value): empty, or with characters that no page can show
    TWICE = "twice"  # (key, owner, name)
    UNKNOWN_HOST = "unknown_host"  # (key, owner, name)
    UNKNOWN_SCHOOL = "unknown_school"  # (key, owner, name)
    BOTH_SIDES = "both_sides"  # (name)
    NOT_PLACES = "not_places"  # (key, owner, value)
    NOT_FORBIDDEN = "not_forbidden"  # (position): no object of school, host and reason
    FORBIDDEN_TWICE = "forbidden_twice"  # (position, school, host)
    NOT_A_SEED = "not_a_seed"  # (value)
    SEVERAL_PLACES = "several_places"  # (name, places): improvement cycles need one place a proposer
    TIED_LIST = "tied_list"  # (name): improvement cycles need strict lists of the proposers
    TOO_LARGE = "too_large"  # (): more wishes or names than 2³¹ - 1


class Unfit(ValueError):  # noqa: N818 - as with Refused, it is an answer
    """This cannot be matched as asked: `fault` says why, `values` where."""

    def __init__(self, fault: Fault, **values: object) -> None:
        super().__init__(fault.value, values)
        self.fault = fault
        self.values = values
