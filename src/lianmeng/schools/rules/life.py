"""The life of a school told from its dated states: what happened on which day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.vocabulary import ALWAYS, Ownership, SchoolKind, Setting, SuccessionKind


@dataclass(frozen=True, slots=True)
class LifeState:
    """What a school was from `since` until `until` (exclusive)."""

    since: date
    until: date | None
    code: str
    name: str
    region: str
    setting: str
    ownership: str
    kind: str


@dataclass(frozen=True, slots=True)
class Tie:
    """Another school that this one carries on (`before`), or that carries this one on."""

    day: date
    kind: str
    before: bool
    name: str
    public_id: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; `public_id` is that of the other school, if there is one. `ended`: the school closed."""

    day: date
    tells: Sentence
    public_id: str = ""
    ended: bool = False


def life_of(states: Sequence[LifeState], ties: Iterable[Tie], close_reason: str = "") -> list[Event]:
    """Everything that happened, the earliest first; `states` in the order of their days."""
    found = [*_beginnings_and_changes(states), *_ends(states, close_reason), *map(_tied, ties)]
    return sorted(found, key=lambda event: event.day)


def _beginnings_and_changes(states: Sequence[LifeState]) -> Iterator[Event]:
    for at, state in enumerate(states):
        before = states[at - 1] if at else None
        if before is None:
            known = state.since != ALWAYS
            opened = say("Opened as {name}", name=state.name)
            yield Event(state.since, opened if known else say("Already there as {name}", name=state.name))
        elif before.until != state.since:
            yield Event(state.since, say("Reopened as {name}", name=state.name))
        else:
            yield from (Event(state.since, text) for text in _changes(before, state))


def _changes(before: LifeState, now: LifeState) -> Iterator[Sentence]:
    if before.name != now.name:
        yield say("Renamed from {old} to {new}", old=before.name, new=now.name)
    if before.code != now.code:
        yield say("Code changed from {old} to {new}", old=before.code, new=now.code)
    if before.region != now.region:
        yield say("Moved from {old} to {new}", old=before.region or _NOT_SENT, new=now.region or _NOT_SENT)
    if before.setting != now.setting and now.setting:
        yield say("Setting: now {new}", new=Setting(now.setting).label)
    if before.ownership != now.ownership and now.ownership:
        yield say("Ownership: now {new}", new=Ownership(now.ownership).label)
    if before.kind != now.kind and now.kind:
        yield say("Kind of school: now {new}", new=SchoolKind(now.kind).label)


def _ends(states: Sequence[LifeState], reason: str) -> Iterator[Event]:
    for at, state in enumerate(states):
        followed = at + 1 < len(states) and states[at + 1].since == state.until
        if state.until is None or followed:
            continue
        told = reason if at + 1 == len(states) else ""
        text = say("Closed: {reason}", reason=told) if told else say("Closed")
        yield Event(state.until, text, ended=True)


def _tied(tie: Tie) -> Event:
    merged = tie.kind == SuccessionKind.MERGE
    if tie.before:
        text = say("Took in {name}", name=tie.name) if merged else say("Came out of {name}", name=tie.name)
    else:
        text = say("Merged into {name}", name=tie.name) if merged else say("Split: {name}", name=tie.name)
    return Event(tie.day, text, tie.public_id)


_NOT_SENT = say("Not sent")
