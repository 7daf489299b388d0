"""What yearly statistics print, counted from memberships on the last day of the year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from lianmeng.alliances.models import Alliance, Membership, Span
from lianmeng.alliances.models.alliances import held_on
from lianmeng.alliances.queries.effect import in_effect_on
from lianmeng.alliances.queries.parties import district_pairs
from lianmeng.database.prepared import Prepared
from lianmeng.schools.queries import region_names


@dataclass(frozen=True, slots=True)
class YearCounts:
    """`pairs` by district pair, by name; `within` are pairs inside one district."""

    day: date
    pairs: tuple[
        tuple[str, str, int], ...
    ]  # public id of the district pair, its districts' names, school pairs
    within: int
    led: int
    entrusted: int
    by_form: dict[str, int]
    schools_by_form: dict[str, int]

    @property
    def framed(self) -> int:
        return sum(count for _, _, count in self.pairs)

    @property
    def led_and_entrusted(self) -> int:
        return self.led + self.entrusted


def counts_of_year(year: int) -> YearCounts:
    """On 31 December. A led or entrusted school is counted once a form, however many lead it."""
    day = date(year, 12, 31)
    by_form, framed = _effective(day)
    rows = _MEMBERS.rows(day)
    led_by_form = {form: count for form, _, count in rows}
    return YearCounts(
        day=day,
        pairs=tuple(_pairs(framed, day)),
        within=framed.get(None, 0),
        led=led_by_form.get("leadership", 0),
        entrusted=led_by_form.get("trusteeship", 0),
        by_form=dict(by_form),
        schools_by_form={form: count for form, count, _ in rows},
    )


def _effective(day: date) -> tuple[Counter[str], Counter[int | None]]:
    """How many are in effect of each form, and how many twinnings in each frame."""
    by_form: Counter[str] = Counter()
    framed: Counter[int | None] = Counter()
    for form, frame, count in _BY_FORM.rows(day):
        by_form[form] += count
        if form == "twinning":
            framed[frame] += count
    return by_form, framed


def _pairs(framed: Counter[int | None], day: date) -> list[tuple[str, str, int]]:
    """Each district pair in effect, and any that is over and still frames a pair."""
    pairs = dict(district_pairs(day))
    names = region_names({one for pair in pairs.values() for one in pair}, day)
    wanted = {*pairs, *(one for one in framed if one is not None)}
    return [
        (
            public_id,
            "—".join(sorted(names.get(party, party) for party in pairs[key])) if key in pairs else title,
            framed.get(key, 0),
        )
        for key, public_id, title in _NAMED.rows(tuple(wanted))
    ]


def _members(day: date) -> QuerySet[Membership, tuple[Any, ...]]:
    spans = Span.objects.filter(held_on(day)).order_by()
    members = Membership.objects.filter(held_on(day), alliance__in=spans.values("alliance")).order_by()
    each = Count("party", distinct=True)
    led = Count("party", distinct=True, filter=Q(role="led"))
    return members.values_list("alliance__form").annotate(each=each, led=led)


def _forms(day: date) -> QuerySet[Alliance, tuple[Any, ...]]:
    return in_effect_on(day).order_by().values_list("form", "frame").annotate(count=Count("pk"))


def _named(alliances: tuple[int, ...]) -> QuerySet[Alliance, tuple[Any, ...]]:
    found = Alliance.objects.filter(pk__in=alliances).order_by("number")
    return found.values_list("pk", "public_id", "title")


_MEMBERS, _BY_FORM, _NAMED = Prepared(_members), Prepared(_forms), Prepared(_named)
