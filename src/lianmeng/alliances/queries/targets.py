"""Objectives against the register: the baseline of a school's return, frozen when it is agreed, and where it is now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from django.db.models import QuerySet

from lianmeng.alliances.models import Alliance, Evidence
from lianmeng.alliances.rules.content import Content, Objective
from lianmeng.alliances.rules.form import Party
from lianmeng.alliances.rules.targets import Standing, even_pace, share_of_way, standing
from lianmeng.core.figures import Absence, Figure
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.database.prepared import Prepared
from lianmeng.schools.queries.figures import PUPILS
from lianmeng.schools.queries.sent import Values, latest_year, returns_of_schools
from lianmeng.schools.rules.years import in_words, school_year
from lianmeng.standards.queries.indicators import indicators, value_in
from lianmeng.standards.rules import Indicator

Sent = Mapping[tuple[str, str], Mapping[int, Values]]


@dataclass(frozen=True, slots=True)
class Target:
    """An objective as it stands; `year` is that of `now`. Without an indicator words describe the outcome."""

    at: int
    objective: Objective
    party: str
    indicator: Indicator | None
    baseline: Figure
    year: int | None
    now: Figure
    target: Figure
    share: Figure
    standing: Standing

    @property
    def baseline_year(self) -> int:
        return int(self.objective.baseline_year or 0)

    @property
    def even_pace(self) -> float | None:
        """The part of the way that would be covered by the year of `now` if each year brought the same."""
        if self.year is None or not self.objective.due:
            return None
        return even_pace(self.baseline_year, self.year, school_year(date.fromisoformat(self.objective.due)))

    @property
    def counted(self) -> tuple[str, str] | None:
        """Amount and pupils of the baseline, where it came from a return."""
        amount, _, pupils = self.objective.source.partition("/")
        return (amount, pupils) if pupils else None


def _evidence(alliance: int, day: date) -> QuerySet[Evidence]:
    return Evidence.objects.filter(alliance=alliance, day__lte=day)


_EVIDENCE = Prepared(_evidence)


def evidence_of(alliance: Alliance, day: date) -> dict[str, list[Evidence]]:
    """What was given until a day, by the key of the objective."""
    found: dict[str, list[Evidence]] = {}
    for one in _EVIDENCE.records(alliance.pk, day):
        found.setdefault(one.objective, []).append(one)
    return found


def frozen(objective: Objective, party: Party, *, sent: Sent | None = None) -> Objective:
    """The objective with its baseline from the school's return. Refused if it was not sent.

    An objective without an indicator stays as it is. `sent` saves reading where many are frozen at once.
    """
    if not objective.indicator:
        return replace(objective, baseline="", baseline_year="", stage="", target="", source="")
    indicator = indicators().get(objective.indicator)
    if indicator is None:
        raise Refused(say("Choose an indicator from the list."), field="indicator")
    if party.party == party.district:
        raise Refused(
            say("An indicator is counted of one school. For a district, describe the outcome in words."),
            field="indicator",
        )
    if not objective.baseline_year:
        raise Refused(say("Choose the school year of the baseline."), field="baseline_year")
    known = sent if sent is not None else returns_of_schools([objective.party])
    stage, values = _section(known, objective, party.name)
    value = value_in(values, indicator)
    if value.value is None:
        raise Refused(
            say(
                "{party} has not sent “{indicator}” of {year}. Choose another year, or wait for the return.",
                party=party.name,
                indicator=indicator.label,
                year=in_words(int(objective.baseline_year)),
            ),
            field="baseline_year",
        )
    source = f"{_plain(values[indicator.key])}/{_plain(values[PUPILS])}"
    baseline = f"{value.value:.{indicator.decimals}f}"
    return replace(objective, stage=stage, baseline=baseline, source=source)


def _section(sent: Sent, objective: Objective, party: str) -> tuple[str, Values]:
    """The stage that is meant, and what it sent of the year."""
    year = int(objective.baseline_year)
    found = {
        stage: years[year] for (one, stage), years in sent.items() if one == objective.party and year in years
    }
    if objective.stage:
        found = {stage: values for stage, values in found.items() if stage == objective.stage}
    if not found:
        raise Refused(
            say("{party} has no return of {year}.", party=party, year=in_words(int(objective.baseline_year))),
            field="baseline_year",
        )
    if len(found) > 1:
        raise Refused(say("{party} has more than one stage. Choose one.", party=party), field="stage")
    return next(iter(found.items()))


def targets_of(
    content: Content, names: Mapping[str, str], day: date, *, latest: int | None = None
) -> list[Target]:
    """Where each objective stands by the latest returns of a day; two queries where any has an indicator.

    `latest`, the year of those, saves one of them.
    """
    counted = [one for one in content.objectives if one.indicator]
    sent = returns_of_schools(one.party for one in counted) if counted else {}
    if counted and latest is None:
        latest = latest_year(school_year(day))
    return [
        _target(at, one, names.get(one.party, ""), sent, latest=latest)
        for at, one in enumerate(content.objectives)
    ]


def _target(at: int, objective: Objective, party: str, sent: Sent, *, latest: int | None) -> Target:
    indicator = indicators().get(objective.indicator) if objective.indicator else None
    nothing = Figure.missing(Absence.DOES_NOT_APPLY)
    if indicator is None:
        return Target(at, objective, party, None, nothing, None, nothing, nothing, nothing, Standing.UNKNOWN)
    baseline, target = _number(objective.baseline), _number(objective.target)
    now = _now(objective, indicator, sent, latest)
    share = share_of_way(baseline, now, target)
    over = bool(objective.due and latest and latest >= school_year(date.fromisoformat(objective.due)))
    stands = standing(share, over=over)
    return Target(at, objective, party, indicator, baseline, latest, now, target, share, stands)


def _now(objective: Objective, indicator: Indicator, sent: Sent, latest: int | None) -> Figure:
    """By the latest year of which there are returns: not due before there is a later one than the baseline's."""
    if latest is None or (objective.baseline_year and latest <= int(objective.baseline_year)):
        return Figure.missing(Absence.NOT_DUE)
    stages = [stage for school, stage in sent if school == objective.party and objective.stage in ("", stage)]
    if len(stages) != 1:
        return Figure.missing(Absence.CANNOT_BE_ASSESSED if stages else Absence.NOT_SENT)
    return value_in(sent[objective.party, stages[0]].get(latest, {}), indicator)


def _number(text: str) -> Figure:
    try:
        return Figure.of(float(Decimal(text)))
    except InvalidOperation:
        return Figure.missing(Absence.NOT_SENT)


def _plain(value: float | str) -> str:
    return f"{float(value):.10g}"
