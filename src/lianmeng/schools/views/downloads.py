"""The list of schools as a file, with the same words and digits as the page."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import get_language

from lianmeng.core.language import CHINESE, spoken
from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.models import SchoolVersion
from lianmeng.schools.queries.finding import SectionNow, Wanted, latest_year, sections_of
from lianmeng.schools.templatetags.schools import school_year
from lianmeng.schools.vocabulary import Labelled, Ownership, SchoolKind, Setting, Stage
from lianmeng.tables import Column
from lianmeng.tables.writing import Value
from lianmeng.web.files import table_file


def schools_file(suffix: str, wanted: Wanted, found: QuerySet[SchoolVersion]) -> HttpResponse:
    year = latest_year(wanted.day)
    headings = _headings(year)
    columns = [Column(heading, width=24 if at in (1, 7) else 14) for at, heading in enumerate(headings)]
    name = f"schools-{wanted.day.isoformat()}"
    return table_file(suffix, name, sheet=say("Schools"), columns=columns, rows=_rows(wanted, found, year))


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


def _rows(wanted: Wanted, found: QuerySet[SchoolVersion], year: int | None) -> Iterator[list[Value]]:
    states = list(found)
    held = sections_of([one.school_id for one in states], wanted.day, year)
    for one in states:
        sections = {section.stage: section for section in held.get(one.school_id, [])}
        region = one.region
        yield [
            one.code,
            one.name,
            (region.district or region).name if region else _say(_NOT_SENT),
            region.name if region else _say(_NOT_SENT),
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
