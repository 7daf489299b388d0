"""From a table to a standard, part by part."""

from collections.abc import Iterator, Mapping

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.standards.queries.toml_tables import Table
from lianmeng.standards.rules import (
    Bound,
    Exclusion,
    GroupTest,
    Indicator,
    Measure,
    Note,
    SchoolTest,
    Source,
    Stage,
    Standard,
)
from lianmeng.standards.vocabulary import Denominator, Grade, GroupRule, SchoolKind

Sources = Mapping[str, Source]


def indicators_in(table: Table) -> dict[str, Indicator]:
    """The indicators that a file defines, by key."""
    sources = _sources(table)
    return {key: _indicator(key, each, sources=sources) for key, each in table.tables("indicators")}


def standard_in(table: Table, shared: Mapping[str, Indicator]) -> Standard:
    """The standard of a whole file. It may use the shared indicators and define more of its own."""
    sources = _sources(table)
    known = {**shared, **_own_indicators(table, shared)}
    stages = {code: _stage(code, each, sources=sources) for code, each in table.tables("stages")}
    standard = Standard(
        code=table.text("code"),
        version=table.whole("version", least=1, most=999),
        year=table.whole("year", least=1900, most=2999),
        label=table.words("label"),
        document=_document(table, sources),
        stages=stages,
        measures=tuple(
            _measure(row, known=known, stages=stages, sources=sources) for row in table.rows("measures")
        ),
        group_test=_group_test(table, sources),
        school_test=_school_test(table, sources) if "school_rule" in table else None,
        exclusions=tuple(_exclusion(row, sources) for row in table.rows("exclusions")),
        notes=_notes(table, sources),
    )
    table.close()
    _agrees(table, standard)
    return standard


def _sources(table: Table) -> dict[str, Source]:
    return {
        code: Source(
            code=code,
            title=each.words("title"),
            where=each.text("where") if "where" in each else "",
            grade=each.choice("grade", Grade),
        )
        for code, each in table.tables("sources")
    }


def _named(table: Table, sources: Sources) -> tuple[Source, ...]:
    return tuple(sources[code] for code in table.some_of("sources", sources))


def _own_indicators(table: Table, shared: Mapping[str, Indicator]) -> dict[str, Indicator]:
    own = indicators_in(table)
    for key in own.keys() & shared.keys():
        raise Refused(
            say(
                "{file}: the indicator “{key}” exists already. Use it, or give yours another key.",
                file=table.file,
                key=table.key(f"indicators.{key}"),
            )
        )
    return own


def _indicator(key: str, table: Table, *, sources: Sources) -> Indicator:
    counts = table.table("counts") if "counts" in table else None
    return Indicator(
        key=key,
        label=table.words("label"),
        short=table.words("short"),
        unit=table.words("unit"),
        numerator=table.words("numerator"),
        denominator=table.choice("denominator", Denominator),
        per=table.whole("per", least=1, most=1_000_000),
        decimals=table.whole("decimals", least=0, most=6),
        counts={stage: counts.words(stage) for stage in counts} if counts else {},
        notes=_notes(table, sources),
        sources=_named(table, sources),
    )


def _notes(table: Table, sources: Sources) -> tuple[Note, ...]:
    return tuple(
        Note(row.both_languages(), _named(row, sources) if "sources" in row else ())
        for row in table.rows("notes")
    )


def _document(table: Table, sources: Sources) -> Note:
    with table.table("document") as inside:
        return Note(inside.both_languages(), _named(inside, sources))


def _bound(table: Table, key: str, *, figure: str, sources: Sources) -> Bound:
    with table.table(key) as inside:
        return Bound(inside.number(figure), _named(inside, sources))


def _stage(code: str, table: Table, *, sources: Sources) -> Stage:
    return Stage(code, table.words("label"), _bound(table, "limit", figure="at_most", sources=sources))


def _measure(
    table: Table, *, known: Mapping[str, Indicator], stages: Mapping[str, Stage], sources: Sources
) -> Measure:
    code = table.text("code")
    indicator = known[table.one_of("indicator", known)]
    thresholds = {}
    if "thresholds" in table:
        with table.table("thresholds") as inside:
            thresholds = {
                stage: _bound(inside, stage, figure="at_least", sources=sources)
                for stage in stages
                if stage in inside
            }
    return Measure(code, indicator, thresholds)


def _group_test(table: Table, sources: Sources) -> GroupTest:
    with table.table("group_rule") as inside:
        return GroupTest(
            judges=inside.choice("judges", GroupRule),
            decimals=inside.whole("decimals", least=0, most=6),
            sources=_named(inside, sources),
        )


def _school_test(table: Table, sources: Sources) -> SchoolTest:
    with table.table("school_rule") as inside:
        reach = _bound(inside, "reach", figure="at_least", sources=sources)
        floor = (
            _bound(inside, "floor_percent", figure="at_least", sources=sources)
            if "floor_percent" in inside
            else None
        )
    return SchoolTest(reach, floor)


def _exclusion(table: Table, sources: Sources) -> Exclusion:
    if "kind" not in table and "under_pupils" not in table:
        raise table.missing("kind")
    return Exclusion(
        code=table.text("code"),
        kind=table.choice("kind", SchoolKind) if "kind" in table else None,
        under_pupils=table.whole("under_pupils", least=1, most=1_000_000)
        if "under_pupils" in table
        else None,
        label=table.words("label"),
        sources=_named(table, sources),
    )


def _agrees(table: Table, standard: Standard) -> None:
    """What no single key can show: something to judge, no name twice, figures that the rule can use."""
    for key, there in (("stages", standard.stages), ("measures", standard.measures)):
        if not there:
            raise table.missing(key)
    for name in _names_used_twice(standard):
        raise Refused(
            say(
                "{file}: two of the “measures” are called “{name}”. Give each its own code and indicator.",
                file=table.file,
                name=name,
            )
        )
    _rule_can_be_used(table, standard)


def _names_used_twice(standard: Standard) -> Iterator[str]:
    seen: set[str] = set()
    for measure in standard.measures:
        names = {name.casefold(): name for name in measure.names}
        yield from (name for folded, name in names.items() if folded in seen)
        seen.update(names)


def _rule_can_be_used(table: Table, standard: Standard) -> None:
    test = standard.school_test
    if test is None:
        return
    most = len(standard.measures)
    if test.reach.value not in range(1, most + 1):
        raise table.wrong(
            "school_rule.reach.at_least", say("a whole number from {least} to {most}", least=1, most=most)
        )
    if test.floor_percent is not None and test.floor_percent.value > 100:
        raise table.wrong("school_rule.floor_percent.at_least", say("a percentage, at most 100"))
    for at, measure in enumerate(standard.measures, 1):
        for stage in standard.stages:
            if stage not in measure.thresholds:
                raise table.missing(f"measures[{at}].thresholds.{stage}")
