"""The figures of groups as plain records, for JSON and for keeping."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lianmeng.balance.queries.figures import GroupFigures, ResourceFigures
from lianmeng.balance.rules.comparison import Comparison
from lianmeng.balance.vocabulary import LeftOut
from lianmeng.core.figures import Absence, Figure

_PRINTED = ("mean", "cv", "gini", "theil")


def _number(figure: Figure) -> float | None:
    return figure.value


def _count(value: float) -> int | float:
    """Pupils are whole unless the register counts part-time ones."""
    return int(value) if value == int(value) else value


def resource_record(figures: ResourceFigures, against: Comparison | None) -> dict[str, Any]:
    """One resource of one group. `absent` is there only where the figures are null, `note` only where one is due."""
    record: dict[str, Any] = {
        "schools": figures.schools,
        "left_out": {
            reason.value: count
            for reason, count in figures.left_out.items()
            if against is not None or reason is not LeftOut.EXCLUDED
        },
        "pupils": _count(figures.pupils),
        **{name: _number(getattr(figures, name)) for name in _PRINTED},
    }
    if figures.cv.absence is not None:
        record["absent"] = figures.cv.absence.value
    if figures.one_school:
        record["note"] = "one_school"
    if against is not None:
        measure = against.measures.get(figures.resource)
        record["indicator"] = measure.code if measure else None
        record["limit"] = float(against.limit) if against.judges_each else None
        record["verdict"] = against.state_of(figures.cv).value
    return record


def group_record(figures: GroupFigures, against: Comparison | None) -> dict[str, Any]:
    record: dict[str, Any] = {"group": figures.group.name}
    if figures.group.year:
        record["year"] = figures.group.year
    record["resources"] = {one.resource: resource_record(one, against) for one in figures.resources}
    if against is not None:
        record["standard"] = _verdict_record(figures, against)
    return record


def _verdict_record(figures: GroupFigures, against: Comparison) -> dict[str, Any]:
    verdict = against.verdict({one.resource: one.cv for one in figures.resources})
    stated = {"code": against.standard.code, "version": against.standard.version, "stage": against.stage}
    if verdict is None:
        return {
            **stated,
            "verdict": None,
            "within": None,
            "of": len(against.standard.measures),
            "composite": None,
        }
    return {
        **stated,
        "verdict": verdict.state.value,
        "within": verdict.within if against.judges_each else None,
        "of": len(verdict.coefficients),
        "composite": _number(verdict.composite) if verdict.composite is not None else None,
    }


def reading_record(
    groups: Sequence[GroupFigures], ungrouped: int, against: Comparison | None
) -> dict[str, Any]:
    """The whole reading. `left_out.no_group` counts rows that name no group."""
    return {"groups": [group_record(one, against) for one in groups], "left_out": {"no_group": ungrouped}}


def kept_record(figures: GroupFigures, against: Comparison | None) -> dict[str, Any]:
    """For keeping beside a group: the record of the command line with the further measures, resource by resource."""
    record = group_record(figures, against)
    record["resources"] = [
        resource_record(one, against)
        | {"range_ratio": _number(one.range_ratio), "mcloone": _number(one.mcloone)}
        for one in figures.resources
    ]
    return record


def figure_in(record: dict[str, Any], name: str) -> Figure:
    """A kept figure: its value, or the reason that was kept in its place."""
    value = record[name]
    if value is not None:
        return Figure.of(value)
    return Figure.missing(Absence(record.get("absent", Absence.CANNOT_BE_ASSESSED)))
