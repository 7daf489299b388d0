"""Members that leave, are closed or merge while the alliance goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction

from lianmeng.alliances.actions.ending import propose_end
from lianmeng.alliances.actions.holding import Held, Taking, checked, hold, moved, noted
from lianmeng.alliances.actions.spans import let_in
from lianmeng.alliances.actions.telling import close_for_who_left, tell_of_too_many_pupils
from lianmeng.alliances.actions.wishes import let_lapse
from lianmeng.alliances.models import Membership
from lianmeng.alliances.queries.forms import form_of
from lianmeng.alliances.queries.parties import district_pairs, named_parties, parties_among, parties_of
from lianmeng.alliances.queries.pupils import pupils_of
from lianmeng.alliances.rules.form import why_not_leave, why_not_parties, why_not_pupils
from lianmeng.alliances.rules.life import BEFORE, ENDINGS, LIVING, STEPS
from lianmeng.alliances.vocabulary import LEAVING, Ground, PartyKind
from lianmeng.core.actors import OPERATOR, Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.schools.actions.following import follows_ends


@transaction.atomic
def let_member_leave(public_id: str, party: str, taking: Taking, *, seen: int | None, by: Actor) -> None:
    """A member leaves, as by growing out into independence; if too few would stay, the end of all is proposed."""
    held = hold(public_id, seen=seen, by=by)
    checked(held, "member_left", taking)
    ground = taking.ground or Ground.AGREEMENT
    if ground not in LEAVING:
        raise Refused(say("Choose the ground on which it leaves."), field="ground")
    if why := why_not_leave(form_of(held.alliance), ground):
        raise Refused(why, field="ground")
    let_go(held, party, taking, ground)


def let_go(held: Held, party: str, taking: Taking, ground: Ground) -> None:
    """The member leaves, or the end of all is proposed."""
    member = Membership.objects.filter(alliance=held.alliance, party=party, until__isnull=True).first()
    if member is None:
        raise Refused(say("This is not a party of the alliance."), field="party")
    if too_few(held, without=party, day=taking.on):
        propose_end(held, taking, ground)
        return
    _end_membership(member, taking.on, ground)
    let_lapse(held, party)
    moved(held, STEPS["member_left"], replace(taking, party=party, ground=ground))


@follows_ends(parties_among)
@transaction.atomic
def school_ended(school: str, day: date, *, successors: Sequence[str] = (), merged: bool = False) -> int:
    """A school is closed or merges: in each of its alliances its successor takes its place, or it leaves.

    Where too few would stay, the end is proposed. Drafts end. Called by the register; answers in how many alliances.
    """
    members = Membership.objects.filter(party=school, until__isnull=True).select_related("alliance")
    ground = Ground.MERGED if merged else Ground.CLOSED
    touched = 0
    for member in members:
        held = hold(member.alliance.public_id, seen=None, by=OPERATOR)
        taking = Taking(ground=ground, party=school)
        if held.alliance.state in BEFORE:
            held.alliance.ground = ground.value
            moved(held, STEPS["withdraw"], taking)
        elif held.alliance.state in LIVING:
            _replace(held, member, taking, day=day, successors=successors)
        elif held.alliance.state in ENDINGS:
            _end_membership(member, day, ground)  # nobody waits for its reply
            close_for_who_left(held.alliance, school, by=held.by.id)
            noted(held, STEPS["member_left"].label)
        let_lapse(held, school)
        touched += 1
    return touched


def _replace(held: Held, member: Membership, taking: Taking, *, day: date, successors: Sequence[str]) -> None:
    kind = PartyKind.SCHOOLS
    there = {one.party for one in held.parties}
    new = named_parties(kind, [(member.role, one) for one in successors[:1] if one not in there], day)
    since = _end_membership(member, day, taking.ground or Ground.CLOSED)
    held.parties = [*held.parties, *new]  # who comes is told of it together with who leaves
    for one in new:
        let_in(held.alliance, one, since=since, position=member.position)
    moved(held, STEPS["member_left"], taking)
    held.parties = parties_of(held.alliance)
    if too_few(held, without="", day=day):
        propose_end(held, taking, taking.ground or Ground.CLOSED)
    elif new and why_not_pupils(form := form_of(held.alliance), pupils_of(form, held.parties, day)):
        tell_of_too_many_pupils(held.alliance, held.parties)


def _end_membership(member: Membership, day: date, ground: Ground) -> date:
    """Not before it began; the day from which it is over."""
    until = max(day, member.since) if member.since else day
    member.until, member.ground = until, ground.value
    member.save()
    return until


def too_few(held: Held, *, without: str, day: date) -> bool:
    """Whether the form could not be kept by those who stay."""
    staying = [one for one in held.parties if one.party != without]
    paired = [districts for _, districts in district_pairs(day)]
    return why_not_parties(form_of(held.alliance), staying, paired) is not None
