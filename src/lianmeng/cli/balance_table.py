"""The reading of a register as text for a terminal: a table for each resource, the widest gap first."""

from collections.abc import Iterator, Sequence

from lianmeng.balance.queries.figures import GroupFigures, ResourceFigures
from lianmeng.balance.rules.comparison import Comparison
from lianmeng.balance.rules.units import Unit
from lianmeng.balance.vocabulary import LeftOut
from lianmeng.cli.terminal import LANGUAGE, table_lines, told
from lianmeng.core.figures import Figure
from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.standards.rules import shown
from lianmeng.standards.vocabulary import LimitState
from lianmeng.web.components import digits

_MARKS = {LimitState.OVER: "▲", LimitState.WITHIN: "●"}


def printed(
    groups: Sequence[GroupFigures], units: Sequence[Unit], ungrouped: int, against: Comparison | None
) -> Iterator[str]:
    """Line by line: what it is, the table, what was left out and why."""
    for at, unit in enumerate(units):
        chosen = sorted(groups, key=lambda one: _widest_first(one, at))
        yield told(say("{resource}: coefficient of variation, widest gap first", resource=unit.resource))
        yield from table_lines(_headings(unit, against), [_row(one, at, unit, against) for one in chosen])
        yield from (told(sentence) for sentence in _left_out([one.resources[at] for one in chosen]))
        yield ""
    yield from (told(sentence) for sentence in _notes(groups, ungrouped, against))


def _widest_first(group: GroupFigures, at: int) -> tuple[float, str, str]:
    value = group.resources[at].cv.value
    return (1.0 if value is None else -value, group.group.name, group.group.year)


def _headings(unit: Unit, against: Comparison | None) -> list[str]:
    limit = []
    if against is not None and against.judges_each:
        limit = [told(say("limit {limit}", limit=str(against.limit)))]
    named = (
        say("group"),
        say("schools"),
        say("pupils"),
        say("mean {unit}", unit=unit.label),
        say("coefficient"),
    )
    return [*map(told, named), *limit, told(say("Gini")), told(say("Theil")), told(say("left out"))]


def _row(group: GroupFigures, at: int, unit: Unit, against: Comparison | None) -> list[str]:
    figures = group.resources[at]
    limit = against.limit if against is not None and against.judges_each else None
    coefficient = figures.cv.value
    decimals = 3 if coefficient is None else shown(coefficient, limit, decimals=3)
    stands = []
    if against is not None and limit is not None:
        state = against.state_of(figures.cv)
        stands = [f"{_MARKS.get(state, '◌')} {told(state.label)}"]
    name = f"{group.group.name} {group.group.year}".strip()
    return [
        name,
        digits(figures.schools, 0),
        digits(figures.pupils, 0),
        _value(figures.mean, unit.decimals, times=unit.per),
        _value(figures.cv, decimals),
        *stands,
        _value(figures.gini, 3),
        _value(figures.theil, 3),
        digits(sum(figures.left_out.values()), 0),
    ]


def _value(figure: Figure, decimals: int, *, times: int = 1) -> str:
    if figure.absence is not None:
        return told(figure.absence.label)
    return digits((figure.value or 0.0) * times, decimals)


def _left_out(figures: Sequence[ResourceFigures]) -> Iterator[Sentence]:
    counts = {reason: sum(one.left_out[reason] for one in figures) for reason in LeftOut}
    named = [(reason, count) for reason, count in counts.items() if count]
    if not named:
        yield say("No school was left out.")
    for reason, count in named:
        yield _why_left_out(reason, count)


def _why_left_out(reason: LeftOut, count: int) -> Sentence:
    if reason is LeftOut.NO_PUPILS:
        return say_count(
            "{count} school left out: it has no pupils.",
            "{count} schools left out: they have no pupils.",
            count,
        )
    if reason is LeftOut.NOT_SENT:
        return say_count(
            "{count} school left out: not all was sent.", "{count} schools left out: not all was sent.", count
        )
    return say_count(
        "{count} school left out: it takes no part under the standard.",
        "{count} schools left out: they take no part under the standard.",
        count,
    )


def _notes(groups: Sequence[GroupFigures], ungrouped: int, against: Comparison | None) -> Iterator[Sentence]:
    if ungrouped:
        yield say_count("{count} row names no group.", "{count} rows name no group.", ungrouped)
    lone = sorted({one.group.name for one in groups if any(each.one_school for each in one.resources)})
    if lone:
        yield say("One school only, so the coefficient is 0: {names}.", names=_some(lone))
    if against is not None:
        yield from _notes_on_standard(groups, against)


def _some(names: Sequence[str]) -> tuple[str, ...]:
    return (*names[:10], "…") if len(names) > 10 else tuple(names)


def _notes_on_standard(groups: Sequence[GroupFigures], against: Comparison) -> Iterator[Sentence]:
    standard = against.standard.label.spoken(LANGUAGE)
    stage = against.standard.stages[against.stage].label.spoken(LANGUAGE)
    yield say(
        "Standard: {standard}, {stage}, limit {limit}.",
        standard=standard,
        stage=stage,
        limit=str(against.limit),
    )
    others = (
        [one.resource for one in groups[0].resources if one.resource not in against.measures]
        if groups
        else []
    )
    if others:
        yield say(
            "Not an indicator of the standard, set beside its limit for comparison only: {names}.",
            names=_some(others),
        )
    for group in groups if not against.judges_each else ():
        verdict = against.verdict({one.resource: one.cv for one in group.resources})
        if verdict is None or verdict.composite is None or verdict.composite.value is None:
            missing = len(against.standard.measures) - len(against.measures)
            yield say(
                "{group}: no composite, {missing} indicators are missing.",
                group=group.group.name,
                missing=missing,
            )
        else:
            value = verdict.composite.value
            text = digits(value, shown(value, against.limit, decimals=3))
            yield say(
                "{group}: composite {value}, {state}.",
                group=group.group.name,
                value=text,
                state=verdict.state.label,
            )
