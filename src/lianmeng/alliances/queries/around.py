"""What is around an alliance, for its page, in one query: its kin, its spans, and whether something was declared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from lianmeng.alliances.models import Alliance, Declaration, Evidence
from lianmeng.alliances.queries.finding import prepared_for_readers
from lianmeng.core.actors import Actor

Kin = dict[str, list[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Around:
    """`kin`: public ids and titles of the frame that it lies in, what it grew from, and what grew from it.

    The last is what it turned into, or a member of it began as a core, of which the reader may know. `declared`: the
    reader declared a conflict of interest in it, `tied`: some officer did. `evidenced`: evidence was given for an
    objective by the day.
    """

    kin: Kin
    spans: list[tuple[date, date | None]]
    declared: bool
    tied: bool
    evidenced: bool


def around(alliance: Alliance, by: Actor, day: date) -> Around:
    older = {"framed_by": alliance.frame_id, "grew_from": alliance.grew_from_id}
    keys = (alliance.pk, *(one for one in older.values() if one))
    rows = _AROUND(by, keys, alliance.pk, by.id, day)
    own = [row for row in rows if row[0] == alliance.pk]
    kin = {name: [row[:4] for row in rows if row[0] == key] for name, key in older.items()}
    kin["grew_into"] = [row[:4] for row in rows if row[1] == alliance.pk]
    return Around(
        {name: _once(listed) for name, listed in kin.items()},
        [(since, until) for *_, since, until, _, _, _ in own if since],
        *own[0][-3:],
    )


def _once(rows: list[tuple[Any, ...]]) -> list[dict[str, str]]:
    """An alliance has a row for each of its spans."""
    return [{"public_id": public_id, "title": title} for *_, public_id, title in dict.fromkeys(rows)]


def _around(
    keys: tuple[int, ...], alliance: int, officer: str, day: date, *, seen: Q
) -> QuerySet[Alliance, tuple[Any, ...]]:
    tied = Declaration.objects.filter(alliance=OuterRef("pk"), interest=True)
    declared = tied.filter(officer=officer)
    evidence = Evidence.objects.filter(alliance=OuterRef("pk"), day__lte=day)
    found = Alliance.objects.filter(Q(pk__in=keys) | Q(grew_from=alliance) & seen)
    columns = ("pk", "grew_from", "public_id", "title", "spans__since", "spans__until")
    return found.order_by("pk", "spans__since").values_list(
        *columns, Exists(declared), Exists(tied), Exists(evidence)
    )


_AROUND = prepared_for_readers(_around)
