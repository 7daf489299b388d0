"""A standard and its parts, as a data file gives them: frozen, typed, each figure with its sources."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lianmeng.core.sentences import Sentence, say
from lianmeng.standards.vocabulary import Certainty, Denominator, Grade, GroupRule, SchoolKind, Words

_CERTAINTY_OF_GRADE = {
    Grade.OFFICIAL: Certainty.OFFICIAL,
    Grade.PRESS: Certainty.PRESS,
    Grade.COPY: Certainty.COPIES,
    Grade.CODE: Certainty.COPIES,
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was read; `where` is empty if it has no stable address."""

    code: str
    title: Words
    where: str
    grade: Grade


def certainty_of(sources: tuple[Source, ...]) -> Certainty:
    """The certainty of the best source; without any, the figure is unverified."""
    if not sources:
        return Certainty.UNVERIFIED
    return _CERTAINTY_OF_GRADE[min(source.grade for source in sources)]


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure that a standard sets, exactly as it is written, with its sources."""

    value: Decimal
    sources: tuple[Source, ...]

    @property
    def certainty(self) -> Certainty:
        return certainty_of(self.sources)


@dataclass(frozen=True, slots=True)
class Note:
    text: Words
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is counted: value = numerator · `per` / denominator, in `unit`.

    `counts` says who or what counts, by stage code or under "every"; `decimals` are usually printed.
    """

    key: str
    label: Words
    short: Words
    unit: Words
    numerator: Words
    denominator: Denominator
    per: int
    decimals: int
    counts: Mapping[str, Words]
    notes: tuple[Note, ...]
    sources: tuple[Source, ...]

    def counts_in(self, stage: str) -> Words | None:
        return self.counts.get(stage, self.counts.get("every"))


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator as one standard uses it: its code there, and the least that a section of a stage needs."""

    code: str
    indicator: Indicator
    thresholds: Mapping[str, Bound]

    @property
    def names(self) -> Iterator[str]:
        """Everything a person may call it by."""
        indicator = self.indicator
        yield from (self.code, indicator.key)
        yield from (indicator.label.zh, indicator.label.en, indicator.short.zh, indicator.short.en)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage that the standard knows, and the most that a coefficient (or the composite) may be there."""

    code: str
    label: Words
    limit: Bound


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Sections that take no part: of this kind (None: any), with fewer pupils than this (None: any)."""

    code: str
    kind: SchoolKind | None
    under_pupils: int | None
    label: Words
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class SchoolTest:
    """At least `reach` indicators reach their threshold; none of the rest is under `floor_percent` of it."""

    reach: Bound
    floor_percent: Bound | None


@dataclass(frozen=True, slots=True)
class GroupTest:
    """What is held against the stage's limit, and how many decimals a coefficient is usually printed with."""

    judges: GroupRule
    decimals: int
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Standard:
    """One version of one data file. `measures` are in the file's order, and so is every verdict."""

    code: str
    version: int
    year: int
    label: Words
    document: Note
    stages: Mapping[str, Stage]
    measures: tuple[Measure, ...]
    group_test: GroupTest
    school_test: SchoolTest | None
    exclusions: tuple[Exclusion, ...]
    notes: tuple[Note, ...]

    @property
    def school_rule(self) -> Sentence | None:
        """The rule for a school section in words, or None where the standard has none."""
        if self.school_test is None:
            return None
        figures = {"reach": self.school_test.reach.value, "of": len(self.measures)}
        if self.school_test.floor_percent is None:
            return say("At least {reach} of {of} reach the standard", **figures)
        return say(
            "At least {reach} of {of} reach the standard and the rest is not under {floor}% of it",
            floor=self.school_test.floor_percent.value,
            **figures,
        )


def indicator_named(text: str, standard: Standard) -> Measure | None:
    """The indicator with exactly this code, key or label (either language, full or short), or None.

    Only outer spaces and the case of Latin letters are overlooked. A standard with two indicators of one name
    is refused when it is read, so there is at most one.
    """
    wanted = text.strip().casefold()
    return next(
        (each for each in standard.measures if wanted in {name.casefold() for name in each.names}),
        None,
    )
