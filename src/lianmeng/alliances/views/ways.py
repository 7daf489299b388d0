"""Which ways lead on from an alliance for its reader: those alone that lead somewhere now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from lianmeng.alliances.models import Alliance
from lianmeng.alliances.queries.dropped import DROPS
from lianmeng.alliances.queries.forms import form_named
from lianmeng.alliances.queries.record import Taken, Version
from lianmeng.alliances.rules.form import Form, roles_with_room, why_not_so_many
from lianmeng.alliances.rules.life import ENDINGS, LIVING, STEPS, Asked, Step, steps_from
from lianmeng.alliances.rules.rights import why_not_sign
from lianmeng.alliances.views.doors import Frame
from lianmeng.alliances.vocabulary import Ground, State
from lianmeng.core.sentences import Sentence, say

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

_OF_TEXT = ("offer", "sign", "decline", "send_back", "approve", "approve_next", "renew", *DROPS)


@dataclass(frozen=True, slots=True)
class Way:
    verb: Sentence
    address: str


def ways_from(frame: Frame, newest: Version, life: Sequence[Taken], *, partial: bool) -> list[Way]:
    """Steps of the life, each page once, and what is beside them; who is `partial` to a party decides nothing."""
    alliance, found = frame.alliance, dict[str, Way]()
    if frame.state == State.ASSESSMENT and frame.asked.authority and not partial:
        address = _address("verdict", alliance)
        found[address] = Way(say("Record the verdict"), address)
    if not partial and _takes_papers(frame, newest):
        address = _address("sign", alliance)
        found[address] = Way(say("File a stamped paper that stands for a signature"), address)
    closed = _closed(frame, newest, life)
    for step in steps_from(frame.state, frame.asked):
        if step.code not in closed and not (partial and step.is_for_bureau(frame.asked)):
            address = _address_of(alliance, step)
            found.setdefault(address, Way(step.verb, address))
    if frame.joins and frame.state in LIVING:
        found |= {one.address: one for one in _to_join(frame, newest)}
    if frame.asked.party and frame.state in LIVING and roles_with_room(frame.form, frame.parties):
        address = _address("join", alliance)
        found[address] = Way(say("Let a school join"), address)
    if frame.asked.party or not partial:
        found |= {one.address: one for one in _to_turn(alliance, frame.asked, frame.form)}
    return [*found.values(), *_beside(frame)]


def ways_of_text(frame: Frame, newest: Version, life: Sequence[Taken], *, partial: bool) -> list[Way]:
    """Those of them that are about the newest text, for its own page."""
    pages = {_address_of(frame.alliance, STEPS[code]) for code in _OF_TEXT}
    return [one for one in ways_from(frame, newest, life, partial=partial) if one.address in pages]


def _to_join(frame: Frame, newest: Version) -> list[Way]:
    """Who is to join signs or declines the agreement that says so, and delegates signing; nothing else."""
    signed, alliance = {one.party for one in newest.signatures}, frame.alliance
    ways = []
    if any(
        one.party not in signed and why_not_sign(frame.actor, one.party, frame.signing, frame.day)[0]
        for one in frame.newcomers
    ):
        ways.append(Way(STEPS["sign_next"].verb, _address("sign", alliance)))
    if frame.leads_joining and newest.missing:
        ways.append(Way(STEPS["decline_next"].verb, _address_of(alliance, STEPS["decline_next"])))
    if frame.leads_joining:
        ways.append(Way(say("Delegate signing"), _address("delegate", alliance)))
    return ways


def _takes_papers(frame: Frame, newest: Version) -> bool:
    """Whether the bureau may file what a party stamped: a signature on paper, of a text that is to be signed."""
    offered = frame.state == State.OFFERED or (
        frame.state in LIVING and newest.agreement.pk != frame.alliance.in_force_id
    )
    return frame.asked.authority and offered and bool(newest.missing)


def may_reply(frame: Frame, life: Sequence[Taken]) -> list[str]:
    """The parties that may still reply to the proposed end, while there is time for it."""
    if frame.state not in ENDINGS or (frame.alliance.next_day and frame.alliance.next_day < frame.day):
        return []
    replied = {one.row.party for one in _since_proposed(life) if one.row.code == "reply"}
    return [one.party for one in frame.parties if one.party not in {*replied, frame.alliance.proposer}]


def _since_proposed(life: Sequence[Taken]) -> Sequence[Taken]:
    """The steps since the end was proposed, that one first."""
    begun = max(
        (at for at, one in enumerate(life) if one.row.target in ENDINGS and one.row.source not in ENDINGS),
        default=0,
    )
    return life[begun:]


def turns(alliance: Alliance, asked: Asked, form: Form) -> tuple[str, ...]:
    """The forms into which its reader may turn it; its own if a member may become a core of its own."""
    if State(alliance.state) not in LIVING or not (asked.party or asked.authority):
        return ()
    return (*form.turns_into, *([form.code] if Ground.BECAME_CORE in form.members_may else []))


def _closed(frame: Frame, newest: Version, life: Sequence[Taken]) -> set[str]:
    """Rows that the state has, and that lead nowhere now."""
    closed = {"fail_check" if frame.alliance.failures else "fail_again"}
    if newest.agreement.dropped or newest.agreement.pk == frame.alliance.in_force_id:
        closed |= {"sign_next", *DROPS, "approve_next", "renew"}
    elif newest.missing:
        closed |= {
            "approve_next",
            "renew",
            "send_back_next",
            "decline_next" if _proposed(frame, newest, life) else "take_back_next",
        }
    else:
        closed |= {"take_back_next", "decline_next"}
    if not _unsigned(frame, newest):
        closed |= {"sign", "sign_last", "sign_next"}
    if why_not_so_many(frame.form, frame.parties):
        closed |= {"take_back", "go_on"}
    ending = _since_proposed(life)
    if any(one.row.code == "reply" for one in ending) or any(
        one.row.source != State.APPROVED for one in ending[:1]
    ):
        closed.add("take_back")
    return closed if set(frame.own) & set(may_reply(frame, life)) else closed | {"reply"}


def _proposed(frame: Frame, newest: Version, life: Sequence[Taken]) -> bool:
    """Whether the reader's side proposed the newest text."""
    number = newest.agreement.number
    return any(
        one.row.code == "amend" and one.row.agreement == number and one.row.party in frame.own for one in life
    )


def _unsigned(frame: Frame, newest: Version) -> bool:
    """Whether the reader signs for a party that has not signed the newest text."""
    signed = {one.party for one in newest.signatures}
    return any(
        one.party not in signed and why_not_sign(frame.actor, one.party, frame.delegations, frame.day)[0]
        for one in frame.parties
    )


def _beside(frame: Frame) -> list[Way]:
    """What is no step of the life; nothing of it is left when it is over."""
    if frame.state == State.ENDED:
        return []
    ways = []
    if frame.asked.party and frame.alliance.in_force_id:
        ways.append(Way(say("Record an activity"), _address("record", frame.alliance)))
    if frame.asked.party and frame.state not in ENDINGS:
        ways.append(Way(say("Delegate signing"), _address("delegate", frame.alliance)))
    if frame.asked.authority:
        ways.append(Way(say("Declare a conflict of interest"), _address("interest", frame.alliance)))
    return ways


def _to_turn(alliance: Alliance, asked: Asked, form: Form) -> list[Way]:
    return [
        Way(
            say("Let a member become the core of its own")
            if code == form.code
            else say("Turn it into: {form}", form=form_named(code).label),
            reverse("alliances:turn", args=[alliance.public_id, code]),
        )
        for code in turns(alliance, asked, form)
    ]


def _address_of(alliance: Alliance, step: Step) -> str:
    if step.code in _OWN_PAGES:
        return _address(_OWN_PAGES[step.code], alliance)
    return reverse("alliances:step", args=[alliance.public_id, step.code])


def _address(name: str, alliance: Alliance) -> str:
    return reverse(f"alliances:{name}", args=[alliance.public_id])
