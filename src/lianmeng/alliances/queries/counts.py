"""What yearly statistics print, counted from memberships on the last day of the year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from lianmeng.alliances.models import Alliance, Membership
from lianmeng.alliances.models.alliances import held_on
from lianmeng.alliances.queries.effect import in_effect_on
from lianmeng.alliances.queries.parties import district_pairs, names_on


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
    effective = in_effect_on(day)
    by_form = Counter(effective.values_list("form", flat=True))
    framed = Counter(effective.filter(form="twinning").values_list("frame", flat=True))
    members = Membership.objects.filter(held_on(day), alliance__in=effective)
    rows = set(members.values_list("alliance__form", "role", "party"))
    return YearCounts(
        day=day,
        pairs=tuple(_pairs(framed, day)),
        within=framed.get(None, 0),
        led=len({party for form, role, party in rows if (form, role) == ("leadership", "led")}),
        entrusted=len({party for form, role, party in rows if (form, role) == ("trusteeship", "led")}),
        by_form=dict(by_form),
        schools_by_form={form: len({p for f, _, p in rows if f == form}) for form in by_form},
    )


def _pairs(framed: Counter[int | None], day: date) -> list[tuple[str, str, int]]:
    """Each district pair in effect, and any that is over and still frames a pair."""
    pairs = dict(district_pairs(day))
    names = names_on({one for pair in pairs.values() for one in pair}, day)
    wanted = {*pairs, *(one for one in framed if one is not None)}
    found = Alliance.objects.filter(pk__in=wanted).order_by("number")
    return [
        (
            one.public_id,
            "—".join(sorted(names.get(party, party) for party in pairs[one.pk]))
            if one.pk in pairs
            else one.title,
            framed.get(one.pk, 0),
        )
        for one in found
    ]
