"""The staff of the made-up city: who teaches where, since when, with which degree and title."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from lianmeng.cities.rules.plan import plan, syllables
from lianmeng.cities.rules.rows import Chain, MadeSchool, Person, Post

ARTS = ("pe", "music", "art")
SUBJECTS = {
    "primary": (
        ("chinese", 38),
        ("mathematics", 32),
        ("english", 14),
        ("science", 8),
        ("morality_and_law", 8),
    ),
    "junior": (
        ("chinese", 19),
        ("mathematics", 19),
        ("english", 18),
        ("physics", 10),
        ("chemistry", 7),
        ("biology", 7),
        ("history", 7),
        ("geography", 6),
        ("morality_and_law", 7),
    ),
}
TITLES = (("none", 6), ("second", 26), ("first", 42), ("senior", 25), ("full_senior", 1))
KEY_LEVELS = (("county", 70), ("city", 25), ("province", 5))


@dataclass(frozen=True, slots=True)
class Chances:
    """What the teachers of one chain are likely to have: shares between 0 and 1."""

    degree: float
    key: float
    arts: float


class Staffing:
    """Draws the teachers of chain after chain, numbering them."""

    def __init__(self, dice: Random, homes: dict[tuple[str, str], list[MadeSchool]]) -> None:
        """`homes`: the schools of a district and stage that stay open, for teachers of one that closed."""
        self.dice, self.homes, self.count = dice, homes, 0
        self._figures: dict[str, Any] = plan()["teachers"]

    def of_chain(self, chain: Chain) -> Iterator[Person]:
        """`home` is a school that takes the teachers in if theirs closed without a successor."""
        first = chain.stays[0].school
        chances = self._chances(first, chain.stage)
        home = None
        if chain.stays[-1].until is not None:
            known = self.homes.get((first.district.id, chain.stage), [])
            home = self.dice.choice(known) if known else None
        count = self._count(first, chain)
        arts = _rounded(self.dice, count * chances.arts)
        for at in range(count):
            subject = ARTS[at % 3] if at < arts else self._drawn(SUBJECTS[chain.stage])
            yield self._person(chain, chances, subject, home)

    def _count(self, school: MadeSchool, chain: Chain) -> int:
        own = self._figures
        each = own["per_hundred"][chain.stage] * math.exp(self.dice.gauss(0, own["spread"]))
        if school.setting == "rural":
            each *= own["rural_factor"]
        return max(int(own["fewest"]), round(float(chain.pupils * each) / 100))

    def _chances(self, school: MadeSchool, stage: str) -> Chances:
        own, layer = self._figures, school.district.layer - 1
        degree = own["junior_degree_percent" if stage == "junior" else "degree_percent"][layer]
        return Chances(
            min(1.0, degree / 100 * math.exp(self.dice.gauss(0, own["degree_spread"]))),
            own["key_percent"][layer] / 100 * math.exp(self.dice.gauss(0, own["key_spread"][layer])),
            own["arts_percent"][layer] / 100 * math.exp(self.dice.gauss(0, own["arts_spread"])),
        )

    def _person(self, chain: Chain, chances: Chances, subject: str, home: MadeSchool | None) -> Person:
        self.count += 1
        dice, school = self.dice, chain.stays[0].school
        key = self._drawn(KEY_LEVELS) if dice.random() < chances.key else "none"
        higher = dice.random() < chances.degree
        half = dice.random() * 100 < self._figures["half_time_percent"]
        return Person(
            number=f"CD{self.count:06d}",
            name=dice.choice(syllables()["surnames"]) + dice.choice(syllables()["given"]),
            degree=self._degree(chain.stage, higher),
            title=self._drawn(TITLES),
            key_level=key,
            employer=school.id if school.ownership == "private" else school.district.id,
            posts=tuple(self._posts(chain, subject, 50 if half else 100, home)),
        )

    def _degree(self, stage: str, higher: bool) -> str:
        if stage == "primary":
            return self.dice.choice(("college", "bachelor", "bachelor")) if higher else "secondary"
        return ("master" if self.dice.random() < 0.1 else "bachelor") if higher else "college"

    def _posts(self, chain: Chain, subject: str, share: int, home: MadeSchool | None) -> Iterator[Post]:
        joined = self._joined(chain.stays[0].since)
        last = chain.stays[-1].until
        for stay in chain.stays:
            if stay.until is None or joined < stay.until:
                yield Post(stay.school.id, chain.stage, subject, share, max(joined, stay.since), stay.until)
        if home is not None and last is not None:
            yield Post(home.id, chain.stage, subject, share, date(last.year, 9, 1))

    def _joined(self, earliest: date) -> date:
        drawn = self.dice.random() * 100
        for year, share in self._figures["joined_later_percent"].items():
            if drawn < share:
                return date(int(year), 9, 1)
            drawn -= share
        return date(self.dice.randint(max(earliest.year, 1985), 2014), 9, 1)

    def _drawn(self, shares: tuple[tuple[str, int], ...]) -> str:
        names, weights = zip(*shares, strict=True)
        return str(self.dice.choices(names, weights)[0])


def _rounded(dice: Random, value: float) -> int:
    """Up or down by chance, so that the mean stays."""
    return int(value + dice.random())
