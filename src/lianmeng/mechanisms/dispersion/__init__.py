"""How unequally a resource is spread over the pupils of a group of schools.

`coefficients` counts, adds up and gives the student-weighted coefficient of variation; `measure` adds Theil,
Gini, range ratio and McLoone index; `shares_of_schools` and `between_and_within` divide its square exactly.
The definitions, their sources and the guarantees stand in docs/mechanisms/dispersion.md.
"""

from lianmeng.mechanisms.dispersion.coefficients import coefficients
from lianmeng.mechanisms.dispersion.decomposition import between_and_within, shares_of_schools
from lianmeng.mechanisms.dispersion.inequality import measure
from lianmeng.mechanisms.dispersion.result import (
    Coefficients,
    Dispersion,
    GroupParts,
    Reason,
    SchoolShares,
    Status,
)

__all__ = [
    "Coefficients",
    "Dispersion",
    "GroupParts",
    "Reason",
    "SchoolShares",
    "Status",
    "between_and_within",
    "coefficients",
    "measure",
    "shares_of_schools",
]
