"""How the state of an alliance is shown, and which ways lead on from it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from lianmeng.alliances.models import Alliance, Wish
from lianmeng.alliances.queries.forms import form_named
from lianmeng.alliances.queries.record import Taken
from lianmeng.alliances.rules.form import Form
from lianmeng.alliances.rules.life import BEFORE, LIVING, Asked, Step, next_step, steps_from
from lianmeng.alliances.views.doors import Frame
from lianmeng.alliances.vocabulary import Ground, State, Who, WishKind, WishState
from lianmeng.core.actors import Actor
from lianmeng.core.roles import Role
from lianmeng.core.sentences import Sentence, say
from lianmeng.web.components import State as Shown

# Rows of the life that have a page of their own; those of the rest share one.
_OWN_PAGES = {
    "revise": "terms",
    "amend": "terms",
    "sign": "sign",
    "sign_last": "sign",
    "sign_next": "sign",
    "member_left": "leave",
    "hand_over": "hand-over",
}


ON_THE_LINE = 5  # steps that stand side by side on a wide page


@dataclass(frozen=True, slots=True)
class Way:
    verb: Sentence
    address: str


def shown_state(alliance: Alliance, *, effective: bool) -> Shown:
    return shown(State(alliance.state), effective=effective)


def shown(state: State, *, effective: bool) -> Shown:
    """In effect, or the state of its life; by shape and word."""
    if state == State.APPROVED:
        return Shown("met", say("In effect")) if effective else Shown("none", say("Approved, not in effect"))
    kinds = {
        State.AWARDED: "met",
        State.CRITICISED: "near",
        State.RECTIFYING: "near",
        State.ENDED: "none",
        State.PAUSED: "none",
        State.DRAFT: "none",
    }
    return Shown(kinds.get(state, "now"), state.label)  # type: ignore[arg-type]


def begins(actor: Actor) -> bool:
    return any(actor.holds(one) for one in (Role.CITY_OFFICER, Role.DISTRICT_OFFICER, Role.SCHOOL_LEADER))


# Rows that need an agreement after the one in force.
_OF_NEXT = {"sign_next", "approve_next", "renew"}


def ways_on(alliance: Alliance, asked: Asked, *, has_next: bool) -> list[Way]:
    """What the reader may do now, each page once; `has_next`: whether a next agreement was proposed."""
    found: dict[str, Way] = {}
    if alliance.state == State.ASSESSMENT and asked.authority:
        address = reverse("alliances:verdict", args=[alliance.public_id])
        found[address] = Way(say("Record the verdict"), address)
    for step in steps_from(State(alliance.state), asked):
        if step.code in _OF_NEXT and not has_next:
            continue
        address = address_of(alliance, step)
        found.setdefault(address, Way(step.verb, address))
    return list(found.values())


def turns(alliance: Alliance, asked: Asked, form: Form) -> tuple[str, ...]:
    """The forms into which its reader may turn it; its own if a member may become a core of its own."""
    if State(alliance.state) not in LIVING or not (asked.party or asked.authority):
        return ()
    return (*form.turns_into, *([form.code] if Ground.BECAME_CORE in form.members_may else []))


def ways_to_turn(alliance: Alliance, asked: Asked, form: Form) -> list[Way]:
    return [
        Way(
            say("Let a member become the core of its own")
            if code == form.code
            else say("Turn it into: {form}", form=form_named(code).label),
            reverse("alliances:turn", args=[alliance.public_id, code]),
        )
        for code in turns(alliance, asked, form)
    ]


def address_of(alliance: Alliance, step: Step) -> str:
    if step.code in _OWN_PAGES:
        return reverse(f"alliances:{_OWN_PAGES[step.code]}", args=[alliance.public_id])
    return reverse("alliances:step", args=[alliance.public_id, step.code])


# Where several rows may come next, what is done whichever it is.
_NEXT_VERBS = {
    State.ASSESSMENT: say("Record the verdict"),
    State.RECTIFYING: say("Check whether it was put right"),
}


def next_sentence(alliance: Alliance, missing: list[str]) -> Sentence:
    """The next step, and who must take it by when."""
    state = State(alliance.state)
    step = next_step(state)
    if step is None:
        return say("It is over; everything of it stays readable.")
    if state == State.OFFERED and missing:
        return say("Next: {names} sign.", names=tuple(missing))
    who = step.who.label if step.who != Who.SIGNATORY else say("the parties")
    verb = _NEXT_VERBS.get(state, step.verb)
    if alliance.next_day is not None:
        return say("Next, until {day}: {step}, by {who}.", day=alliance.next_day, step=verb, who=who)
    return say("Next: {step}, by {who}.", step=verb, who=who)


def line_of_life(taken: list[Taken]) -> dict[str, list[Taken]]:
    """The latest steps as the line, the earlier ones folded away."""
    return {"life": taken[-ON_THE_LINE:], "earlier": taken[:-ON_THE_LINE]}


def answer_sentence(alliance: Alliance, *, effective: bool) -> Sentence:
    """The heading: what it is, and where it stands."""
    label = shown_state(alliance, effective=effective).label
    return say("{title}: {state}", title=alliance.title, state=label)


def wish_sentence(frame: Frame, wish: Wish) -> Sentence:
    """Who asked for what and why, and what came of it."""
    asks = say(
        "{name} asks to withdraw what is booked: {reason}", name=frame.name(wish.party), reason=wish.reason
    )
    if wish.kind == WishKind.CORRECTION:
        asks = say(
            "{name} asks to correct what is booked to {day}, {quantity}, {minutes} minutes, {cost} yuan: {reason}",
            name=frame.name(wish.party),
            day=wish.day,
            quantity=f"{wish.quantity.normalize():f}" if wish.quantity else "",
            minutes=wish.minutes,
            cost=str(wish.cost_yuan),
            reason=wish.reason,
        )
    if wish.state == WishState.REFUSED:
        return say("{asked} – Refused: {reason}", asked=asks, reason=wish.answer)
    return say("{asked} – Agreed.", asked=asks) if wish.state == WishState.AGREED else asks


def is_before(alliance: Alliance) -> bool:
    return State(alliance.state) in BEFORE
