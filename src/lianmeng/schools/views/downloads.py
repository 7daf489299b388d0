"""The list of schools as a file, with the same words and digits as the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.http import HttpResponse
from django.utils.translation import get_language

from lianmeng.core.language import CHINESE, spoken
from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.queries.finding import SectionNow, latest_year, sections_of
from lianmeng.schools.queries.on_day import FoundSchool
from lianmeng.schools.templatetags.schools import school_year
from lianmeng.schools.vocabulary import Labelled, Ownership, SchoolKind, Setting, Stage
from lianmeng.tables import Column
from lianmeng.tables.writing import Value
from lianmeng.web.files import table_file


def schools_file(suffix: str, day: date, found: Sequence[FoundSchool]) -> HttpResponse:
    year = latest_year(day)
    headings = _headings(year)
    columns = [Column(heading, width=24 if at in (1, 7) else 14) for at, heading in enumerate(headings)]
    name = f"schools-{day.isoformat()}"
    return table_file(suffix, name, sheet=say("Schools"), columns=columns, rows=_rows(found, year))


def _say(sentence: Sentence) -> str:
    return spoken(sentence, get_language() or CHINESE)


def _headings(year: int | None) -> list[str]:
    plain = (
        say("Code"),
        say("School"),
        say("District"),
        say("Region"),
        say("Setting"),
        say("Ownership"),
        say("Kind of school"),
        say("Address"),
        say("Longitude"),
        say("Latitude"),
    )
    pupils = (
        say("{stage}: pupils {year}", stage=stage.label, year=school_year(year) if year else "")
        for stage in Stage
    )
    return [_say(heading) for heading in (*plain, *pupils)]


def _rows(found: Sequence[FoundSchool], year: int | None) -> Iterator[list[Value]]:
    for one, held in zip(found, sections_of(found, year), strict=True):
        sections = {section.stage: section for section in held}
        yield [
            one.code,
            one.name,
            one.manager or _say(_NOT_SENT),
            one.region_name or _say(_NOT_SENT),
            _word(Setting, one.setting),
            _word(Ownership, one.ownership),
            _word(SchoolKind, one.kind),
            one.address or _say(_NOT_SENT),
            one.longitude if one.longitude is not None else _say(_NOT_SENT),
            one.latitude if one.latitude is not None else _say(_NOT_SENT),
            *(_pupils(sections.get(stage)) for stage in Stage),
        ]


_NOT_SENT = say("Not sent")


def _word(kind: type[Labelled], value: str) -> str:
    return _say(kind(value).label if value else _NOT_SENT)


def _pupils(section: SectionNow | None) -> Value:
    """Empty where the school has no section of the stage."""
    if section is None:
        return None
    absence = section.pupils.absence
    return _say(absence.label) if absence is not None else int(section.pupils.value or 0)
