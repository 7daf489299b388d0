"""Reading the register: what other domains may ask."""

from lianmeng.schools.queries.due import staff_without_appointment
from lianmeng.schools.queries.figures import SectionFigures, figures_of_year, years_with_returns
from lianmeng.schools.queries.places import place_names, regions_over
from lianmeng.schools.queries.regions import (
    city,
    city_name,
    districts,
    region_names,
    region_of,
    region_of_code,
)
from lianmeng.schools.queries.schools import school_names, school_of, schools_at
from lianmeng.schools.queries.yearly import (
    SentReturn,
    Standing,
    YearsStanding,
    YearsVersion,
    figures_versions,
    returns_of_years,
    standing,
)

__all__ = [
    "SectionFigures",
    "SentReturn",
    "Standing",
    "YearsStanding",
    "YearsVersion",
    "city",
    "city_name",
    "districts",
    "figures_of_year",
    "figures_versions",
    "place_names",
    "region_names",
    "region_of",
    "region_of_code",
    "regions_over",
    "returns_of_years",
    "school_names",
    "school_of",
    "schools_at",
    "staff_without_appointment",
    "standing",
    "years_with_returns",
]
