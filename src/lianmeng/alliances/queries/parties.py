"""Who the parties of an alliance are, what they are called and where they lie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from lianmeng.alliances.models import Alliance, Delegation, Membership
from lianmeng.alliances.models.alliances import held_on
from lianmeng.alliances.rules.form import Party
from lianmeng.alliances.rules.rights import Delegated
from lianmeng.alliances.vocabulary import PartyKind, State
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.database.prepared import Prepared, columns_of, record_of
from lianmeng.schools.queries import districts, place_names, region_names, school_names, schools_at


def _named(public_id: str) -> QuerySet[Alliance, tuple[Any, ...]]:
    found = Alliance.objects.filter(public_id=public_id).order_by("memberships__position", "memberships__pk")
    return found.values_list(*columns_of(Alliance), *columns_of(Membership, "memberships__"))


_NAMED = Prepared(_named)


def _memberships(alliance: int) -> QuerySet[Membership]:
    return Membership.objects.filter(alliance=alliance)


_MEMBERSHIPS = Prepared(_memberships)


def _delegations(
    parties: tuple[str, ...],
) -> QuerySet[Delegation, tuple[str, str, date, date, str, date | None]]:
    found = Delegation.objects.filter(party__in=parties)
    return found.values_list("party", "person", "since", "until", "public_id", "taken_back_on")


def _paired(day: date) -> QuerySet[Membership, tuple[int, str]]:
    held = held_on(day) & held_on(day, "alliance__spans__")
    found = Membership.objects.filter(held, alliance__form="district_pair").order_by()
    return found.values_list("alliance", "party").distinct()


def _titles(alliances: tuple[str, ...]) -> QuerySet[Alliance, tuple[str, str]]:
    found = Alliance.objects.filter(public_id__in=alliances).order_by()
    return found.values_list("public_id", "title")


_TITLES = Prepared(_titles)
_DELEGATIONS = Prepared(_delegations)
_PAIRED = Prepared(_paired)
_DISTRICTS = Prepared(lambda day: districts(day).values_list("public_id", "name"))


def titles_of(alliances: Iterable[str]) -> dict[str, str]:
    """What alliances are called, by their public ids."""
    return dict(_TITLES.rows(tuple(alliances)))


def alliance_with_members(public_id: str) -> tuple[Alliance, list[Membership]] | None:
    """With all that are, were or are to be parties, in one query."""
    rows = _NAMED.rows(public_id)
    if not rows:
        return None
    at = len(columns_of(Alliance))
    return record_of(Alliance, rows[0]), [record_of(Membership, row[at:]) for row in rows if row[at]]


def memberships_of(alliance: Alliance) -> list[Membership]:
    """Of all that are, were or are to be parties."""
    return _MEMBERSHIPS.records(alliance.pk)


def parties_of(alliance: Alliance, members: Sequence[Membership] | None = None) -> list[Party]:
    """Members that have not left, proposed ones included; of an alliance that ended, those it had at its end.

    `members`: all that ever were, where they were read already.
    """
    members = memberships_of(alliance) if members is None else members
    ended = alliance.state == State.ENDED and all(one.until for one in members)
    if ended:  # who left before its first day never was one
        members = [one for one in members if one.since != one.until] or members
    until = max((one.until for one in members if one.until), default=None) if ended else None
    return [Party(one.role, one.party, district=one.district) for one in members if one.until == until]


def to_come(alliance: Alliance, members: Iterable[Membership], day: date) -> frozenset[str]:
    """Members that join on a later day: until then they read, sign and reply, and do nothing else."""
    latest = max(day, alliance.since) if alliance.since else date.max
    return frozenset(one.party for one in members if not one.until and one.since and one.since > latest)


def delegations_for(parties: Iterable[str]) -> list[Delegated]:
    """Each until its end, or until the day on which it was taken back."""
    return [
        Delegated(party, person, since, min(until, taken_back_on or until), public_id)
        for party, person, since, until, public_id, taken_back_on in _DELEGATIONS.rows(tuple(parties))
    ]


def named_parties(kind: PartyKind, roles: Iterable[tuple[str, str]], day: date) -> list[Party]:
    """(role, public id) as parties with names and districts on a day; what is not there on that day is left out."""
    wanted = list(roles)
    ids = [party for _, party in wanted]
    if kind == PartyKind.DISTRICTS:
        names = region_names(ids, day)
        return [Party(role, one, names[one], one) for role, one in wanted if one in names]
    states = schools_at(day).filter(school__public_id__in=ids)
    columns = states.values_list("school__public_id", "name", "region__district__public_id")
    found = {one: (name, district or "") for one, name, district in columns}
    return [Party(role, one, *found[one]) for role, one in wanted if one in found]


def party_names(kind: PartyKind, parties: Iterable[str], day: date) -> dict[str, str]:
    """What parties of one kind are called on a day, or nearest to it."""
    return region_names(list(parties), day) if kind == PartyKind.DISTRICTS else school_names(parties, day)


def districts_on(day: date) -> list[tuple[str, str]]:
    """Public ids and names of those that manage schools on a day."""
    return _DISTRICTS.rows(day)


def names_on(parties: Iterable[str], day: date) -> dict[str, str]:
    return place_names(set(parties), day)


def district_pairs(day: date) -> list[tuple[int, frozenset[str]]]:
    """The district pairs that are in effect on a day: key and the two districts."""
    pairs: dict[int, set[str]] = {}
    for alliance, party in _PAIRED.rows(day):
        pairs.setdefault(alliance, set()).add(party)
    return [(alliance, frozenset(parties)) for alliance, parties in sorted(pairs.items())]


def parties_among(schools: Iterable[str]) -> set[str]:
    """Those of them that take part in an alliance, or are to."""
    wanted = set(schools)
    members = Membership.objects.filter(until__isnull=True) if wanted else Membership.objects.none()
    return wanted.intersection(members.values_list("party", flat=True).distinct())


def alliances_of(parties: Iterable[str]) -> Q:
    """The condition that one of these is, was or is to be a party."""
    return Q(memberships__party__in=list(parties))


def school_called(text: str, day: date, *, field: str) -> str:
    """The public id of the school with this name or code on a day; refused if there is none, or more than one."""
    called = schools_at(day).filter(Q(name=text) | Q(code=text))
    found = list(called.values_list("school__public_id", flat=True)[:2])
    if not found:
        raise Refused(
            say("No school is called “{text}”. Write its whole name, or its code.", text=text), field=field
        )
    if len(found) > 1:
        raise Refused(say("Several schools are called “{text}”. Write the code.", text=text), field=field)
    return found[0]
