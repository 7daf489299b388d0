"""Rows that an import has compared with the register, written in bulk. Called in the import's one transaction.

A frame holds new and changed rows: the fields that the file tells of, and for each part of the record `<part>_id` (null
for a new one), `<part>_new` (a number from 0 for each new one), `<part>_changed`, and `<part>_first` on the row that
stands for the part where several rows share it; `<part>_since` for a dated part.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from lianmeng.schools.actions.loading.calendars import finish_calendars, load_calendar
from lianmeng.schools.actions.loading.campuses import load_campuses
from lianmeng.schools.actions.loading.closing import end_gone
from lianmeng.schools.actions.loading.endings import load_endings
from lianmeng.schools.actions.loading.frames import Loading, Rows
from lianmeng.schools.actions.loading.needs import load_needs
from lianmeng.schools.actions.loading.places import add_districts, load_regions, region_ids
from lianmeng.schools.actions.loading.schools import SchoolWriter
from lianmeng.schools.actions.loading.staff import StaffWriter
from lianmeng.schools.actions.lying import refuse_circles, refuse_lived_in
from lianmeng.schools.models import (
    Appointment,
    CalendarDay,
    Campus,
    Employment,
    Need,
    Region,
    RegionCode,
    RegionPlace,
    Return,
    School,
    SchoolVersion,
    Section,
    Staff,
    Succession,
    Term,
)

# Locked while they are written; files that name schools hold these too, lest one closes meanwhile.
TABLES = {
    "schools": (Region, RegionCode, School, SchoolVersion, Section, Return, Campus, Appointment, Need),
    "returns": (Return,),
    "staff": (School, Staff, Employment, Appointment),
    "needs": (School, Need),
    "campuses": (School, Campus),
    "endings": (School, SchoolVersion, Section, Campus, Appointment, Need, Succession),
    "calendar": (Region, Term, CalendarDay),
    "regions": (Region, RegionCode, RegionPlace),
}


_LOADED: dict[str, Callable[[Rows, Loading], None]] = {
    "needs": load_needs,
    "campuses": load_campuses,
    "endings": load_endings,
    "regions": load_regions,
    "calendar": load_calendar,
}


def writer_of(kind: str, loading: Loading) -> Callable[[Rows], None]:
    """What writes one frame after the other."""
    if kind in ("schools", "returns"):
        return SchoolWriter(loading).write
    if kind == "staff":
        return StaffWriter(loading).write
    return lambda rows: _LOADED[kind](rows, loading)


def finish(kind: str, day: date) -> None:
    """After all rows are written and what is gone is closed; refused if the whole cannot be."""
    if kind == "calendar":
        finish_calendars()
    elif kind == "regions":
        refuse_circles(day)
        refuse_lived_in(day)


__all__ = ["TABLES", "Loading", "add_districts", "end_gone", "finish", "region_ids", "writer_of"]
