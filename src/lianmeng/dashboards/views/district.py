"""The first page of a district's officer: each coefficient of the district beside its limit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from lianmeng.core.sentences import Sentence
from lianmeng.dashboards.queries.gap import Judged, PartGap
from lianmeng.schools.vocabulary import Stage
from lianmeng.standards.rules import shown
from lianmeng.web.components import digits


@dataclass(frozen=True, slots=True)
class Cell:
    """A coefficient as printed, and where the schools behind it stand."""

    text: str
    over: bool
    address: str


@dataclass(frozen=True, slots=True)
class DistrictPanel:
    name: str
    stages: list[tuple[Sentence, Decimal]]  # each with its limit
    rows: list[tuple[str, list[Cell | None]]]  # the label of an indicator, and a cell a stage


def district_panel(own: PartGap, language: str) -> DistrictPanel:
    limits = {one.stage: one.limit for one in own.judged}
    by_indicator: dict[str, dict[str, Judged]] = {}
    for one in own.judged:
        by_indicator.setdefault(one.measure.indicator.label.spoken(language), {})[one.stage] = one
    return DistrictPanel(
        own.name,
        [(Stage(stage).label, limit) for stage, limit in limits.items()],
        [
            (label, [_cell(own, judged[stage]) if stage in judged else None for stage in limits])
            for label, judged in by_indicator.items()
        ],
    )


def _cell(own: PartGap, one: Judged) -> Cell:
    query = urlencode({"year": own.year, "stage": one.stage})
    return Cell(
        digits(one.value, shown(one.value, one.limit, decimals=2)),
        one.over,
        f"{reverse('balance:part', args=[own.district])}?{query}#schools",
    )
