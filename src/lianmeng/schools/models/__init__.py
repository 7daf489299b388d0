"""The tables of the register.

A row with `since` and `until` is a dated state: it holds from `since` (inclusive) until `until` (exclusive; null: until
further notice). The states of one thing never overlap; `ALWAYS` stands where nobody sent a beginning. `version` counts
the changes to a record: forms carry the number that they saw, and an action refuses when it has moved on.
"""

from lianmeng.schools.models.calendar import CalendarDay, Term
from lianmeng.schools.models.needs import Need
from lianmeng.schools.models.regions import Region, RegionCode, RegionPlace
from lianmeng.schools.models.returns import Return
from lianmeng.schools.models.schools import Campus, School, SchoolVersion, Section, Succession
from lianmeng.schools.models.staff import Appointment, Employment, Staff

__all__ = [
    "Appointment",
    "CalendarDay",
    "Campus",
    "Employment",
    "Need",
    "Region",
    "RegionCode",
    "RegionPlace",
    "Return",
    "School",
    "SchoolVersion",
    "Section",
    "Staff",
    "Succession",
    "Term",
]
