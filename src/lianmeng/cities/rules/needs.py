"""What the schools of the made-up city need and what they are strong in, drawn from their own figures."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from lianmeng.cities.rules.plan import syllables
from lianmeng.cities.rules.rows import MadeSchool, NeedOrStrength

_SUBJECTS = ("chinese", "mathematics", "english", "science", "pe", "music", "art")


def needs_and_strengths(dice: Random, schools: list[MadeSchool]) -> Iterator[NeedOrStrength]:
    """Two or three of a school that is open; a school does not need what it is strong in."""
    for school in schools:
        if school.closed is None and school.kind != "special":
            subjects = dice.sample(_SUBJECTS, 2)
            strong = {1: 0.75, 2: 0.5, 3: 0.3}[school.district.layer]
            yield NeedOrStrength(school.id, "need", "subject", subjects[0], dice.randint(1, 3))
            yield NeedOrStrength(school.id, "strength", "subject", subjects[1], dice.randint(1, 3))
            side = "strength" if dice.random() < strong else "need"
            kind = dice.choice(("course", "resource", "management"))
            text = dice.choice(syllables()["wishes"][kind])
            yield NeedOrStrength(school.id, side, kind, text, dice.randint(1, 3))
