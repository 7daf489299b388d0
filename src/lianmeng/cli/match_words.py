"""The outcome of a round in sentences for the schools: what they got, why not another, what would have moved it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.mechanisms.matching import (
    REDRAWS,
    Explainer,
    Explanation,
    Outcome,
    Reason,
    Unsettling,
    Way,
    WhyNot,
    redrawn_shares,
)

_OBSTACLES = {
    Reason.FORBIDDEN: say("{host}, your wish {wish}: not eligible: {reason}."),
    Reason.NOT_LISTED: say("{host}, your wish {wish}: it did not list you."),
    Reason.NO_PLACES: say("{host}, your wish {wish}: it offered no place."),
    Reason.RANKED_LOWER: say(
        "{host}, your wish {wish}: full with schools it ranks above you, "
        "the last of them, {last}, at its rank {last_rank}; you are at its rank {rank}."
    ),
    Reason.DRAWN_LATER: say(
        "{host}, your wish {wish}: full; the last there, {last}, is at its rank {last_rank} as you are, "
        "and was drawn before you."
    ),
    Reason.PASSED_ON: say(
        "{host}, your wish {wish}: full; the last there, {last}, is at its rank {last_rank} as you are, "
        "and came by an exchange in which every school got a better wish."
    ),
}
_UNSETTLING = {
    Unsettling.BEFORE_LAST: say("had {host} ranked you above {last}"),
    Unsettling.DRAWN_BEFORE_LAST: say("had you been drawn just before {last}"),
}


def told_to_schools(outcome: Outcome) -> dict[str, list[Sentence]]:
    """What every school is told. Costs 200 further matches where there are ties and somebody stayed alone."""
    explainer = Explainer(outcome)
    shares = redrawn_shares(outcome.round) if outcome.unmatched and outcome.round.tied else {}
    return {school: list(_told(explainer.explain(school), shares=shares)) for school in outcome.round.schools}


def _told(explanation: Explanation, *, shares: Mapping[str, float]) -> Iterator[Sentence]:
    if not explanation.places:
        yield say("You offered no place, so you got nobody.")
        return
    for partner in explanation.partners:
        yield say("You got {host}, your wish {wish}.", host=partner.host, wish=partner.wish)
    free = explanation.places - len(explanation.partners)
    if not explanation.partners:
        yield say("You got nobody. In this drawn order that is so in every stable matching.")
    elif free:
        yield say_count("One of your places stayed free.", "{count} of your places stayed free.", free)
    if not explanation.partners and shares:
        yield say(
            "Drawn anew {redraws} times, you would have been matched {percent}% of the times.",
            redraws=REDRAWS,
            percent=f"{100 * shares[explanation.school]:g}",
        )
    for why_not in explanation.why_not:
        yield _obstacle(why_not)
        ways = [_together(list(_changes(way, why_not.host))) for way in why_not.ways]
        yield say_count(
            "You would have got {host}, or a host that you like at least as well, {ways}.",
            "You would have got {host}, or for all your places hosts that you like at least as well, {ways}.",
            explanation.places,
            host=why_not.host,
            ways=_any_of(ways),
        )
        if why_not.unsettling:
            yield say(
                "Other pairs would have come out, but not surely {host} for you, {ways}.",
                host=why_not.host,
                ways=_any_of([_unsettled(one, why_not) for one in why_not.unsettling]),
            )


def _obstacle(why_not: WhyNot) -> Sentence:
    values = {
        "host": why_not.host,
        "wish": why_not.wish,
        "rank": why_not.rank,
        "last": why_not.last,
        "last_rank": why_not.last_rank,
        "reason": why_not.forbidden,
    }
    return replace(_OBSTACLES[why_not.reason], values=values)


def _changes(way: Way, host: str) -> Iterator[Sentence]:
    """What has to be otherwise together."""
    if way.allowed:
        yield say("had the pair been allowed")
    if way.listed:
        yield say("had {host} listed you", host=host)
    if way.places:
        yield say_count(
            "had {host} had one more place", "had {host} had {count} more places", way.places, host=host
        )
    if way.among == 1:
        yield say("had {host} ranked you first", host=host)
    elif way.among:
        yield say("had {host} ranked you among its first {count}", host=host, count=way.among)
    if way.drawn_first:
        yield say("had you been drawn first of all schools")


def _unsettled(one: Unsettling, why_not: WhyNot) -> Sentence:
    return replace(_UNSETTLING[one], values={"host": why_not.host, "last": why_not.last})


def _any_of(ways: list[Sentence]) -> Sentence:
    if len(ways) == 1:
        return ways[0]
    return say("{one}; or {other}", one=ways[0], other=_any_of(ways[1:]))


def _together(changes: list[Sentence]) -> Sentence:
    if len(changes) == 1:
        return changes[0]
    return say("{one} and {other}", one=changes[0], other=_together(changes[1:]))
