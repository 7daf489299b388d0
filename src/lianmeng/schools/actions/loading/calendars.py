"""Terms, holidays and make-up days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Max

from lianmeng.core.refusal import Refused
from lianmeng.schools.actions.loading.frames import Loading, Rows
from lianmeng.schools.models import CalendarDay, Region, Term
from lianmeng.schools.queries.calendar_lines import parted_lines
from lianmeng.schools.rules.calendar import SpecialDay, TermDays, YearPlan, why_not_planned
from lianmeng.schools.rules.years import school_year

_DAY = timedelta(days=1)


def load_calendar(rows: Rows, loading: Loading) -> None:
    regions = {public_id: loading.regions[public_id] for public_id in rows["region"].unique().to_list()}
    for row in rows.to_dicts():
        region, line = regions[row["region"]], row["line_id"]
        if row["slot"] == "term":
            until = row["last_day"] + _DAY
            if line is None:
                _add_term(region, row["first_day"], until)
            else:
                Term.objects.filter(pk=line // 2).update(until=until)
        elif line is None:
            CalendarDay.objects.create(
                region_id=region, day=row["first_day"], kind=row["line_kind"], name=row["name"]
            )
        else:
            CalendarDay.objects.filter(pk=line // 2).update(kind=row["line_kind"], name=row["name"])
    for one in Region.objects.filter(pk__in=regions.values()):
        one.version += 1
        one.save(update_fields=["version"])


def _add_term(region: int, since: date, until: date) -> None:
    """After the others of its year: terms are numbered in their order once all are there."""
    terms = Term.objects.filter(region_id=region, year=school_year(since))
    last = terms.aggregate(last=Max("number"))["last"] or 0
    Term.objects.create(region_id=region, year=school_year(since), number=last + 1, since=since, until=until)


def end_lines(ids: Iterable[int]) -> None:
    """A calendar has no history: what a later file leaves out was wrong."""
    terms, days = parted_lines(ids)
    Term.objects.filter(pk__in=terms).delete()
    CalendarDay.objects.filter(pk__in=days).delete()


def finish_calendars() -> None:
    """Terms are numbered in their order; refused if a calendar cannot be."""
    terms, days = defaultdict(list), defaultdict(list)
    for term in Term.objects.order_by("since"):
        terms[term.region_id, term.year].append(term)
    for one in CalendarDay.objects.order_by("day"):
        days[one.region_id, school_year(one.day)].append(SpecialDay(one.day, one.kind, one.name))
    for key in terms.keys() | days.keys():
        planned = [TermDays(term.since, term.until - _DAY) for term in terms[key]]
        refusal = why_not_planned(key[1], YearPlan(planned, days[key]))
        if refusal:
            raise Refused(refusal)
        if [term.number for term in terms[key]] != list(range(1, len(planned) + 1)):
            Term.objects.filter(pk__in=[term.pk for term in terms[key]]).delete()
            for number, term in enumerate(terms[key], 1):
                term.pk, term.number = None, number
            Term.objects.bulk_create(terms[key])
