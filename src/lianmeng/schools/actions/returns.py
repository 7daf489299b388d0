"""Yearly returns: entered once, corrected as often as needed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.actions.holding import held, permit_declaring, place_of
from lianmeng.schools.models import Return, Section
from lianmeng.schools.queries.checks import checks
from lianmeng.schools.rules.returns import why_not_sent
from lianmeng.schools.rules.years import census_day, years_end
from lianmeng.schools.vocabulary import Stage


@transaction.atomic
def enter_return(
    public_id: str, year: int, values: Mapping[str, float | str], *, by: Actor, seen: int | None
) -> Return:
    """The figures of a section in a school year, each a number or the name of its absence, in place of those before.

    `seen`: the version of the return that was looked at, 0 where there was none.
    """
    section = held(Section, public_id, None)
    permit_declaring(by, section.school, census_day(year))
    _refuse_impossible(section, year, values)
    kept = Return.objects.select_for_update().filter(section=section, year=year).first()
    if seen is not None and seen != (kept.version if kept else 0):
        raise Refused(
            say(
                "Somebody has changed this record since you opened it. Look at it again, then repeat your change."
            )
        )
    before = dict(kept.values) if kept else {}
    if kept is not None and before == dict(values):
        raise Refused(say("These figures are recorded already: nothing would change."))
    kept = kept or Return(section=section, year=year, version=0)
    kept.values, kept.source, kept.entered_at = dict(values), "page", timezone.now()
    kept.version += 1
    kept.save()
    told = _what_changed(section, year, before, dict(values))
    subject = ("school", section.school.public_id)
    record(told, by=by, place=place_of(section.school, census_day(year)), subject=subject)
    return kept


def _refuse_impossible(section: Section, year: int, values: Mapping[str, float | str]) -> None:
    first, end = census_day(year), years_end(year)
    if first > timezone.localdate():
        raise Refused(
            say("The school year {year} begins on {day}. Its figures are not due yet.", year=year, day=first)
        )
    if section.since >= end or (section.until is not None and section.until <= first):
        raise Refused(
            say("This section was not there in the school year {year}. Choose another year.", year=year)
        )
    if not values:
        raise Refused(say("Write at least one figure, or say why it is missing."))
    wrong = why_not_sent(values, checks())
    if wrong is not None:
        raise Refused(wrong[1], field=wrong[0])


def _what_changed(
    section: Section, year: int, before: dict[str, float | str], now: dict[str, float | str]
) -> Sentence:
    stage = Stage(section.stage).label
    if not before:
        return say(
            "Entered the return of {year}, {stage}: {figures}", year=year, stage=stage, figures=_listed(now)
        )
    keys = [key for key in {**before, **now} if before.get(key) != now.get(key)]
    return say(
        "Corrected the return of {year}, {stage}: before {before}, now {now}",
        year=year,
        stage=stage,
        before=_listed({key: before.get(key, "") for key in keys}),
        now=_listed({key: now.get(key, "") for key in keys}),
    )


def _listed(values: Mapping[str, float | str]) -> tuple[str, ...]:
    return tuple(f"{key} {value}" for key, value in values.items())
