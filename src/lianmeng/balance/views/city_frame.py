"""The frame of a page of the city's balance: what was asked for, and the words around the figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from lianmeng.balance.queries import city
from lianmeng.balance.queries.city_rows import YearOfCity
from lianmeng.balance.queries.registers import comparison_of
from lianmeng.balance.rules.comparison import Comparison
from lianmeng.balance.views.frame import Frame
from lianmeng.balance.views.schools_table import SchoolRow
from lianmeng.core.language import spoken
from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.vocabulary import Stage


@dataclass(frozen=True)
class Asked:
    """A year and a stage of which there are returns."""

    year: int
    stage: str
    versions: city.Versions

    @property
    def years(self) -> list[int]:
        return list(self.versions)

    @property
    def version(self) -> str:
        """Changes with any record of any year: earlier years are drawn too."""
        return repr(self.versions)

    @property
    def query(self) -> str:
        return urlencode({"year": self.year, "stage": self.stage})


def asked(request: HttpRequest) -> Asked | None:
    """What the address asks for: the latest year and the first stage if it does not say; None without any returns."""
    versions, stages = city.versions(), city.stages()
    years = list(versions)
    if not years:
        return None
    year, stage = request.GET.get("year", ""), request.GET.get("stage", "")
    if year and year not in map(str, years):
        raise Http404
    if stage and stage not in stages:
        raise Http404
    return Asked(int(year) if year else years[0], stage or stages[0], versions)


class CityFrame(Frame):
    """The frame of an uploaded register, with the register's own words; what is no indicator is not judged."""

    @cached_property
    def against(self) -> Comparison | None:
        found = comparison_of(self.register)
        return replace(found, indicators_only=True) if found is not None else None

    @property
    def not_judged(self) -> Sentence:
        """Why no coefficient has a verdict, where none of the amounts is an indicator."""
        return say(
            "Not judged: none of the amounts that were sent has a limit in the standard “{standard}”.",
            standard=self.standard_name,
        )

    @cached_property
    def source(self) -> str:
        return self.say(say("From the yearly returns in the register."))

    @cached_property
    def name(self) -> str:
        return self.register.name or self.say(say("The city"))


def school_address(public_id: str) -> str:
    """The school's own page, where its returns stand; empty in an installation without such pages."""
    return _school_address(public_id, get_language())


@lru_cache(
    maxsize=8192
)  # a table of schools asks for hundreds, and finding one out takes longer than writing it
def _school_address(public_id: str, _language: str | None) -> str:
    try:
        return reverse("schools:school", args=[public_id])
    except NoReverseMatch:
        return ""


@dataclass(frozen=True)
class SectionWords:
    """What the sections of a page are called and where their schools stand in the register."""

    rows: YearOfCity
    language: str

    def name(self, code: str, name: str) -> str:
        """A school with two sections is named with the stage that is meant."""
        one = self.rows.by_code.get(code)
        if one is None or one.school not in self.rows.both:
            return name
        told = say("{school}, {stage} section", school=name, stage=Stage(self.rows.stage).label)
        return spoken(told, self.language)

    def address(self, code: str) -> str:
        one = self.rows.by_code.get(code)
        return school_address(one.school) if one is not None else ""

    def named(self, record: dict[str, Any]) -> dict[str, Any]:
        """A kept record of a section, with the name to show and the address behind it."""
        code = record["code"]
        return record | {"name": self.name(code, record["name"]), "address": self.address(code)}

    def in_detail(self, detail: dict[str, Any]) -> dict[str, Any]:
        top = [one | {"schools": [self.named(school) for school in one["schools"]]} for one in detail["top"]]
        return detail | {"top": top}

    def in_row(self, row: SchoolRow) -> SchoolRow:
        return replace(row, name=self.name(row.code, row.name), address=self.address(row.code))
