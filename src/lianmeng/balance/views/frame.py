"""A register as its pages see it: its columns, its standard, and the words for both in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from lianmeng.balance.models import Register
from lianmeng.balance.queries.registers import columns_of, comparison_of, register_of, years_of
from lianmeng.balance.rules.columns import Columns
from lianmeng.balance.rules.comparison import Comparison
from lianmeng.balance.rules.units import PER_HUNDRED, PER_PUPIL
from lianmeng.balance.views.visitor import visitor_of
from lianmeng.core.language import CHINESE, spoken
from lianmeng.core.sentences import Sentence, say
from lianmeng.standards.rules import Measure


@dataclass(frozen=True)
class ResourceWords:
    """One resource in the reader's language."""

    name: str
    label: str
    short: str
    unit: str
    per: int
    decimals: int
    measure: Measure | None


@dataclass(frozen=True)
class Frame:
    register: Register
    language: str

    @cached_property
    def columns(self) -> Columns:
        return columns_of(self.register)

    @cached_property
    def against(self) -> Comparison | None:
        return comparison_of(self.register)

    @property
    def version(self) -> str:
        """Changes whenever the register is read anew."""
        return self.register.read_at.isoformat() if self.register.read_at else ""

    @property
    def checked(self) -> Sentence:
        """What the independent calculation looked at."""
        kept = self.register.reading or {}
        if kept["judged"] == kept["groups"]:
            return say("A second, independent calculation of every group comes to the same.")
        return say(
            "A second, independent calculation of {judged} of the {groups} groups comes to the same.",
            judged=kept["judged"],
            groups=kept["groups"],
        )

    @property
    def outdated(self) -> bool:
        """Whether the standard's file has changed since the register was read."""
        kept = (self.register.reading or {}).get("standard_version")
        return self.against is not None and kept != self.against.standard.version

    @property
    def bound(self) -> Decimal | None:
        """The limit of each coefficient, exactly as the standard writes it; None where nothing limits each."""
        return self.against.limit if self.against is not None and self.against.judges_each else None

    @property
    def limit(self) -> float | None:
        return float(self.against.limit) if self.against is not None and self.against.judges_each else None

    @cached_property
    def years(self) -> list[str]:
        return years_of(self.register)

    def say(self, sentence: Sentence | str) -> str:
        return spoken(sentence, self.language)

    @cached_property
    def name(self) -> str:
        return self._own("name") or self.register.name

    @cached_property
    def source(self) -> str:
        return self._own("source")

    def _own(self, key: str) -> str:
        words: dict[str, str] = self.register.labels.get(key, {})
        return words.get("zh" if self.language == CHINESE else "en", "")

    @cached_property
    def resources(self) -> list[ResourceWords]:
        units = self.register.reading["units"] if self.register.reading else []
        return [self._words(one.name, units[at]) for at, one in enumerate(self.columns.resources)]

    def _words(self, name: str, unit: dict[str, int]) -> ResourceWords:
        measure = self.against.measures.get(name) if self.against is not None else None
        per, decimals = unit["per"], unit["decimals"]
        if measure is not None:
            label, short, shown = measure.indicator.label, measure.indicator.short, measure.indicator.unit
            said = [one.spoken(self.language) for one in (label, short, shown)]
            return ResourceWords(name, said[0], said[1], said[2], per, decimals, measure)
        labels = self.register.labels.get("resources", {}).get(name, {})
        own = labels.get("zh" if self.language == CHINESE else "en", name)
        return ResourceWords(
            name, own, own, self.say(PER_PUPIL if per == 1 else PER_HUNDRED), per, decimals, None
        )

    @cached_property
    def standard_name(self) -> str:
        return self.against.standard.label.spoken(self.language) if self.against is not None else ""

    @cached_property
    def stage_name(self) -> str:
        return (
            self.against.standard.stages[self.against.stage].label.spoken(self.language)
            if self.against
            else ""
        )


def frame_of(request: HttpRequest, register_id: str, *, read: bool = True) -> Frame:
    """The register if this visitor may read it (and it was read, where that is needed); else there is no such page."""
    try:
        register = register_of(register_id, visitor_of(request))
    except Register.DoesNotExist:
        raise Http404 from None
    if read and register.reading is None:
        raise Http404
    return Frame(register, get_language() or CHINESE)
