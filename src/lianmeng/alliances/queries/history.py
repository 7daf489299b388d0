"""An alliance as it stood on an earlier day, and everybody who was ever a member."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from lianmeng.alliances.models import Agreement, Alliance, LifeStep, Membership
from lianmeng.alliances.models.alliances import held_on
from lianmeng.alliances.queries.forms import form_named
from lianmeng.alliances.queries.parties import party_names
from lianmeng.alliances.queries.record import Version
from lianmeng.alliances.rules.form import Party
from lianmeng.alliances.vocabulary import State
from lianmeng.database.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Was:
    """A membership with the name that the party had at its end, or has today."""

    party: Party
    since: date
    until: date | None
    ground: str


def members_ever(alliance: Alliance, members: Iterable[Membership], today: date) -> list[Was]:
    """Nobody as long as none has left: then the parties of today say it all."""
    rows = sorted(
        (one for one in members if one.since is not None),
        key=lambda one: (str(one.since), one.position),
    )
    if all(one.until is None for one in rows):
        return []
    names = _names(alliance, rows, today)
    return [
        Was(
            Party(one.role, one.party, names.get(one.party, one.party), one.district),
            one.since,
            one.until,
            one.ground,
        )
        for one in rows
        if one.since is not None
    ]


def not_there(alliance: Alliance, parties: Collection[str], day: date) -> list[str]:
    """The names of those of them that were no members on a day."""
    there = Membership.objects.filter(held_on(day), alliance=alliance, party__in=parties)
    gone = set(parties).difference(there.values_list("party", flat=True))
    names = party_names(form_named(alliance.form).of, gone, day) if gone else {}
    return sorted(names.get(one, one) for one in gone)


def parties_on(alliance: Alliance, members: Iterable[Membership], day: date) -> list[Party]:
    """The members of a day by the names of that day."""
    rows = [
        one for one in members if one.since and one.since <= day and (one.until is None or day < one.until)
    ]
    names = _names(alliance, rows, day)
    return [Party(one.role, one.party, names.get(one.party, one.party), one.district) for one in rows]


def state_on(alliance: Alliance, day: date) -> State:
    last = LifeStep.objects.filter(alliance=alliance, day__lte=day).last()
    return State(last.target) if last else State.DRAFT


def states_on(alliances: Collection[int], day: date) -> dict[int, State]:
    """The same for several, by their keys, with one question."""
    last: dict[int, str] = dict(_UNTIL.rows(tuple(alliances), day))  # of several steps the last one stands
    return {one: State(last.get(one, State.DRAFT)) for one in alliances}


def _until(alliances: tuple[int, ...], day: date) -> QuerySet[LifeStep, tuple[int, str]]:
    found = LifeStep.objects.filter(alliance__in=alliances, day__lte=day)
    return found.order_by("id").values_list("alliance", "target")


_UNTIL = Prepared(_until)


def version_on(versions: list[Version], day: date) -> Version | None:
    """The agreement that was in force: the latest approved one whose first day had come. The latest approved one
    where none had, and None before the first."""
    approved = [one for one in versions if one.agreement.approved_on and one.agreement.approved_on <= day]
    begun = (one for one in approved if one.content.since <= day.isoformat())
    return next(begun, approved[0] if approved else None)


def text_on(alliance: Alliance, day: date) -> Agreement | None:
    """The same for one alliance of which no versions were read: what was approved last holds from its first day on."""
    latest = alliance.in_force
    if latest is None or latest.content["since"] <= day.isoformat():
        return latest
    older = Agreement.objects.filter(alliance=alliance, approved_on__lte=day, number__lt=latest.number)
    begun = (one for one in older.order_by("-number") if one.content["since"] <= day.isoformat())
    return next(begun, latest)


def _names(alliance: Alliance, members: list[Membership], day: date) -> dict[str, str]:
    return party_names(form_named(alliance.form).of, [one.party for one in members], day)
