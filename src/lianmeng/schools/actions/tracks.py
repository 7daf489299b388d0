"""Timelines between the tables and the rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianmeng.schools.models import Employment, RegionCode, RegionPlace, SchoolVersion
from lianmeng.schools.rules.timeline import State, Timeline


@dataclass(frozen=True, slots=True)
class Track:
    """The dated states of one kind of thing: their table, the column of the owner, the columns that may change."""

    model: Any
    owner: str
    facts: tuple[str, ...]

    def read(self, owner: int) -> Timeline:
        rows = self._rows.filter(**{self.owner: owner}).order_by("since")
        return tuple(self._state(row) for row in rows.values_list("since", "until", *self.facts))

    def write(self, owner: int, states: Timeline) -> None:
        """The states stand in the table as they are here; rows that are as they should be are left alone."""
        wanted = {state.since: state for state in states}
        kept: dict[date, State] = {}
        for row in self._rows.filter(**{self.owner: owner}).values_list("id", "since", "until", *self.facts):
            state = self._state(row[1:])
            if state.since in wanted:
                kept[state.since] = state
            else:
                self._rows.filter(pk=row[0]).delete()
        for since, state in wanted.items():
            columns = {"until": state.until, **state.facts}
            if since not in kept:
                self._rows.create(**{self.owner: owner}, since=since, **columns)
            elif kept[since] != state:
                self._rows.filter(**{self.owner: owner}, since=since).update(**columns)

    @property
    def _rows(self) -> Any:
        return self.model._default_manager

    def _state(self, row: Iterable[Any]) -> State:
        since, until, *values = row
        return State(since, until, dict(zip(self.facts, values, strict=True)))


SCHOOLS = Track(
    SchoolVersion,
    "school_id",
    (
        "code",
        "name",
        "initials",
        "region_id",
        "setting",
        "ownership",
        "kind",
        "address",
        "longitude",
        "latitude",
    ),
)
REGIONS = Track(RegionCode, "region_id", ("code", "name"))
REGION_PLACES = Track(RegionPlace, "region_id", ("kind", "parent_id", "layer"))
EMPLOYMENTS = Track(
    Employment, "staff_id", ("employer_region_id", "employer_school_id", "degree", "title", "key_level")
)
