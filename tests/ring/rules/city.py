"""The city's balance: coefficients are for everybody; the pages themselves hide what is not."""

from __future__ import annotations

from tests.cities import small_rows, write_schools
from tests.ring.rule import OPEN, Rule, World


def prepare(world: World) -> None:
    write_schools(small_rows())


PART = Rule(args=lambda world: ["cd-dayi"])

RULES = {
    "balance:city": OPEN,
    "balance:city-download": OPEN,
    "balance:find-part": Rule(query="?part=cd-dayi", read_answers=(302,)),
    "balance:part": PART,
    "balance:part-download": PART,
}
