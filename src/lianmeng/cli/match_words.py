"""The outcome of a round in sentences for the schools: what they got, why not another, what would have moved it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.mechanisms.matching import (
    REDRAWS,
    Change,
    Explainer,
    Explanation,
    Outcome,
    Reason,
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
_CHANGES = {
    Change.ALLOWED: say("that the pair is allowed"),
    Change.LISTED: say("that {host} lists you"),
    Change.PLACE: say("that {host} has one more place"),
    Change.BEFORE_LAST: say("that {host} ranks you above {last}"),
    Change.DRAWN_FIRST: say("that you are drawn before {last}"),
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
        yield say("What would have changed this: {ways}.", ways=_ways(why_not))


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


def _ways(why_not: WhyNot) -> Sentence:
    """Any one of the combinations, in words."""
    found: Sentence | None = None
    for changes in why_not.changes:
        way = _together([replace(_CHANGES[change], values=_names(why_not)) for change in changes])
        found = way if found is None else say("{one}; or {other}", one=found, other=way)
    assert found is not None, "an obstacle has a way round it"
    return found


def _together(changes: list[Sentence]) -> Sentence:
    if len(changes) == 1:
        return changes[0]
    return say("{one} and {other}", one=changes[0], other=_together(changes[1:]))


def _names(why_not: WhyNot) -> dict[str, object]:
    return {"host": why_not.host, "last": why_not.last}
