"""What the schools of the made-up city need and what they are strong in, drawn from their own figures."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from lianmeng.cities.rules.rows import MadeSchool, NeedOrStrength

_SUBJECTS = ("chinese", "mathematics", "english", "science", "pe", "music", "art")
_COURSES = ("书法", "围棋", "合唱", "足球", "科技小制作", "川剧", "剪纸", "编程", "劳动实践", "非遗竹编")
_RESOURCES = ("微课", "校本教材", "实验室", "图书", "远程互动教室")
_MANAGEMENT = ("教研制度", "教师培训", "学生发展评价", "家校共育")


def needs_and_strengths(dice: Random, schools: list[MadeSchool]) -> Iterator[NeedOrStrength]:
    """Two or three of a school that is open; a school does not need what it is strong in."""
    for school in schools:
        if school.closed is None and school.kind != "special":
            subjects = dice.sample(_SUBJECTS, 2)
            strong = {1: 0.75, 2: 0.5, 3: 0.3}[school.district.layer]
            yield NeedOrStrength(school.id, "need", "subject", subjects[0], dice.randint(1, 3))
            yield NeedOrStrength(school.id, "strength", "subject", subjects[1], dice.randint(1, 3))
            side = "strength" if dice.random() < strong else "need"
            kind, texts = dice.choice(
                (("course", _COURSES), ("resource", _RESOURCES), ("management", _MANAGEMENT))
            )
            yield NeedOrStrength(school.id, side, kind, dice.choice(texts), dice.randint(1, 3))
