"""What alliances are called, asked for by their keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet

from lianmeng.alliances.models import Alliance
from lianmeng.database.prepared import Prepared


class Called(NamedTuple):
    pk: int
    public_id: str
    number: str
    title: str
    form: str


def named_alliances(keys: Iterable[int]) -> dict[int, Called]:
    return {row[0]: Called(*row) for row in _CALLED.rows(tuple(keys))}


def _called(keys: tuple[int, ...]) -> QuerySet[Alliance, tuple[int, str, str, str, str]]:
    return Alliance.objects.filter(pk__in=keys).order_by().values_list(*Called._fields)


_CALLED = Prepared(_called)
