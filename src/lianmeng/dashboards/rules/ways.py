"""What somebody can do here, by the roles held. A way is no right: each page asks for itself who may see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lianmeng.core.actors import Actor
from lianmeng.core.roles import Role
from lianmeng.core.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class Way:
    """Where to go and what one finds there; `roles` are shown it, none means everybody."""

    label: Sentence
    why: Sentence
    view: str
    roles: frozenset[Role] = frozenset()
    visitors: bool = False


_OFFICERS = frozenset({Role.CITY_OFFICER, Role.DISTRICT_OFFICER})
_SEES_ACCOUNTS = frozenset({Role.SCHOOL_LEADER, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR})
WAYS = (
    Way(
        say("Load a file"),
        say("Schools, returns, staff, needs: you see what changes before it does."),
        "imports:imports",
        _OFFICERS,
    ),
    Way(
        say("People and their roles"),
        say("Who may sign in, and what they may do where."),
        "people:people",
        _OFFICERS | _SEES_ACCOUNTS,
    ),
    Way(
        say("What was done"),
        say("One line an action, chained so that nobody can change it unseen."),
        "audit:lines",
        _OFFICERS | {Role.AUDITOR, Role.SCHOOL_LEADER},
    ),
    Way(
        say("The heads of the days"),
        say("Compare them with those that were mailed to you."),
        "audit:heads",
        frozenset({Role.AUDITOR}),
    ),
    Way(
        say("How balanced the schools are"),
        say("Every district, circle layer, town and country, year by year."),
        "balance:city",
        visitors=True,
    ),
    Way(
        say("Which schools there are"),
        say("By name, pinyin initials or code, in a list or on a map."),
        "schools:schools",
        visitors=True,
    ),
    Way(
        say("What a standard asks"),
        say("Indicators, thresholds, limits, and how sure each figure is."),
        "standards:standards",
        visitors=True,
    ),
    Way(
        say("Read a register of your own"),
        say("Bring a file; only your browser sees it."),
        "balance:registers",
        visitors=True,
    ),
)


def ways_of(by: Actor) -> Iterator[Way]:
    """The ways that are shown to this person, the most particular first."""
    for way in WAYS:
        held = any(by.holds(role) for role in way.roles)
        if held or (not way.roles and (by.id or way.visitors)):
            yield way


def main_role(by: Actor) -> Role | None:
    """The role for which the page is made where somebody holds several."""
    return next((role for role in Role if by.holds(role)), None)
