"""The calendar of a school year: its terms, holidays and make-up days, entered whole."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.sentences import say
from lianmeng.schools.actions.holding import count_on, held, permit
from lianmeng.schools.models import CalendarDay, Region, Term
from lianmeng.schools.rules.calendar import YearPlan, why_not_planned
from lianmeng.schools.rules.permissions import why_not_keeping_regions
from lianmeng.schools.rules.years import census_day, years_end


@transaction.atomic
def plan_year(public_id: str, year: int, plan: YearPlan, *, by: Actor, seen: int | None) -> Region:
    """The calendar of a region in a school year, in place of the one before."""
    permit(why_not_keeping_regions(by) or why_not_planned(year, plan))
    region = held(Region, public_id, seen)
    Term.objects.filter(region=region, year=year).delete()
    CalendarDay.objects.filter(region=region, day__gte=census_day(year), day__lt=years_end(year)).delete()
    Term.objects.bulk_create(
        Term(region=region, year=year, number=number, since=term.first, until=term.last + timedelta(days=1))
        for number, term in enumerate(plan.terms, 1)
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(region=region, day=one.day, kind=one.kind, name=one.name) for one in plan.days
    )
    count_on(region)
    told = say(
        "Entered the calendar of {year} for {region}: terms {terms}; other days {days}",
        year=year,
        region=region.name,
        terms=tuple(f"{term.first}–{term.last}" for term in plan.terms),
        days=tuple(f"{one.day} {one.kind}" for one in plan.days),
    )
    record(told, by=by, place=region.public_id, subject=("region", region.public_id))
    return region
