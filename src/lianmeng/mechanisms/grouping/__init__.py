"""Members to core schools: groups and school districts.

`group` finds the best plan under limits in schools and pupils and says whom it left out and why;
`draw_districts` asks the same for the districts of central schools; `ways_within` and `ways_in` say who can join
whom. What is guaranteed, and for whom, stands in docs/mechanisms/grouping.md.
"""

from lianmeng.mechanisms.grouping.grouping import draw_districts, group
from lianmeng.mechanisms.grouping.places import ways_in, ways_within
from lianmeng.mechanisms.grouping.problem import NO_LIMIT, Problem, Schools, Ways
from lianmeng.mechanisms.grouping.result import Plan, Proof, Reason, Record, Score
from lianmeng.mechanisms.grouping.saving import saved, verify

__all__ = [
    "NO_LIMIT",
    "Plan",
    "Problem",
    "Proof",
    "Reason",
    "Record",
    "Schools",
    "Score",
    "Ways",
    "draw_districts",
    "group",
    "saved",
    "verify",
    "ways_in",
    "ways_within",
]
