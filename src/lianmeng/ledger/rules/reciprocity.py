"""How two-way a tie is."""

from collections.abc import Mapping

from lianmeng.core.figures import Absence, Figure

Direction = tuple[str, str]  # giver, receiver


def reciprocity(minutes: Mapping[Direction, float]) -> Figure:
    """The part of all minutes that is answered by minutes of the other direction: 0 one-way, 1 the same both ways.

    Definition: for each pair of sides twice the smaller of its two directions; their sum divided by the sum of all.
    Not due while nothing was given. It says how a tie works, not who is to blame: a strong school gives more.
    Source: Wasserman and Faust 1994, ch. 12 (reciprocity as the share of mutual ties), here weighted by minutes.

    >>> reciprocity({("a", "b"): 60, ("b", "a"): 20}).value
    0.5
    """
    total = sum(minutes.values())
    if total <= 0:
        return Figure.missing(Absence.NOT_DUE)
    pairs = {(min(pair), max(pair)) for pair in minutes}
    answered = sum(2 * min(minutes.get((a, b), 0), minutes.get((b, a), 0)) for a, b in pairs)
    return Figure.of(answered / total)
