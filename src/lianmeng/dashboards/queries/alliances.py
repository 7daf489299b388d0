"""Which alliances wait for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lianmeng.alliances.queries.finding import own_alliances
from lianmeng.alliances.queries.forms import forms
from lianmeng.alliances.queries.waiting import Counted, waiting_for
from lianmeng.alliances.vocabulary import State
from lianmeng.core.actors import Actor
from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.dashboards.rules.due import Due

_NAMED, _MOST = 3, 8


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
            one.public_id,
            one.title,
            say("{form}: {state}", form=labels.get(one.form, one.form), state=State(one.state).label),
        )
        for one in own_alliances(by)[:_MOST]
    ]


def alliances_due(by: Actor, counted: Counted) -> Iterator[Due]:
    """What a party is to sign or to confirm, and what the education bureau in charge is to decide."""
    waiting = waiting_for(by)
    if found := waiting.to_sign:
        title = say_count(
            "{count} agreement waits for your signature",
            "{count} agreements wait for your signature",
            len(found),
        )
        yield _of_parties(title, say("Read and sign"), found)
    if found := waiting.to_confirm:
        title = say_count(
            "{count} activity waits to be confirmed", "{count} activities wait to be confirmed", len(found)
        )
        yield _of_parties(title, say("Read and confirm"), found)
    yield from _of_bureau(counted)


def _of_parties(title: Sentence, verb: Sentence, found: list[tuple[str, str]]) -> Due:
    names = tuple(dict.fromkeys(name for _, name in found))
    more = say(" and others") if len(names) > _NAMED else ""
    why = say("{names}{more}", names=names[:_NAMED], more=more)
    return Due(title, why, verb, "alliances:alliance", (found[0][0],))


def _of_bureau(counted: Counted) -> Iterator[Due]:
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
        )
