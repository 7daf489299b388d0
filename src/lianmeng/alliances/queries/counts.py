"""What yearly statistics print, counted from memberships on the last day of the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Value

from lianmeng.alliances.models import Alliance, Membership, Span
from lianmeng.alliances.models.alliances import held_on
from lianmeng.alliances.queries.changes import Changes, changes
from lianmeng.alliances.queries.effect import in_effect_on
from lianmeng.alliances.queries.forms import forms_of_path
from lianmeng.alliances.queries.named import Called, named_alliances
from lianmeng.alliances.queries.parties import district_pairs
from lianmeng.core.keeping import kept_answers
from lianmeng.database.prepared import Prepared
from lianmeng.ledger.vocabulary import Path
from lianmeng.schools.queries import region_names, schools_at

YEARS_SHOWN = 5
_KEPT_DAYS = 32

Framed = Mapping[int | None, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class PairCounts:
    """A district pair, by the names of its districts, and its school pairs on the last day of each year shown.

    `there`: it is in effect on the first of these days, or it is over and still frames a pair.
    """

    public_id: str
    name: str
    each: tuple[int, ...]
    there: bool


@dataclass(frozen=True, slots=True)
class FormCount:
    """Alliances of a form in effect, their parties, each once, and those of them that are led or entrusted."""

    form: str
    alliances: int
    parties: int
    led: int


@dataclass(frozen=True, slots=True)
class YearCounts:
    """`pairs` by district pair, and `within` one district, in each of `years`, the year itself first.

    `covered`: schools in any group, each once, of the `schools` in the register on that day.
    """

    day: date
    years: tuple[int, ...]
    pairs: tuple[PairCounts, ...]
    within: tuple[int, ...]
    forms: tuple[FormCount, ...]
    covered: int
    schools: int

    @property
    def framed(self) -> int:
        """School pairs within district pairs."""
        return sum(one.each[0] for one in self.pairs)

    @property
    def paired(self) -> int:
        return sum(one.there for one in self.pairs)

    @property
    def all_each(self) -> tuple[int, ...]:
        """All school pairs, year by year."""
        return tuple(map(sum, zip(self.within, *(one.each for one in self.pairs), strict=True)))

    def led_in(self, form: str) -> int:
        """A led or entrusted school is counted once a form, however many lead it."""
        return sum(one.led for one in self.forms if one.form == form)

    @property
    def led_and_entrusted(self) -> int:
        return self.led_in("leadership") + self.led_in("trusteeship")

    @property
    def groups(self) -> tuple[FormCount, ...]:
        codes = forms_of_path(Path.GROUP)
        return tuple(one for one in self.forms if one.form in codes)


def counts_of_year(year: int) -> YearCounts:
    """On 31 December."""
    day, years = date(year, 12, 31), tuple(range(year, year - YEARS_SHOWN, -1))
    forms, framed, covered = _counted(day, years, forms_of_path(Path.GROUP), changes())
    return YearCounts(
        day=day,
        years=years,
        pairs=tuple(_pairs(framed, day)),
        within=framed.get(None, (0,) * YEARS_SHOWN),
        forms=forms,
        covered=covered,
        schools=schools_at(day).count(),
    )


@kept_answers(_KEPT_DAYS)
def _counted(
    day: date, years: tuple[int, ...], groups: tuple[str, ...], _changes: Changes
) -> tuple[tuple[FormCount, ...], Framed, int]:
    """By form; the school pairs of each frame on the last day of each year; and the schools in any group."""
    members = {form: (parties, led) for form, parties, led in _MEMBERS.rows(day)}
    forms = tuple(FormCount(form, count, *members.get(form, (0, 0))) for form, count in _BY_FORM.rows(day))
    framed = {frame: tuple(each) for frame, *each in _TWINNINGS.rows(*(date(one, 12, 31) for one in years))}
    return forms, framed, sum(count for _, count in _COVERED.rows(day, groups))


def _pairs(framed: Framed, day: date) -> list[PairCounts]:
    """Each district pair in effect, and any that is over and framed a pair in one of the years."""
    pairs = dict(district_pairs(day))
    names = region_names({one for pair in pairs.values() for one in pair}, day)
    wanted = {*pairs, *(one for one, each in framed.items() if one is not None and any(each))}
    return [
        _pair(
            one,
            framed.get(one.pk, (0,) * YEARS_SHOWN),
            [names.get(each, each) for each in pairs.get(one.pk, ())],
        )
        for one in sorted(named_alliances(wanted).values(), key=lambda one: one.number)
    ]


def _pair(called: Called, each: tuple[int, ...], districts: list[str]) -> PairCounts:
    """Named by its districts as they are called on the day, if it is in effect then."""
    name = "—".join(sorted(districts)) or called.title
    return PairCounts(called.public_id, name, each, there=bool(districts) or each[0] > 0)


def _members(day: date) -> QuerySet[Membership, tuple[Any, ...]]:
    each = Count("party", distinct=True)
    led = Count("party", distinct=True, filter=Q(role="led"))
    return _taking_part(day).values_list("alliance__form").annotate(each=each, led=led)


def _covered(day: date, groups: tuple[str, ...]) -> QuerySet[Membership, tuple[int, int]]:
    found = _taking_part(day).filter(alliance__form__in=groups)
    return found.values_list(Value(0)).annotate(count=Count("party", distinct=True))


def _taking_part(day: date) -> QuerySet[Membership]:
    spans = Span.objects.filter(held_on(day)).order_by()
    return Membership.objects.filter(held_on(day), alliance__in=spans.values("alliance")).order_by()


def _by_form(day: date) -> QuerySet[Alliance, tuple[str, int]]:
    return in_effect_on(day).order_by().values_list("form").annotate(count=Count("pk"))


def _twinnings(*days: date) -> QuerySet[Alliance, tuple[Any, ...]]:
    """By frame, how many are in effect on each day; of an alliance one span at most holds on a day."""
    each = {f"on_{at}": Count("spans", filter=held_on(day, "spans__")) for at, day in enumerate(days)}
    return Alliance.objects.filter(form="twinning").order_by().values_list("frame").annotate(**each)


_MEMBERS, _COVERED = Prepared(_members), Prepared(_covered)
_BY_FORM, _TWINNINGS = Prepared(_by_form), Prepared(_twinnings)
