"""What a standard is and what follows from it, on plain values."""

from lianmeng.standards.rules.definition import (
    Bound,
    Exclusion,
    GroupTest,
    Indicator,
    Measure,
    Note,
    SchoolTest,
    Source,
    Stage,
    Standard,
    indicator_named,
)
from lianmeng.standards.rules.digits import settled, shown
from lianmeng.standards.rules.group import Coefficient, GroupVerdict, composite, group_verdict
from lianmeng.standards.rules.school import IndicatorStanding, SchoolVerdict, exclusion_of, school_verdict

__all__ = [
    "Bound",
    "Coefficient",
    "Exclusion",
    "GroupTest",
    "GroupVerdict",
    "Indicator",
    "IndicatorStanding",
    "Measure",
    "Note",
    "SchoolTest",
    "SchoolVerdict",
    "Source",
    "Stage",
    "Standard",
    "composite",
    "exclusion_of",
    "group_verdict",
    "indicator_named",
    "school_verdict",
    "settled",
    "shown",
]
