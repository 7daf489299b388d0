"""What happened to the schools of the made-up city: renamed, merged, split, closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from lianmeng.cities.rules.plan import plan
from lianmeng.cities.rules.rows import Chain, MadeSchool, Stay, Succession, Version
from lianmeng.cities.rules.schools import Names, made_school, school_name

RENAMED_ON, MERGED_ON, SPLIT_ON = date(2015, 9, 1), date(2015, 9, 1), date(2016, 9, 1)
CLOSED_ON = date(2016, 7, 16)


class Changes:
    """Changes a city's schools one kind after the other; no school is changed twice."""

    def __init__(self, dice: Random, names: Names, schools: list[MadeSchool], chains: list[Chain]) -> None:
        self.dice, self.names, self.schools, self.chains = dice, names, schools, chains
        self.successions: list[Succession] = []
        self._free = [one for one in schools if one.kind != "special"]
        dice.shuffle(self._free)
        self._counts = {
            name.removesuffix("_percent"): max(1, round(len(schools) * share / 100))
            for name, share in plan()["history"].items()
        }

    def happen(self) -> None:
        for _ in range(self._counts["split"]):
            self._split()
        for _ in range(self._counts["merged"]):
            self._merge()
        for _ in range(self._counts["closed"]):
            self._close()
        for _ in range(self._counts["renamed"]):
            self._rename()

    def _taken(
        self, *, stages: tuple[str, ...], kind: str = "ordinary", like: MadeSchool | None = None
    ) -> MadeSchool | None:
        """A school that nothing has happened to yet: with these stages, and where `like` is."""
        for one in self._free:
            alike = like is None or (one.district is like.district and one.ownership == like.ownership)
            if one.kind == kind and one.stages == stages and alike:
                self._free.remove(one)
                return one
        return None

    def _rename(self) -> None:
        one = self._taken(stages=("primary",))
        if one is not None:
            name = school_name(self.names, one.district, "primary", one.setting)
            one.versions[-1] = replace(one.versions[-1], until=RENAMED_ON)
            one.versions.append(Version(name, RENAMED_ON))

    def _merge(self) -> None:
        one = self._taken(stages=("primary",))
        other = self._taken(stages=("primary",), like=one) if one is not None else None
        if one is not None and other is not None:
            self._follow([one, other], self._new(one, "primary", MERGED_ON), MERGED_ON, "merge")

    def _split(self) -> None:
        one = self._taken(stages=("primary", "junior"))
        if one is not None:
            for form in ("primary", "junior"):
                self._follow([one], self._new(one, form, SPLIT_ON), SPLIT_ON, "split")

    def _close(self) -> None:
        one = self._taken(stages=("primary",), kind="teaching_point") or self._taken(stages=("primary",))
        if one is not None:
            self._end(one, CLOSED_ON)
            for chain in self._chains_at(one):
                chain.stays[-1] = replace(chain.stays[-1], until=CLOSED_ON)

    def _new(self, like: MadeSchool, form: str, day: date) -> MadeSchool:
        private = like.ownership == "private"
        made = made_school(
            self.dice, self.names, like.district, form=form, setting=like.setting, private=private, opened=day
        )
        made.at = like.at
        self.schools.append(made)
        return made

    def _follow(self, before: list[MadeSchool], after: MadeSchool, day: date, kind: str) -> None:
        for one in before:
            self._end(one, day)
            self.successions.append(Succession(one.id, after.id, day, kind))
            for chain in self._chains_at(one):
                if chain.stage in after.stages:
                    chain.stays[-1] = replace(chain.stays[-1], until=day)
                    chain.stays.append(Stay(after, day))

    def _chains_at(self, school: MadeSchool) -> list[Chain]:
        return [one for one in self.chains if one.stays[-1].school is school]

    @staticmethod
    def _end(school: MadeSchool, day: date) -> None:
        school.closed = day
        school.versions[-1] = replace(school.versions[-1], until=day)
