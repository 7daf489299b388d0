"""What is counted of all alliances is kept until one of them changes."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Count, Max, QuerySet, Sum, Value

from lianmeng.alliances.models import Alliance
from lianmeng.database.prepared import Prepared


class Changes(NamedTuple):
    """Another one after any change: there is one alliance more, or whatever was done to one took its next turn."""

    last: str = ""  # of the public ids, which are drawn by lot
    alliances: int = 0
    turns: int = 0


def changes() -> Changes:
    return next((Changes(*counted) for _, *counted in _CHANGES.rows()), Changes())


def changes_of_all() -> QuerySet[Alliance, tuple[Any, ...]]:
    """One row, or none where there is no alliance: a mark, and its changes."""
    every = Alliance.objects.order_by().annotate(mark=Value(False)).values_list("mark")
    return every.annotate(last=Max("public_id"), count=Count("pk"), turns=Sum("turn"))


_CHANGES = Prepared(changes_of_all)
