"""The tables of alliances. `turn` counts every change of an alliance: forms carry the number that they saw."""

from lianmeng.alliances.models.activities import Activity, Part, Wish
from lianmeng.alliances.models.agreements import Agreement, Delegation, Signature
from lianmeng.alliances.models.alliances import Alliance, Membership, Series, Span
from lianmeng.alliances.models.life import Declaration, Evidence, HandOver, LifeStep
from lianmeng.alliances.models.tasks import TaskMark

__all__ = [
    "Activity",
    "Agreement",
    "Alliance",
    "Declaration",
    "Delegation",
    "Evidence",
    "HandOver",
    "LifeStep",
    "Membership",
    "Part",
    "Series",
    "Signature",
    "Span",
    "TaskMark",
    "Wish",
]
