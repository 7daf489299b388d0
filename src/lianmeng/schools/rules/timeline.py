"""What is dated, as plain values: states that follow one another, and what an event on a day makes of them.

A timeline is a tuple of states in order, none overlapping; days between two states are days on which the thing is
closed. A fact set on a day holds until the next day on which that fact changed already, so that an event that is
entered late does not undo what came after it. Cost: linear in the number of states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from lianmeng.core.sentences import Sentence, say

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class State:
    """`facts` hold from `since` until `until` (exclusive; none: until further notice)."""

    since: date
    until: date | None
    facts: Facts

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


Timeline = tuple[State, ...]


def state_on(states: Timeline, day: date) -> State | None:
    return next((state for state in states if state.holds_on(day)), None)


def changed(states: Timeline, day: date, facts: Facts) -> Timeline:
    """The facts set from the day on, each until it changed already. A state must hold on the day."""
    before = state_on(states, day)
    if before is None:
        raise ValueError("nothing holds on that day")
    cut = _cut(states, day)
    for name, value in facts.items():
        cut = _set(cut, day, (name, before.facts[name], value))
    return _joined(cut)


def _cut(states: Timeline, day: date) -> Timeline:
    """The same, with a state that begins on the day where one holds."""
    cut: list[State] = []
    for state in states:
        if state.holds_on(day) and state.since < day:
            cut += [replace(state, until=day), replace(state, since=day)]
        else:
            cut.append(state)
    return tuple(cut)


def _set(states: Timeline, day: date, fact: tuple[str, object, object]) -> Timeline:
    """One fact set from the day on, in every state up to the first that had another value."""
    name, old, new = fact
    result: list[State] = []
    running = True
    for state in states:
        if state.since >= day:
            running = running and state.facts[name] == old
            if running:
                result.append(replace(state, facts={**state.facts, name: new}))
                continue
        result.append(state)
    return tuple(result)


def _joined(states: Timeline) -> Timeline:
    """Neighbours that touch and say the same become one."""
    joined: list[State] = []
    for state in states:
        last = joined[-1] if joined else None
        if last is not None and last.until == state.since and last.facts == state.facts:
            joined[-1] = replace(last, until=state.until)
        else:
            joined.append(state)
    return tuple(joined)


def closed(states: Timeline, day: date) -> Timeline:
    """Nothing holds from the day on. To be asked only after `why_not_closed`."""
    return tuple(
        replace(state, until=day) if state.holds_on(day) else state for state in states if state.since < day
    )


def reopened(states: Timeline, day: date, facts: Facts) -> Timeline:
    """What held last holds again from the day on, with these facts changed."""
    last = states[-1]
    return _joined((*states, State(day, None, {**last.facts, **facts})))


def why_not_changed(states: Timeline, day: date, facts: Facts) -> Sentence | None:
    state = state_on(states, day)
    if state is None:
        return why_nothing_holds(states, day)
    if all(state.facts[name] == value for name, value in facts.items()):
        return say("On {day} that is so already: nothing would change.", day=day)
    return None


def why_nothing_holds(states: Timeline, day: date) -> Sentence:
    """For a day on which no state holds: whether it is too early, or too late."""
    earlier = [state.until for state in states if state.until is not None and state.until <= day]
    if earlier:
        return say(
            "It is closed on {day}, since {closed}. Choose an earlier day, or reopen it first.",
            day=day,
            closed=max(earlier),
        )
    first = min(state.since for state in states)
    return say("It opens on {opened} only. Choose that day or a later one.", opened=first)


def why_not_closed(states: Timeline, day: date) -> Sentence | None:
    if state_on(states, day) is None:
        return why_nothing_holds(states, day)
    later = [state.since for state in states if state.since >= day]
    if later:
        return say(
            "A change on {changed} is recorded already. Choose a later day than that to close it.",
            changed=max(later),
        )
    return None


def why_not_reopened(states: Timeline, day: date) -> Sentence | None:
    until = states[-1].until
    if until is None:
        return say("It is not closed. There is nothing to reopen.")
    if day < until:
        return say("It closes on {closed} only. Choose that day or a later one.", closed=until)
    return None
