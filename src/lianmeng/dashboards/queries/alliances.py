"""Which alliances wait for somebody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lianmeng.alliances.queries.finding import nearest_alliances
from lianmeng.alliances.queries.forms import forms
from lianmeng.alliances.queries.waiting import Counted, Waiting, waiting_for
from lianmeng.alliances.rules.calls import CONFIRM, DECIDE, SIGN
from lianmeng.alliances.vocabulary import State
from lianmeng.core.actors import Actor
from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.dashboards.rules.due import Due
from lianmeng.notices.queries.inbox import Asked, asked, told_again

_NAMED = 3


@dataclass(frozen=True, slots=True)
class OwnAlliance:
    public_id: str
    title: str
    told: Sentence


def alliances_of(by: Actor) -> list[OwnAlliance]:
    """The first few of the places at which somebody holds a role, each with its form and where it stands."""
    labels = {one.code: one.label for one in forms()}
    return [
        OwnAlliance(
            public_id,
            title,
            say("{form}: {state}", form=labels.get(form, form), state=State(state).label),
        )
        for public_id, title, form, state in nearest_alliances(by)
    ]


def alliances_by_form(counted: Counted) -> list[tuple[str, int, int]]:
    """For the city's officer: the code of every form, how many of it are in effect, and how many there are in all."""
    codes = [one.code for one in forms()] if counted.by_form else []
    return [(one, *counted.by_form.get(one, (0, 0))) for one in codes]


def alliances_due(by: Actor, counted: Counted, language: str) -> Iterator[Due]:
    """What a party is to sign or to confirm, what the education bureau in charge is to decide, and what else the
    inbox asks: nothing is said twice."""
    waiting, notices = waiting_for(by), asked(by.id)
    covered = {
        SIGN: {alliance for alliance, _ in waiting.to_sign},
        CONFIRM: {alliance for alliance, _ in waiting.to_confirm},
        DECIDE: {one.subject.partition(":")[2] for one in notices if one.subject.startswith("alliance:")}
        if counted.to_decide
        else set(),
    }
    days: dict[str, date] = {}
    others: list[Asked] = []
    for one in notices:
        if _alliance(one.address) not in covered.get(one.topic, ()):
            others.append(one)
        elif one.due is not None:
            days[one.topic] = min(one.due, days.get(one.topic, one.due))
    yield from _of_parties(waiting, days)
    yield from _of_bureau(counted, days.get(DECIDE))
    yield from _of_inbox(others, by, language)


def _alliance(address: str) -> str:
    """Which one a notice is about, by where its button leads: alliances/<public id>/…"""
    return address.removeprefix("alliances/").partition("/")[0]


def _of_parties(waiting: Waiting, days: Mapping[str, date]) -> Iterator[Due]:
    if found := waiting.to_sign:
        title = say_count(
            "{count} agreement waits for your signature",
            "{count} agreements wait for your signature",
            len(found),
        )
        yield _of_party(title, say("Read and sign"), found, days.get(SIGN))
    if found := waiting.to_confirm:
        title = say_count(
            "{count} activity waits to be confirmed", "{count} activities wait to be confirmed", len(found)
        )
        yield _of_party(title, say("Read and confirm"), found, days.get(CONFIRM))


def _of_party(title: Sentence, verb: Sentence, found: list[tuple[str, str]], day: date | None) -> Due:
    names = tuple(dict.fromkeys(name for _, name in found))
    more = say(" and others") if len(names) > _NAMED else ""
    why = say("{names}{more}", names=names[:_NAMED], more=more)
    return Due(title, why, verb, "alliances:alliance", (found[0][0],), day=day)


def _of_bureau(counted: Counted, day: date | None) -> Iterator[Due]:
    """`day` is the nearest of any of them: it stands with each state that sets one."""
    for state, count in counted.to_decide.items():
        yield Due(
            say_count(
                "{count} alliance waits for a decision: {state}",
                "{count} alliances wait for a decision: {state}",
                count,
                state=state.label,
            ),
            say("The education bureau in charge decides, with a reason and evidence."),
            say("See which"),
            "alliances:alliances",
            query=f"?standing={state.value}#list",
            day=day if state != State.SIGNED else None,
        )


def _of_inbox(notices: Sequence[Asked], by: Actor, language: str) -> Iterator[Due]:
    """The first few; how many more there are stands in the inbox."""
    if not notices:
        return
    for one in told_again(notices[:_NAMED], by.id, language):
        yield Due(one.what, one.why, one.verb, "notices:notice", (one.public_id,), day=one.due)
    if (more := len(notices) - _NAMED) > 0:
        yield Due(
            say_count("{count} more notice asks you to act", "{count} more notices ask you to act", more),
            say("They stand in your inbox."),
            say("Go to the notices"),
            "notices:inbox",
        )
