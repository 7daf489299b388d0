"""Reading the register: what other domains may ask."""

from lianmeng.schools.queries.figures import SectionFigures, figures_of_year, years_with_returns
from lianmeng.schools.queries.places import place_names, regions_over
from lianmeng.schools.queries.regions import city, districts, region_names, region_of, region_of_code
from lianmeng.schools.queries.schools import school_names, school_of, schools_at

__all__ = [
    "SectionFigures",
    "city",
    "districts",
    "figures_of_year",
    "place_names",
    "region_names",
    "region_of",
    "region_of_code",
    "regions_over",
    "school_names",
    "school_of",
    "schools_at",
    "years_with_returns",
]
