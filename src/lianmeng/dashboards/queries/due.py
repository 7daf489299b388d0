"""What waits for somebody, read from the records that they look after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lianmeng.alliances.queries.waiting import Counted
from lianmeng.balance.queries import city
from lianmeng.balance.queries.city_rows import year_of_city
from lianmeng.core.actors import Actor
from lianmeng.core.roles import CITY, Role
from lianmeng.core.sentences import say, say_count
from lianmeng.dashboards.queries.alliances import alliances_due
from lianmeng.dashboards.rules.due import Due
from lianmeng.imports.queries.listing import files_to_apply
from lianmeng.people.queries.idle import accounts_without_role
from lianmeng.schools import queries as schools
from lianmeng.schools.queries import SectionFigures
from lianmeng.schools.vocabulary import Stage

_NAMED = 3


def due_for(by: Actor, day: date, versions: city.Versions, counted: Counted, *, language: str) -> list[Due]:
    return [
        *alliances_due(by, counted, language),
        *_returns(by, versions),
        *_imports(by),
        *_staff(by, day),
        *_accounts(by, day),
    ]


def _returns(by: Actor, versions: city.Versions) -> Iterator[Due]:
    """Returns of the latest year that are missing, and figures missing in those that were sent."""
    if not versions:
        return
    year = max(versions)
    led = by.places(Role.SCHOOL_LEADER)
    for stage in city.stages():
        rows = year_of_city(year, stage, versions[year])
        unsent = [one for one in rows.unsent if looks_after(by, one)]
        if unsent:
            yield _unsent(by, year, stage, unsent)
        gaps = [one for one in rows.sections if one.school in led and _missing(one)]
        for one in gaps:
            yield Due(
                say_count(
                    "{count} figure of the return of {year} was not sent",
                    "{count} figures of the return of {year} were not sent",
                    _missing(one),
                    year=year,
                ),
                say("{school}: not counted as 0, not estimated.", school=one.name),
                say("See which"),
                "schools:school",
                (one.school,),
            )


def _missing(one: SectionFigures) -> int:
    return sum(isinstance(value, str) for value in one.values.values())


def looks_after(by: Actor, one: SectionFigures) -> bool:
    return (
        by.is_city_officer
        or by.holds(Role.DISTRICT_OFFICER, one.district)
        or by.holds(Role.SCHOOL_LEADER, one.school)
    )


def _unsent(by: Actor, year: int, stage: str, unsent: list[SectionFigures]) -> Due:
    names = tuple(one.name for one in unsent[:_NAMED])
    more = say(" and others") if len(unsent) > _NAMED else ""
    view, args, query = "schools:school", (unsent[0].school,), ""
    if by.is_city_officer or by.holds(Role.DISTRICT_OFFICER):
        lone = {one.district for one in unsent}
        part = "all" if by.is_city_officer or len(lone) > 1 else lone.pop()
        view, args, query = "balance:part", (part,), f"?year={year}&stage={stage}#missing"
    return Due(
        say_count(
            "{count} return of {year} has not been sent",
            "{count} returns of {year} have not been sent",
            len(unsent),
            year=year,
        ),
        say("{stage}: {names}{more}", stage=Stage(stage).label, names=names, more=more),
        say("See which"),
        view,
        args,
        query,
    )


def _imports(by: Actor) -> Iterator[Due]:
    """Files that were understood, would change something and are not applied yet; officers only."""
    if names := tuple(files_to_apply(by)):
        yield Due(
            say_count("{count} file waits to be applied", "{count} files wait to be applied", len(names)),
            say("{names}: look at what would change, then apply or forget it.", names=names[:_NAMED]),
            say("Go to the files"),
            "imports:imports",
        )


def _staff(by: Actor, day: date) -> Iterator[Due]:
    districts = None if by.is_city_officer else by.places(Role.DISTRICT_OFFICER)
    if districts is not None and not districts:
        return
    count = schools.staff_without_appointment(day, districts)
    if count:
        yield Due(
            say_count(
                "{count} member of staff has no appointment",
                "{count} members of staff have no appointment",
                count,
            ),
            say("They are employed, but the register says of no school that they work there."),
            say("Go to the schools"),
            "schools:schools",
        )


def _accounts(by: Actor, day: date) -> Iterator[Due]:
    if not (by.is_city_officer or by.holds(Role.SECURITY_ADMINISTRATOR, CITY)):
        return
    count = accounts_without_role(day)
    if count:
        yield Due(
            say_count("{count} account has no role", "{count} accounts have no role", count),
            say("Whoever signs in with it can do nothing yet. Give a role, or close the account."),
            say("Go to people"),
            "people:people",
        )
