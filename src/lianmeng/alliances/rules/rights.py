"""Who may see, sign and decide."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lianmeng.alliances.rules.form import Party
from lianmeng.alliances.rules.life import Asked
from lianmeng.alliances.vocabulary import Capacity
from lianmeng.core.actors import Actor
from lianmeng.core.roles import CITY, Role
from lianmeng.core.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class Delegated:
    """That somebody may sign for a party from a day on, until a day (exclusive)."""

    party: str
    person: str
    since: date
    until: date
    public_id: str = ""


def leads(actor: Actor, party: str) -> bool:
    """Whether the actor stands at the head of a party: a school's leader, a district's officer."""
    return actor.holds(Role.SCHOOL_LEADER, party) or actor.holds(Role.DISTRICT_OFFICER, party)


def own_parties(actor: Actor, parties: Iterable[str]) -> list[str]:
    return [party for party in parties if leads(actor, party)]


def why_not_sign(
    actor: Actor, party: str, delegations: Sequence[Delegated], day: date
) -> tuple[Capacity | None, Sentence | None]:
    """In what capacity the actor signs for a party on a day, or why not."""
    if leads(actor, party):
        return Capacity.REPRESENTATIVE, None
    own = [one for one in delegations if one.party == party and one.person == actor.id]
    if any(one.since <= day < one.until for one in own):
        return Capacity.DELEGATE, None
    if over := [one for one in own if one.until <= day]:
        ended = max(one.until for one in over)
        return None, say(
            "Your delegation ended before {day}. Ask the legal representative for a new one.", day=ended
        )
    if own:
        return None, say(
            "Your delegation begins on {day}. Sign from then on.", day=min(one.since for one in own)
        )
    return None, say("Only a party's legal representative, or a delegate with a date, signs for it.")


def is_authority(actor: Actor, districts: Collection[str]) -> bool:
    """The city bureau for every alliance; a district's bureau where all parties lie in that district.

    `districts` are those of all parties, empty for a party that lies in none.
    """
    if actor.is_city_officer:
        return True
    return len(districts) == 1 and "" not in districts and actor.holds(Role.DISTRICT_OFFICER, *districts)


def authority_of(parties: Iterable[Party]) -> str:
    """The bureau that decides: of the one district in which all parties lie, or of the city."""
    districts = {one.district for one in parties}
    return districts.pop() if len(districts) == 1 and "" not in districts else CITY


def seats(places: Iterable[str]) -> list[tuple[Role, str]]:
    """Who acts for them: leaders of schools, officers of districts and of the city."""
    roles = (Role.SCHOOL_LEADER, Role.DISTRICT_OFFICER)
    return [(role, one) for one in places for role in ((Role.CITY_OFFICER,) if one == CITY else roles)]


def asked_by(
    actor: Actor,
    parties: Sequence[Party],
    delegations: Sequence[Delegated],
    *,
    day: date,
    proposer: str = "",
    to_come: Collection[str] = (),
) -> Asked:
    """`proposer` is the party that proposed the end, empty if the authority did; `to_come`: parties whose first day
    is still to come."""
    names = [party.party for party in parties]
    own = own_parties(actor, names)
    return Asked(
        party=any(name not in to_come for name in own),
        signatory=any(why_not_sign(actor, name, delegations, day)[0] for name in names),
        other_party=any(name != proposer for name in own),
        proposer=proposer in own,
        authority=is_authority(actor, {party.district for party in parties}),
    )


def may_withdraw(actor: Actor, recorded_for: str, parties: Sequence[Party], *, decides: bool) -> bool:
    """Who recorded an activity; if that side has left, the bureau that `decides`."""
    return leads(actor, recorded_for) or (decides and recorded_for not in {one.party for one in parties})


def delegates_on(delegations: Iterable[Delegated], day: date) -> frozenset[str]:
    """Whose delegation is not over: a delegate reads before signing."""
    return frozenset(one.person for one in delegations if day < one.until)


def may_see(
    actor: Actor, parties: Sequence[Party], delegates: Collection[str] = (), *, approved: bool
) -> bool:
    """Everybody sees what was once approved; else the parties, their delegates and the bureaus over them."""
    return approved or may_see_inside(actor, parties, delegates)


def sees_every_interest(actor: Actor) -> bool:
    """The city bureau and auditors."""
    return actor.is_city_officer or actor.holds(Role.AUDITOR)


def may_read_interests(actor: Actor) -> bool:
    """What officers declared before they decided: those that decide, and auditors."""
    return sees_every_interest(actor) or actor.holds(Role.DISTRICT_OFFICER)


def may_see_question(actor: Actor, school: str, *, answered: bool, asked: date, day: date, wait: int) -> bool:
    """The school it was put to sees a question first, the others its answer, or that there is none in time."""
    return answered or leads(actor, school) or day > asked + timedelta(days=wait)


def may_see_inside(actor: Actor, parties: Sequence[Party], delegates: Collection[str] = ()) -> bool:
    """Text of the agreement, activities and reasons: the parties and their staff, bureaus over them, evaluators."""
    return may_see_photos(actor, parties) or actor.holds(Role.EVALUATOR) or actor.id in delegates


def may_see_photos(actor: Actor, parties: Sequence[Party]) -> bool:
    """Pupils may be in the picture: the parties and their staff, and the bureaus over them."""
    places = {party.party for party in parties} | {party.district for party in parties} - {""}
    held = (Role.SCHOOL_LEADER, Role.DISTRICT_OFFICER, Role.TEACHER, Role.GROUP_OFFICE)
    return actor.is_city_officer or any(actor.holds(role, *places) for role in held)
