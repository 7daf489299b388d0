"""The figures of one group of a reading, as a page, a table or JSON shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from lianmeng.balance.queries.reading import Group, Reading
from lianmeng.balance.vocabulary import LeftOut
from lianmeng.core.figures import Absence, Figure
from lianmeng.mechanisms.dispersion import Status


@dataclass(frozen=True, slots=True)
class ResourceFigures:
    """One resource in one group. `schools` and `pupils` are those counted in; `left_out` counts the others by reason.

    `mean` is an amount per pupil; `cv`, `gini` and `theil` have no unit. The last three are absent together,
    and the mean with them unless it is 0.
    """

    resource: str
    schools: int
    left_out: dict[LeftOut, int]
    pupils: float
    mean: Figure
    cv: Figure
    gini: Figure
    theil: Figure
    range_ratio: Figure
    mcloone: Figure

    @property
    def one_school(self) -> bool:
        return self.schools == 1


@dataclass(frozen=True, slots=True)
class GroupFigures:
    group: Group
    resources: tuple[ResourceFigures, ...]

    @property
    def widest(self) -> float:
        """The largest coefficient of the group; −1 where none can be assessed."""
        return max((one.cv.value for one in self.resources if one.cv.value is not None), default=-1.0)


def figures_by_group(reading: Reading) -> Iterator[GroupFigures]:
    """The groups in the register's order."""
    excluded = np.bincount(
        reading.codes[~reading.takes_part & (reading.codes >= 0)], minlength=len(reading.groups)
    )
    for number, group in enumerate(reading.groups):
        resources = tuple(
            _resource_figures(reading, at, number, int(excluded[number]))
            for at in range(len(reading.amounts))
        )
        yield GroupFigures(group, resources)


def worst_first(groups: Iterator[GroupFigures]) -> list[GroupFigures]:
    """The widest gap first; groups that cannot be assessed last; equal ones by name."""
    return sorted(groups, key=lambda one: (-one.widest, one.group.name, one.group.year))


def _resource_figures(reading: Reading, at: int, number: int, excluded: int) -> ResourceFigures:
    found = reading.dispersion
    left_out = {
        LeftOut.NO_PUPILS: int(found.no_pupils[at, number]),
        LeftOut.NOT_SENT: int(found.not_sent[at, number]),
        LeftOut.EXCLUDED: excluded,
    }
    status = Status(found.status[at, number])
    absence = _absence(status, left_out)

    def figure(value: float) -> Figure:
        if absence is not None:
            return Figure.missing(absence)
        return Figure.of(value) if np.isfinite(value) else Figure.missing(Absence.CANNOT_BE_ASSESSED)

    return ResourceFigures(
        resource=reading.columns.resources[at].name,
        schools=int(found.schools[at, number]),
        left_out=left_out,
        pupils=float(found.pupils[at, number]),
        mean=Figure.of(0.0) if status is Status.MEAN_ZERO else figure(found.mean[at, number]),
        cv=figure(found.cv[at, number]),
        gini=figure(found.gini[at, number]),
        theil=figure(found.theil[at, number]),
        range_ratio=figure(found.range_ratio[at, number]),
        mcloone=figure(found.mcloone[at, number]),
    )


def _absence(status: Status, left_out: dict[LeftOut, int]) -> Absence | None:
    """Why a group has no coefficient: nobody has anything, something was not sent, or there is nobody to ask of."""
    if status is Status.MEAN_ZERO:
        return Absence.CANNOT_BE_ASSESSED
    if status is not Status.NOTHING_LEFT:
        return None
    return Absence.NOT_SENT if left_out[LeftOut.NOT_SENT] else Absence.DOES_NOT_APPLY
