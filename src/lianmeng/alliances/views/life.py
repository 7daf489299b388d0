"""Signing, and the steps of the life."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from lianmeng.alliances.actions.drafting import latest_version
from lianmeng.alliances.actions.ending import HandedOver, hand_over
from lianmeng.alliances.actions.holding import TIED, Taking
from lianmeng.alliances.actions.members import let_member_leave
from lianmeng.alliances.actions.signing import SCAN_FIRST, delegate, offer, sign, take_back
from lianmeng.alliances.actions.steps import (
    EFFECTS,
    PUTS_IN_FORCE,
    declare_interest,
    follow_verdict,
    take_step,
)
from lianmeng.alliances.forms import (
    DelegateForm,
    HandOverForm,
    InterestForm,
    PlainForm,
    SignForm,
    StepForm,
    VerdictForm,
)
from lianmeng.alliances.models import Agreement, LifeStep
from lianmeng.alliances.queries.dropped import DROPS, why_dropped
from lianmeng.alliances.queries.effect import why_not
from lianmeng.alliances.queries.forms import form_of
from lianmeng.alliances.queries.papers import scans
from lianmeng.alliances.queries.pupils import pupils_of
from lianmeng.alliances.queries.record import declared_interest
from lianmeng.alliances.rules.form import pupils_told, why_not_leave
from lianmeng.alliances.rules.life import BEFORE, ENDINGS, LIVING, STEPS
from lianmeng.alliances.rules.rights import why_not_sign
from lianmeng.alliances.views.asking import asked_before
from lianmeng.alliances.views.doors import Frame, done, for_those, turned_away
from lianmeng.alliances.views.showing import shown_state
from lianmeng.alliances.vocabulary import LEAVING, Ground, HandOverKind, State, Verdict
from lianmeng.core.sentences import Sentence, say
from lianmeng.people.queries.accounts import names_of, roles_now
from lianmeng.web.steps import Deed, Done, answer


@for_those(lambda frame: True)
def step(request: HttpRequest, frame: Frame, code: str) -> HttpResponse:
    """Any row of the life that needs no more than words and days."""
    row = STEPS.get(code)
    if row is None or (code not in EFFECTS and code != "offer"):
        raise Http404
    if not (frame.asked.is_one(row.who) or (code == "decline_next" and frame.leads_joining)):
        return turned_away(request)

    def act(filled: dict[str, Any]) -> Done:
        if code == "offer":
            offer(frame.alliance.public_id, seen=filled["seen"], by=frame.actor, day=filled["day"])
        else:
            take_step(frame.alliance.public_id, code, _taking(filled), seen=filled["seen"], by=frame.actor)
        return done(frame, *_tell_all(frame, code))

    deed = _about(frame, _deed(frame, row.verb, StepForm, act, step=row, asked=frame.asked), code)
    decides = frame.state == State.ASSESSMENT and row.target and row.is_for_bureau(frame.asked)
    return answer(request, _with(deed, beside=(*deed.beside, *asked_before(frame))) if decides else deed)


@for_those(lambda frame: frame.asked.authority and frame.state in LIVING)
def leave(request: HttpRequest, frame: Frame) -> HttpResponse:
    row = STEPS["member_left"]

    def act(filled: dict[str, Any]) -> Done:
        let_member_leave(
            frame.alliance.public_id, filled["party"], _taking(filled), seen=filled["seen"], by=frame.actor
        )
        return done(frame, _tell(frame))

    grounds = [one for one in LEAVING if why_not_leave(frame.form, one) is None]
    deed = _deed(
        frame, row.verb, StepForm, act, step=row, asked=frame.asked, parties=frame.choices, grounds=grounds
    )
    lead = say("Where too few would stay for this form, the end of the whole alliance is proposed instead.")
    return answer(request, _about(frame, _with(deed, lead=lead)))


@for_those(lambda frame: frame.asked.authority and frame.state == State.ASSESSMENT)
def verdict(request: HttpRequest, frame: Frame) -> HttpResponse:
    """What the assessment found, and with it what follows: an award, going on, rectification or the end."""

    def act(filled: dict[str, Any]) -> Done:
        found = Verdict(filled["verdict"])
        follow_verdict(frame.alliance.public_id, found, _taking(filled), seen=filled["seen"], by=frame.actor)
        return done(frame, _tell(frame))

    follows = say(
        "What follows: “Excellent” awards it, “Target met” lets it go on, “Below standard” asks for rectification by "
        "the day you name, or criticises it if you name none, “Serious” proposes its end."
    )
    deed = _deed(frame, say("Record the verdict"), VerdictForm, act, step=STEPS["award"], asked=frame.asked)
    deed = _about(frame, deed)
    return answer(request, _with(deed, lead=follows, beside=(*deed.beside, *asked_before(frame))))


@for_those(lambda frame: bool(frame.signable) and frame.state != State.ENDED, told=True)
def sign_(request: HttpRequest, frame: Frame) -> HttpResponse:
    """For the parties that the reader may sign for; the bureau files stamped papers of any."""
    version, signable = latest_version(frame.alliance), frame.signable
    kept = [one for _, one in scans(frame.alliance.public_id, [version.number])]

    def act(filled: dict[str, Any]) -> Done:
        sign(
            frame.alliance.public_id,
            filled["party"],
            filled["digest"],
            by=frame.actor,
            day=filled["day"],
            scan=filled["scan"],
        )
        told = say(
            "Signed for {party}: version {number}, digest {digest}.",
            party=dict(signable)[filled["party"]],
            number=version.number,
            digest=version.digest[:12],
        )
        return done(frame, told)

    deed = _deed(
        frame,
        say("Sign version {number} of the agreement", number=version.number),
        SignForm,
        act,
        parties=signable,
        scans=[(one.public_id, one.name) for one in kept],
    )
    deed = _with(deed, **_text_to_sign(frame, version))
    why = _why_not_yet(frame, version, signable[0][0], scanned=bool(kept))
    return answer(request, _with(deed, lead=why) if why else deed)


def _why_not_yet(frame: Frame, version: Agreement, party: str, *, scanned: bool) -> Sentence | None:
    """What keeps the reader from signing for a party now, so that nobody learns it from a refusal."""
    if why := why_dropped(version):
        return why
    if frame.asked.signatory:
        return None
    if not frame.asked.authority:
        return why_not_sign(frame.actor, party, frame.signing, frame.day)[1]
    if declared_interest(frame.alliance, frame.actor.id):
        return TIED
    return None if scanned else SCAN_FIRST


@for_those(lambda frame: frame.asked.authority)
def interest(request: HttpRequest, frame: Frame) -> HttpResponse:
    def act(filled: dict[str, Any]) -> Done:
        declare_interest(frame.alliance.public_id, filled["text"], by=frame.actor)
        return done(frame, say("Your interest is declared; another officer decides on this alliance."))

    return answer(request, _deed(frame, say("Declare a conflict of interest"), InterestForm, act))


@for_those(lambda frame: (frame.asked.party or frame.asked.authority) and frame.state in ENDINGS)
def handing_over(request: HttpRequest, frame: Frame) -> HttpResponse:
    def act(filled: dict[str, Any]) -> Done:
        line = HandedOver(HandOverKind(filled["kind"]), filled["text"], filled["receiver"], filled["due"])
        hand_over(frame.alliance.public_id, line, seen=filled["seen"], by=frame.actor)
        return done(frame, say("The hand-over list has one more line."))

    return answer(request, _deed(frame, STEPS["hand_over"].verb, HandOverForm, act, parties=frame.choices))


@for_those(lambda frame: bool(frame.asked.party or frame.leads_joining) and frame.state in (*BEFORE, *LIVING))
def delegating(request: HttpRequest, frame: Frame) -> HttpResponse:
    """To somebody who holds a role at the party."""
    party = (frame.own or frame.leads_joining)[0]
    held = roles_now(localdate()).filter(place=party).select_related("account")
    others = held.exclude(account__public_id=frame.actor.id)
    people = sorted({(one.account.public_id, one.account.name) for one in others})

    def act(filled: dict[str, Any]) -> Done:
        days = {"since": filled["since"], "until": filled["until"]}
        delegate(party, filled["person"], **days, by=frame.actor, alliance=frame.alliance.public_id)
        name = dict(people)[filled["person"]]
        return done(frame, say("{name} may sign until {until}.", name=name, until=filled["until"]))

    called = dict(frame.signable)[party]
    title = say("Delegate signing for {party}", party=called)
    nobody = say("Nobody else holds a role at {party} today. Who shall sign gets one first.", party=called)
    deed = _deed(frame, title, DelegateForm, act, people=people)
    return answer(request, deed if people else _with(deed, lead=nobody, shut=True))


@for_those(lambda frame: bool(frame.asked.party or frame.leads_joining))
def taking_back(request: HttpRequest, frame: Frame, delegation_id: str) -> HttpResponse:
    found = next((one for one in frame.signing if one.public_id == delegation_id), None)
    if found is None:
        raise Http404
    if found.party not in (*frame.own, *frame.leads_joining):
        return turned_away(request)
    name = names_of([found.person]).get(found.person, "")

    def act(filled: dict[str, Any]) -> Done:
        take_back(frame.alliance.public_id, delegation_id, by=frame.actor)
        return done(
            frame,
            say("{name} signs no more from today on, and is told.", name=name),
            say("What {name} signed before stays signed.", name=name),
        )

    title = say("Take back the delegation of {name} for {party}", name=name, party=frame.name(found.party))
    return answer(request, _deed(frame, title, PlainForm, act))


def _deed(
    frame: Frame, title: Sentence, form: Any, act: Callable[[dict[str, Any]], Done], **choices: Any
) -> Deed:
    return Deed(
        title=title,
        verb=title,
        form=form,
        act=act,
        crumbs=frame.crumbs,
        initial={"seen": frame.alliance.turn},
        choices=choices,
    )


def _about(frame: Frame, deed: Deed, code: str = "") -> Deed:
    """With the alliance and its parties named, and the text where a step puts one in force: on the confirmation too."""
    in_force = code in PUTS_IN_FORCE
    parties = [*frame.parties, *(frame.newcomers if in_force else ())]
    told = say(
        "It is about {number}, “{title}”. The parties: {names}.",
        number=frame.alliance.number,
        title=frame.alliance.title,
        names=tuple(one.name for one in parties),
    )
    if not in_force:
        return _with(deed, beside=(told,))
    version = latest_version(frame.alliance)
    text = say(
        "Read version {number} of the agreement first. Exactly that text is decided on; its digest is {digest}.",
        number=version.number,
        digest=version.digest[:12],
    )
    return _with(deed, beside=(told, text), crumbs=(*deed.crumbs, _way_to_text(frame, version)))


def _way_to_text(frame: Frame, version: Agreement) -> tuple[Sentence, str]:
    address = reverse("alliances:agreement", args=[frame.alliance.public_id, version.number])
    return say("Agreement, version {number}", number=version.number), address


def _text_to_sign(frame: Frame, version: Agreement) -> dict[str, Any]:
    """The way to the text, and the digest that ties the signature to it."""
    scan = reverse("alliances:scan", args=[frame.alliance.public_id])
    return {
        "initial": {"digest": version.digest},
        "verb": say("Sign"),
        "lead": say(
            "Read version {number} first. You sign exactly that text; its digest is {digest}.",
            number=version.number,
            digest=version.digest[:12],
        ),
        "crumbs": (
            *frame.crumbs,
            _way_to_text(frame, version),
            *([(say("Bring the scan of a stamped paper"), scan)] if frame.stamping else []),
        ),
    }


def _with(deed: Deed, **other: Any) -> Deed:
    return replace(deed, **other)


def _taking(filled: dict[str, Any]) -> Taking:
    ground = filled.get("ground")
    return Taking(
        reason=filled.get("reason", ""),
        evidence=filled.get("evidence", ""),
        deadline=filled.get("deadline"),
        ground=Ground(ground) if ground else None,
        authoriser=filled.get("authoriser", ""),
        no_interest=bool(filled.get("no_interest")),
        day=filled.get("day"),
    )


def _tell_of_drop(frame: Frame) -> list[Sentence]:
    why = why_dropped(latest_version(frame.alliance))
    stays = say(
        "It stays among the versions to be read, with the signatures it has; the agreement in force stays in force."
    )
    return [why, stays] if why else []


def _tell_all(frame: Frame, code: str) -> list[Sentence]:
    """The bureau reads how many pupils there are before it confirms, where the form sets a limit."""
    told = [_tell(frame), *(_tell_of_drop(frame) if code in DROPS else ())]
    if code not in PUTS_IN_FORCE:
        return told
    form = form_of(frame.alliance)
    return [*told, *pupils_told(form, pupils_of(form, frame.parties, frame.day))]


def _tell(frame: Frame) -> Sentence:
    """What was done, from the record itself: leaving may have become an end. The state, where that says more."""
    frame.alliance.refresh_from_db()
    last = LifeStep.objects.filter(alliance=frame.alliance).latest("pk")
    effective = why_not(frame.alliance, frame.day) is None
    number, told = frame.alliance.number, STEPS[last.code].label
    state = shown_state(frame.alliance, effective=effective).label
    if told == state or last.source == last.target:
        return say("{number}: {step}.", number=number, step=told)
    return say("{number}: {step}. It is now “{state}”.", number=number, step=told, state=state)
