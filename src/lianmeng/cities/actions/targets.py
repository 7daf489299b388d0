"""The targets of the made-up city's agreements: baselines counted from its own returns, as on the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lianmeng.alliances.queries.targets import Sent, frozen
from lianmeng.alliances.rules.agreed import Agreed
from lianmeng.alliances.rules.content import Content, Objective
from lianmeng.cities.rules.plan import plan
from lianmeng.schools.queries.sent import returns_of_schools
from lianmeng.schools.rules.years import school_year
from lianmeng.standards.queries import standard_named
from lianmeng.standards.queries.indicators import value_in
from lianmeng.standards.rules import Measure


def with_targets(agreed: Iterable[Agreed]) -> list[Agreed]:
    """Each agreement of schools with a target for its second party, beside the outcome in words."""
    found = list(agreed)
    sent = returns_of_schools(
        one.content.parties[1].party for one in found if one.content.form != "district_pair"
    )
    return [
        replace(
            one,
            content=with_target(one.content, sent),
            renewed=tuple(with_target(content, sent) for content in one.renewed),
        )
        for one in found
    ]


def with_target(content: Content, sent: Sent) -> Content:
    """Before the term: what the second party lacks most of the standard, to be reached by the last day."""
    party, term = content.parties[1], content.term
    if term is None or party.party == party.district:
        return content
    last = school_year(term[0]) - 1
    years = [year for (school, _), sent_in in sent.items() if school == party.party for year in sent_in]
    year = max((one for one in years if one <= last), default=last)
    weakest = min(_against_standard(party.party, year, sent), key=lambda one: one[0], default=None)
    if weakest is None:
        return content
    _, stage, measure = weakest
    wanted = Objective(
        party.party,
        plan()["alliances"]["texts"]["target"].format(indicator=measure.indicator.label.zh),
        measure.indicator.key,
        baseline_year=str(year),
        target=str(measure.thresholds[stage].value),
        due=content.until,
        stage=stage,
    )
    return replace(content, objectives=(frozen(wanted, party, sent=sent), *content.objectives))


def _against_standard(school: str, year: int, sent: Sent) -> Iterator[tuple[float, str, Measure]]:
    """What the school has as a share of the standard's threshold, where that is below 1: indicator by indicator."""
    stages = [(stage, years[year]) for (one, stage), years in sent.items() if one == school and year in years]
    for measure in standard_named(plan()["alliances"]["standard"]).measures:
        for stage, values in stages:
            value, bound = value_in(values, measure.indicator).value, measure.thresholds.get(stage)
            if bound is not None and value is not None and value < float(bound.value):
                yield value / float(bound.value), stage, measure
