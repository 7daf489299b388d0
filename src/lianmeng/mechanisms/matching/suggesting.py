"""Suggestions before a round: which hosts have what a school needs, near enough and of its size."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class Ground(Enum):
    """What speaks for a host, or is not known of it. The names in brackets are those of `Suggestion.grounds`."""

    MEETS = "meets"  # (need, strength): the number of a need, how strong the need and the host are in it
    NOT_KNOWN = "not_known"  # (need): the school needs it, and the host has not said
    NEAR = "near"  # (km)
    SIZE = "size"  # (ratio): the smaller school's pupils over the larger's
    NO_NEEDS = "no_needs"  # (): the school named no need, so only nearness and size count


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts; they add up to 1. At `reach_km` nearness has fallen to a half."""

    fit: float = 0.6
    nearness: float = 0.3
    size: float = 0.1
    reach_km: float = 10.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A host with its score and the parts of it (each 0 to 1), and in words' stead the grounds with their values."""

    host: int
    score: float
    fit: float
    nearness: float
    size: float
    grounds: tuple[tuple[Ground, tuple[float, ...]], ...]


@dataclass(frozen=True, slots=True)
class Hosts:
    """What is known of m hosts: strengths (m, k) from 0 to 1, NaN where not known; km from the school; pupils."""

    strengths: ArrayLike
    km: ArrayLike
    pupils: ArrayLike


def suggest(
    needs: ArrayLike, hosts: Hosts, *, pupils: float, weights: Weights | None = None, most: int = 10
) -> list[Suggestion]:
    """The hosts that fit one school best, at most `most`, best first; equal scores in the order of the hosts.

        score    = 0.6 · fit + 0.3 · nearness + 0.1 · size          (or other weights)
        fit      = Σ needᵢ · strengthᵢ / Σ needᵢ                    (0 if there are no needs)
        nearness = reach / (reach + km)
        size     = min(pupils, host's pupils) / max(pupils, host's pupils)

    Needs (k) run from 0 (none) to 1. A need that is NaN (not known) is left out. A strength that is NaN adds
    nothing, and is named as not known: nobody is suggested for what has not been shown. The formula is ours; no
    claim is made but that it does what it says. With the weights given here a host that meets every need in full
    stands before every host whose fit is below 1/3, however near or alike in size that one is.
    Errors: ValueError for shapes that do not fit, numbers out of range, weights that do not add up to 1.
    Cost: O(m·k + m log m).

    >>> two = Hosts(strengths=[[0.9, 0.1], [0.1, 0.9]], km=[1, 8], pupils=[800, 900])
    >>> [(one.host, round(one.score, 3)) for one in suggest([0, 1], two, pupils=850)]
    [(1, 0.801), (0, 0.427)]
    """
    weights = weights or Weights()
    needs = np.asarray(needs, np.float64)
    strengths, km, sizes = (np.asarray(one, np.float64) for one in (hosts.strengths, hosts.km, hosts.pupils))
    _check(needs, strengths, km=km, sizes=sizes)
    if not pupils > 0 or not np.isfinite(pupils):
        raise ValueError("pupils of the school are more than 0")
    if abs(weights.fit + weights.nearness + weights.size - 1) > 1e-9 or not weights.reach_km > 0:
        raise ValueError("the weights add up to 1, and reach_km is more than 0")
    needed = np.nan_to_num(needs)
    met = needed * np.nan_to_num(strengths)
    total = needed.sum()
    fit = met.sum(axis=1) / total if total else np.zeros(len(km))
    nearness = weights.reach_km / (weights.reach_km + km)
    size = np.minimum(sizes, pupils) / np.maximum(sizes, pupils)
    score = weights.fit * fit + weights.nearness * nearness + weights.size * size
    return [
        Suggestion(
            host=host,
            score=float(score[host]),
            fit=float(fit[host]),
            nearness=float(nearness[host]),
            size=float(size[host]),
            grounds=_grounds(needed, strengths[host], km=float(km[host]), size=float(size[host])),
        )
        for host in np.argsort(-score, kind="stable")[:most].tolist()
    ]


def nearest(km: ArrayLike, most: int = 10) -> list[int]:
    """The baseline: the nearest hosts, nearest first."""
    found: list[int] = np.argsort(np.asarray(km, np.float64), kind="stable")[:most].tolist()
    return found


def _check(needs: Floats, strengths: Floats, *, km: Floats, sizes: Floats) -> None:
    if (
        needs.ndim != 1
        or strengths.shape != (km.size, needs.size)
        or not km.shape == sizes.shape == (km.size,)
    ):
        raise ValueError("needs have the shape (k,), strengths (m, k), km and pupils (m,)")
    for shares in (needs, strengths):
        if ((shares < 0) | (shares > 1)).any():
            raise ValueError("needs and strengths lie between 0 and 1")
    if (
        not (km >= 0).all()
        or not (sizes > 0).all()
        or not np.isfinite(km).all()
        or not np.isfinite(sizes).all()
    ):
        raise ValueError("km are 0 or more, pupils more than 0, and both are known")


def _grounds(
    needs: Floats, strengths: Floats, *, km: float, size: float
) -> tuple[tuple[Ground, tuple[float, ...]], ...]:
    """What the host meets, that which counts most first (at most three), what is not known, distance and size."""
    met = needs * np.nan_to_num(strengths)
    best = [need for need in np.argsort(-met, kind="stable").tolist() if met[need] > 0][:3]
    unknown = np.flatnonzero((needs > 0) & np.isnan(strengths)).tolist()
    return (
        *((Ground.MEETS, (need, float(needs[need]), float(strengths[need]))) for need in best),
        *((Ground.NOT_KNOWN, (need,)) for need in unknown),
        *([] if needs.any() else [(Ground.NO_NEEDS, ())]),
        (Ground.NEAR, (km,)),
        (Ground.SIZE, (size,)),
    )
