"""How the state of an alliance is shown, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from lianmeng.alliances.actions.activities import UNITS
from lianmeng.alliances.models import Activity, Alliance, Wish
from lianmeng.alliances.queries.record import Taken, Version
from lianmeng.alliances.rules.life import ENDINGS, LIVING, next_step
from lianmeng.alliances.views.doors import Frame
from lianmeng.alliances.vocabulary import ActivityKind, PartyKind, State, Who, WishKind, WishState
from lianmeng.core.actors import Actor
from lianmeng.core.roles import Role
from lianmeng.core.sentences import Sentence, say
from lianmeng.web.components import State as Shown

ON_THE_LINE = 4  # steps that stand side by side on a wide page


def shown_state(alliance: Alliance, *, effective: bool) -> Shown:
    return shown(State(alliance.state), effective=effective)


def shown(state: State, *, effective: bool) -> Shown:
    """In effect, or the state of its life; by shape and word."""
    if state == State.APPROVED:
        return Shown("met", say("In effect")) if effective else Shown("none", say("Approved, not in effect"))
    return Shown(state.shape, state.label)


_BUREAU = (Role.CITY_OFFICER, Role.DISTRICT_OFFICER)
_BEGINNERS = {PartyKind.SCHOOLS: (*_BUREAU, Role.SCHOOL_LEADER), PartyKind.DISTRICTS: _BUREAU}


def begins(actor: Actor, of: PartyKind = PartyKind.SCHOOLS) -> bool:
    """Whether somebody may begin an alliance of some schools, or of some districts."""
    return any(actor.holds(one) for one in _BEGINNERS[of])


def next_sentence(alliance: Alliance, missing: list[str], waiting: Sequence[str]) -> Sentence:
    """The next step, and who must take it by when; `missing` have not signed, `waiting` may still reply."""
    state = State(alliance.state)
    step = next_step(state)
    if step is None:
        return say("It is over; everything of it stays readable.")
    if state == State.OFFERED and missing:
        return say("Next: to be signed by {names}.", names=tuple(missing))
    if waiting and alliance.next_day is not None:
        return say(
            "Next, until {day}: {names} may reply to the proposed end; then {who} ends it.",
            day=alliance.next_day,
            names=tuple(waiting),
            who=step.who.label,
        )
    who = step.who.label if step.who != Who.SIGNATORY else say("the parties")
    if alliance.next_day is not None and state not in ENDINGS:
        return say("Next, until {day}: {step}, by {who}.", day=alliance.next_day, step=step.verb, who=who)
    return say("Next: {step}, by {who}.", step=step.verb, who=who)


def next_text_sentence(frame: Frame, newest: Version) -> Sentence | None:
    """Who has still to sign or approve a next agreement, for those who may read it."""
    version, in_force = newest.agreement, frame.alliance.in_force_id
    if not frame.inside or in_force is None or version.dropped or frame.state not in LIVING:
        return None
    if version.pk == in_force:
        return _still_to_begin(frame, newest)
    if newest.missing:
        return say(
            "The next agreement, version {number}, has still to be signed by {names}.",
            number=version.number,
            names=tuple(newest.missing),
        )
    return say(
        "All have signed the next agreement, version {number}; the education bureau in charge approves it.",
        number=version.number,
    )


def _still_to_begin(frame: Frame, newest: Version) -> Sentence | None:
    """What was approved and waits for its first day."""
    term, since = newest.content.term, frame.alliance.since
    if term is None or since is None or term[0] <= max(since, frame.day):
        return None
    return say(
        "The next agreement, version {number}, is approved and takes effect on {day}.",
        number=newest.agreement.number,
        day=term[0],
    )


def line_of_life(taken: list[Taken]) -> dict[str, list[Taken]]:
    """The latest steps as the line, the earlier ones folded away."""
    return {"life": taken[-ON_THE_LINE:], "earlier": taken[:-ON_THE_LINE]}


def answer_sentence(alliance: Alliance, *, effective: bool) -> Sentence:
    """The heading: what it is, and where it stands."""
    label = shown_state(alliance, effective=effective).label
    return say("{title}: {state}", title=alliance.title, state=label)


def wish_sentence(frame: Frame, activity: Activity, wish: Wish) -> Sentence:
    """Who asked for what and why, and what came of it."""
    asks = say(
        "{name} asks to withdraw what is booked: {reason}", name=frame.name(wish.party), reason=wish.reason
    )
    if wish.kind == WishKind.CORRECTION and wish.state == WishState.AGREED:
        asks = say(
            "{name} asked to correct what was booked to: {after}. Reason: {reason}",
            name=frame.name(wish.party),
            after=_figures(wish, activity),
            reason=wish.reason,
        )
    elif wish.kind == WishKind.CORRECTION:
        asks = say(
            "{name} asks to correct what is booked to: {after}. Booked now: {before}. Reason: {reason}",
            name=frame.name(wish.party),
            after=_figures(wish, activity),
            before=_figures(activity, activity),
            reason=wish.reason,
        )
    if wish.state == WishState.LAPSED:
        return say("{asked} – Lapsed: whoever had still to agree has left the alliance.", asked=asks)
    if wish.state == WishState.REFUSED:
        return say("{asked} – Refused: {reason}", asked=asks, reason=wish.answer)
    if wish.state == WishState.TAKEN_BACK:
        return say("{asked} – Taken back.", asked=asks)
    return say("{asked} – Agreed.", asked=asks) if wish.state == WishState.AGREED else asks


def _figures(one: Activity | Wish, activity: Activity) -> Sentence:
    return say(
        "{day}, {unit}: {quantity}, {minutes} minutes, {cost} yuan",
        day=one.day,
        unit=UNITS[ActivityKind(activity.kind)].label,
        quantity=f"{one.quantity.normalize():f}" if one.quantity else "",
        minutes=one.minutes,
        cost=str(one.cost_yuan),
    )
