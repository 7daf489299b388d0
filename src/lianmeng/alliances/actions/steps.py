"""The steps of the life: each is a row of `rules.life`, with what it needs beside and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from lianmeng.alliances.actions.drafting import check_parties, latest_version
from lianmeng.alliances.actions.dropping import decline_next, for_who_joins, send_back_next, take_back_next
from lianmeng.alliances.actions.ending import open_end
from lianmeng.alliances.actions.holding import Held, Taking, checked, hold, moved
from lianmeng.alliances.actions.looking import look_for_signs
from lianmeng.alliances.actions.members import too_few
from lianmeng.alliances.actions.papers import issue_papers
from lianmeng.alliances.actions.signing import fully_signed_next
from lianmeng.alliances.actions.spans import close_spans, end_memberships, put_in_force, resume_spans
from lianmeng.alliances.actions.telling import tell_of_interest
from lianmeng.alliances.actions.turning import carry_over
from lianmeng.alliances.models import Agreement, Declaration, HandOver
from lianmeng.alliances.queries.effect import signed_by_all
from lianmeng.alliances.queries.ending import proposed, replied, silent_parties
from lianmeng.alliances.queries.forms import form_named, form_of
from lianmeng.alliances.queries.parties import district_pairs, named_parties
from lianmeng.alliances.queries.periods import periods
from lianmeng.alliances.queries.pupils import pupils_of
from lianmeng.alliances.queries.record import hand_overs
from lianmeng.alliances.rules.calls import ABOUT_NEXT
from lianmeng.alliances.rules.content import Content, content_of, why_not_day
from lianmeng.alliances.rules.form import why_not_pupils, why_not_so_many
from lianmeng.alliances.rules.life import STEPS
from lianmeng.alliances.rules.rights import is_authority
from lianmeng.alliances.vocabulary import PROPOSED, Ground, HandOverKind, State, Verdict
from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say

Effect = Callable[[Held, Taking], None]


@transaction.atomic
def take_step(public_id: str, code: str, taking: Taking, *, seen: int | None, by: Actor) -> None:
    """Take a step that needs no more than `taking`; signing, drafting and hand-over have actions of their own."""
    if code not in EFFECTS:
        raise Refused(say("There is no such step."))
    held = hold(public_id, seen=seen, by=by, day=taking.day)
    if code == "decline_next":
        taking = for_who_joins(held, taking)
    step = checked(held, code, taking)
    look_for_signs(held, taking.on if step.target else None)
    EFFECTS[code](held, taking)
    if code == "approve":
        carry_over(held, taking)
    about = None if code in ABOUT_NEXT else held.alliance.in_force
    moved(held, step, taking, agreement=(about or latest_version(held.alliance)).number)
    issue_papers(held, code, taking)
    if code == "assess":
        look_for_signs(held)


@transaction.atomic
def declare_interest(public_id: str, text: str, *, by: Actor) -> None:
    """An officer says that they are not impartial; from then on another one decides on this alliance."""
    held = hold(public_id, seen=None, by=by)
    if not held.asked.authority:
        raise Refused(say("A conflict of interest is declared by those who decide."))
    if not text.strip():
        raise Refused(say("Say what ties you to a party."), field="text")
    Declaration.objects.create(
        alliance=held.alliance, officer=by.id, interest=True, text=text.strip(), at=timezone.now()
    )
    tell_of_interest(held.alliance, held.parties, by=by.id)
    record(
        say(
            "Alliance {number}: {step}",
            number=held.alliance.number,
            step=say("Conflict of interest declared"),
        ),
        by=by,
        place=held.place,
        subject=("alliance", public_id),
    )


def follow_verdict(public_id: str, verdict: Verdict, taking: Taking, *, seen: int | None, by: Actor) -> None:
    """What follows from an evaluation: an award, going on, rectification by the day that is brought, or the end."""
    code = {
        Verdict.EXCELLENT: "award",
        Verdict.MET: "keep",
        Verdict.BELOW: "rectify" if taking.deadline else "criticise",
        Verdict.SERIOUS: "propose_end",
    }[verdict]
    ground = taking.ground or (Ground.SERIOUS if verdict == Verdict.SERIOUS else None)
    take_step(public_id, code, replace(taking, ground=ground), seen=seen, by=by)


def _nothing(held: Held, taking: Taking) -> None:
    """The step alone changes something."""


def _withdraw(held: Held, taking: Taking) -> None:
    held.alliance.ground = Ground.WITHDRAWN.value


def _approve(held: Held, taking: Taking) -> None:
    version = latest_version(held.alliance)
    if not signed_by_all(version):
        raise Refused(say("Not every party has signed."))
    _put_in_force(held, version, taking)
    districts = frozenset(one.district for one in held.parties)
    frames = [alliance for alliance, pair in district_pairs(taking.on) if pair == districts]
    held.alliance.frame_id = frames[0] if frames and held.alliance.form != "district_pair" else None


def _next_in_force(held: Held, taking: Taking) -> None:
    """What the life of the alliance waits for, and by when, goes on beside it."""
    version = fully_signed_next(held)
    _welcome(held, content_of(version.content), taking)
    _put_in_force(held, version, taking)


def _welcome(held: Held, content: Content, taking: Taking) -> None:
    """Who joins is still there, and fits in by now; the bureau in charge is that of all, the new ones too."""
    coming = content.newcomers(one.party for one in held.parties)
    if not coming:
        return
    form = form_named(held.alliance.form)
    found = named_parties(form.of, [(one.role, one.party) for one in coming], taking.on)
    if len(found) < len(coming):
        raise Refused(
            say("A school that was to join is no longer in the register. A party proposes another.")
        )
    held.parties = [*held.parties, *found]
    check_parties(form, held.parties, taking.on)
    if not is_authority(held.by, {one.district for one in held.parties}):
        raise Refused(say("A school of another district joins: the city bureau decides."))


def _put_in_force(held: Held, version: Agreement, taking: Taking) -> None:
    """Unless the schools have more pupils by now than the form allows, as it was when this text was signed."""
    form = form_named(held.alliance.form, version=version.content["form_version"])
    if why := why_not_pupils(form, pupils_of(form, held.parties, taking.on)):
        raise Refused(why)
    put_in_force(held.alliance, version, taking.on)


def _renew(held: Held, taking: Taking) -> None:
    _next_in_force(held, taking)
    _settle(held, taking)


def _pause(held: Held, taking: Taking) -> None:
    close_spans(held.alliance, taking.on)


def _resume(held: Held, taking: Taking) -> None:
    resume_spans(held.alliance, taking.on)


def _assess(held: Held, taking: Taking) -> None:
    held.alliance.next_day = _later(taking)


def _settle(held: Held, taking: Taking) -> None:
    held.alliance.next_day, held.alliance.failures = None, 0


def _rectify(held: Held, taking: Taking) -> None:
    held.alliance.next_day, held.alliance.failures = _rectify_by(taking), 0


def _fail_check(held: Held, taking: Taking) -> None:
    if held.alliance.failures:
        raise Refused(say("This is the second failure: it ends the alliance."))
    held.alliance.next_day, held.alliance.failures = _rectify_by(taking), 1


def _fail_again(held: Held, taking: Taking) -> None:
    if not held.alliance.failures:
        raise Refused(say("The first failed check gives a second chance, with a new day."))
    open_end(held, taking.on, Ground.FAILED)


def _propose_end(held: Held, taking: Taking) -> None:
    if taking.ground is None or taking.ground not in PROPOSED:
        raise Refused(say("Choose the ground on which it ends."), field="ground")
    open_end(held, taking.on, taking.ground)
    held.alliance.proposer = held.own


def _end_with_honour(held: Held, taking: Taking) -> None:
    open_end(held, taking.on, Ground.HONOUR)
    held.alliance.proposer = held.own


def _go_on(held: Held, taking: Taking) -> None:
    if why := why_not_so_many(form_of(held.alliance), held.parties):
        raise Refused(say("It cannot go on with those who are left: {why}", why=why))
    _settle(held, taking)
    _let_end_pass(held)
    resume_spans(held.alliance, taking.on)


def _take_back(held: Held, taking: Taking) -> None:
    """As if the end had not been proposed: before anybody replied, and where nothing else was to be decided then."""
    last = proposed(held.alliance)
    if replied(held.alliance):
        raise Refused(
            say("Somebody has replied already: the education bureau in charge decides whether it goes on.")
        )
    if last is None or last.source != State.APPROVED or too_few(held, without="", day=taking.on):
        raise Refused(
            say("More than this proposal is open: the education bureau in charge decides whether it goes on.")
        )
    held.alliance.next_day = None
    _let_end_pass(held)


def _let_end_pass(held: Held) -> None:
    """What was listed for this end is not handed over; another end begins its own list."""
    held.alliance.ground, held.alliance.proposer = "", ""
    HandOver.objects.filter(alliance=held.alliance).update(lapsed=True)


def _end(held: Held, taking: Taking) -> None:
    """After all others replied, or the time for it is over, and with a hand-over list that names every kind."""
    silent = silent_parties(held.alliance, held.parties)
    due = held.alliance.next_day
    if silent and due is not None and taking.on <= due:
        raise Refused(say("The other side may still reply until {day}.", day=due))
    listed = {one.kind for one in hand_overs(held.alliance)}
    missing = [kind.label for kind in HandOverKind if kind.value not in listed]
    if missing:
        raise Refused(say("The hand-over list says nothing about: {kinds}.", kinds=tuple(missing)))
    close_spans(held.alliance, taking.on)
    end_memberships(held.alliance, taking.on, Ground(held.alliance.ground))
    held.alliance.next_day = None


def _later(taking: Taking) -> date:
    if taking.deadline is None or taking.deadline <= taking.on:
        raise Refused(say("Name a day that is still to come."), field="deadline")
    if why := why_not_day(taking.deadline):
        raise Refused(why, field="deadline")
    return taking.deadline


def _rectify_by(taking: Taking) -> date:
    deadline, most = _later(taking), periods().rectify_most_days
    if deadline > taking.on + timedelta(days=most):
        raise Refused(say("A rectification lasts at most {days} days.", days=most), field="deadline")
    return deadline


EFFECTS: dict[str, Effect] = {
    "decline": _nothing,
    "withdraw": _withdraw,
    "send_back": _nothing,
    "approve": _approve,
    "take_back_next": take_back_next,
    "decline_next": decline_next,
    "send_back_next": send_back_next,
    "approve_next": _next_in_force,
    "pause": _pause,
    "resume": _resume,
    "assess": _assess,
    "award": _settle,
    "keep": _settle,
    "renew": _renew,
    "criticise": _settle,
    "rectify": _rectify,
    "rectified": _settle,
    "fail_check": _fail_check,
    "fail_again": _fail_again,
    "propose_end": _propose_end,
    "end_with_honour": _end_with_honour,
    "reply": _nothing,
    "take_back": _take_back,
    "go_on": _go_on,
    "end": _end,
}
assert set(EFFECTS) <= set(STEPS)
PUTS_IN_FORCE = ("approve", "approve_next", "renew")
