"""The page of one alliance, and of one version of its agreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianmeng.alliances.actions.activities import OVER
from lianmeng.alliances.actions.drafting import text_now
from lianmeng.alliances.actions.photos import TAKES_PHOTOS
from lianmeng.alliances.models import Activity, Wish
from lianmeng.alliances.queries.around import around
from lianmeng.alliances.queries.dropped import DROPS, why_dropped
from lianmeng.alliances.queries.effect import why_not
from lianmeng.alliances.queries.history import version_on
from lianmeng.alliances.queries.interests import tied_to, who_frees
from lianmeng.alliances.queries.papers import files_around
from lianmeng.alliances.queries.parties import district_pairs
from lianmeng.alliances.queries.periods import reminders
from lianmeng.alliances.queries.record import (
    MOST_ACTIVITIES,
    Parted,
    Taken,
    Version,
    activities_from,
    declared_interest,
    exchanges,
    gifts,
    hand_overs,
    latest_activities,
    life_of,
    parted,
    versions_of,
    wishes_of,
)
from lianmeng.alliances.queries.tasks import marks_of
from lianmeng.alliances.rules.ahead import stages_ahead
from lianmeng.alliances.rules.content import content_of, why_not_signable
from lianmeng.alliances.rules.form import Party
from lianmeng.alliances.rules.life import BEFORE, ENDINGS, LIVING
from lianmeng.alliances.rules.rights import Delegated, authority_of, leads, may_see_photos, may_withdraw
from lianmeng.alliances.views.asking import may_see
from lianmeng.alliances.views.doors import Frame, frame_of
from lianmeng.alliances.views.showing import (
    answer_sentence,
    line_of_life,
    next_sentence,
    next_text_sentence,
    shown_state,
    wish_sentence,
)
from lianmeng.alliances.views.targets import shown_targets
from lianmeng.alliances.views.tasks import shown_plan
from lianmeng.alliances.views.then import asked_day, then, with_members
from lianmeng.alliances.views.ways import may_reply, ways_from, ways_of_text
from lianmeng.alliances.vocabulary import HandOverKind, PartyKind, State, WishState
from lianmeng.core.roles import CITY
from lianmeng.core.sentences import Sentence, say
from lianmeng.documents.queries.documents import documents_of
from lianmeng.documents.queries.files import Kept
from lianmeng.ledger.queries.entries import all_questions_of_alliance
from lianmeng.ledger.queries.sums import reciprocity_of
from lianmeng.people.queries.accounts import names_of
from lianmeng.schools.queries.glances import Glance, glances


@require_safe
def alliance(request: HttpRequest, alliance_id: str) -> HttpResponse:
    frame = frame_of(request, alliance_id)
    if (day := asked_day(request)) < frame.day:
        return then(request, frame, day)
    versions = versions_of(frame.alliance)
    now = _in_force(frame, versions)
    beside = around(frame.alliance, frame.actor, frame.day)
    why = why_not(frame.alliance, frame.day, now, beside.spans)
    life = life_of(frame.alliance, frame.names)
    declared = frame.asked.authority and beside.declared
    partial = declared or bool(frame.own) or frame.joins
    decides = frame.asked.authority and not partial
    page: dict[str, Any] = {
        "frame": frame,
        "alliance": frame.alliance,
        "title": answer_sentence(frame.alliance, effective=why is None),
        "state": shown_state(frame.alliance, effective=why is None),
        "why": why,
        "next": next_sentence(
            frame.alliance, versions[0].missing, [frame.name(one) for one in may_reply(frame, life)]
        ),
        "next_text": next_text_sentence(frame, versions[0]),
        "version": now,
        "versions": versions,
        "parties": _parties(frame, now, frame.parties, glances=(seen := _glances(frame))),
        **line_of_life(life),
        "ahead": stages_ahead(State(frame.state), now.content.term, frame.day, before=reminders().term_end),
        "ended": life[-1].day if frame.state == State.ENDED else None,
        "declared": declared,
        "nobody_free": _nobody_free(frame) if beside.tied else None,
        "ways": ways_from(frame, versions[0], life, partial=partial),
        **beside.kin,
        **with_members(frame),
    }
    page |= _ledger(frame)
    if frame.inside:
        page |= _targets(frame, now, seen, evidenced=beside.evidenced)
        page |= _inside(frame, versions, life, request.GET.get("page"), decides=decides)
    return render(request, "alliances/alliance.html", page)


def _nobody_free(frame: Frame) -> Sentence | None:
    """Where all who could decide are tied: said, so that nobody waits for them."""
    places = {authority_of(frame.parties), CITY}
    frees = None if frame.state == State.ENDED else who_frees(places, tied_to(frame.alliance))
    if frees is None:
        return None
    return say(
        "All officers who could decide here have declared a conflict of interest. Nothing is decided until somebody "
        "else is given the role of an officer; whoever gives it: {names}.",
        names=tuple(frees) or say("the security administrator"),
    )


def _in_force(frame: Frame, versions: list[Version]) -> Version:
    """The latest while none is."""
    return version_on(versions, frame.day) or versions[0]


@require_safe
def agreement(request: HttpRequest, alliance_id: str, number: int) -> HttpResponse:
    frame = frame_of(request, alliance_id)
    versions = versions_of(frame.alliance)
    found = next((one for one in versions if one.agreement.number == number), None)
    if found is None or not frame.inside:
        raise Http404
    page = {"frame": frame, "alliance": frame.alliance, "version": found}
    page |= {"parties": _parties(frame, found, found.content.parties), "joins": _joins(found)}
    is_open = found is versions[0] and _is_open(frame, found)
    life = life_of(frame.alliance, frame.names) if found.agreement.dropped or is_open else []
    page |= _signers([found], life) | shown_targets(frame.alliance, found.content, frame.day)
    marks = marks_of(frame.alliance, frame.day)
    stand = [one.public_id for those in marks.values() for one in those[-1:]]
    page["scans"], _, shown = files_around(alliance_id, [number], (), stand)
    holds = found is _in_force(frame, versions)
    page["plan"] = shown_plan(frame, found, frame.day, holds=holds, marks=marks, files=shown)
    page["dropped"] = why_dropped(found.agreement)
    page |= _writing(frame, versions[0], found)
    if is_open:
        partial = bool(frame.own) or frame.joins or declared_interest(frame.alliance, frame.actor.id)
        page["ways"] = ways_of_text(frame, found, life, partial=partial)
    page["documents"] = [
        one
        for one in documents_of(("alliance", alliance_id))
        if one.kind.code == "agreement" and one.row.day == found.agreement.approved_on
    ]
    page["taken_over"] = found.agreement.approved_on and not page["documents"]
    return render(request, "alliances/agreement.html", page)


def _is_open(frame: Frame, newest: Version) -> bool:
    """Whether the newest text is still to be signed or approved."""
    is_over = newest.agreement.dropped or newest.agreement.pk == frame.alliance.in_force_id
    return not is_over and frame.state in (*BEFORE, *LIVING)


def _writing(frame: Frame, newest: Version, seen: Version) -> dict[str, Any]:
    """Whether the reader may write, the text with which a change begins, and whether it is the one that is seen."""
    changes = frame.asked.party and frame.state in (*BEFORE, *LIVING)
    begins_with = text_now(frame.alliance, newest.agreement)
    return {
        "changes": changes,
        "begins_with": begins_with,
        "takes_out": changes and seen.agreement == begins_with,
    }


def _joins(version: Version) -> Sentence | None:
    """Who becomes a member with it."""
    names = tuple(one.name for one in version.content.newcomers(()))
    return (
        say("With this version joins, from the day on which it takes effect: {names}", names=names)
        if names
        else None
    )


def _parties(
    frame: Frame, version: Version, parties: Sequence[Party], *, glances: Mapping[str, Glance] | None = None
) -> list[dict[str, Any]]:
    """With `glances`, as they stand today: of who is still to begin, the first day and what the approved text says."""
    form, coming = frame.form, frame.to_come if glances is not None else ()
    begins = {one.party: one.since for one in frame.members if one.party in coming and not one.until}
    approved = content_of(frame.alliance.in_force.content) if begins and frame.alliance.in_force else None
    return [
        {
            "party": one,
            "role": form.role(one.role),
            "since": begins.get(one.party),
            "gives": (approved if approved and one.party in begins else version.content).given_by(one.party),
            "glance": glances.get(one.party) if glances else None,
        }
        for one in parties
    ]


def _glances(frame: Frame) -> Mapping[str, Glance]:
    if frame.form.of != PartyKind.SCHOOLS:
        return {}
    return glances((one.party for one in frame.parties), frame.day)


def _targets(frame: Frame, now: Version, seen: Mapping[str, Glance], *, evidenced: bool) -> dict[str, Any]:
    latest = next((one.year for one in seen.values()), None)
    return shown_targets(frame.alliance, now.content, frame.day, evidenced=evidenced, latest=latest)


def _ledger(frame: Frame) -> dict[str, Any]:
    """Two parties on one scale; more than two as a table."""
    given = gifts(frame.alliance)
    if len(frame.parties) == len(frame.names) == 2:
        return {
            "exchanges": exchanges(given, frame.parties[0].party),
            "reciprocity": reciprocity_of(given),
        }
    return {"gifts": [(frame.name(one.giver), frame.name(one.receiver), one) for one in given]}


def _inside(
    frame: Frame, versions: list[Version], life: list[Taken], at: str | None, *, decides: bool
) -> dict[str, Any]:
    latest, many = latest_activities(frame.alliance)
    page = Paginator(range(many), MOST_ACTIVITIES).get_page(at)
    if page.number > 1:
        latest = activities_from(frame.alliance, page.start_index() - 1)
    seen = [one.public_id for one in latest] if may_see_photos(frame.actor, frame.parties) else []
    marks, now = marks_of(frame.alliance, frame.day), _in_force(frame, versions)
    stand = [one.public_id for those in marks.values() for one in those[-1:]]
    kept, photos, shown = files_around(frame.alliance.public_id, _numbers(versions), seen, stand)
    documents = documents_of(("alliance", frame.alliance.public_id))
    return {
        "inside": True,
        "plan": shown_plan(frame, now, frame.day, holds=True, marks=marks, files=shown),
        "page": page,
        "activities": _activities(frame, latest, photos, decides=decides),
        "documents": documents,
        # What is approved here makes its agreement a document: without one it was approved elsewhere.
        "taken_over": frame.alliance.since and not any(one.row.kind == "agreement" for one in documents),
        "questions": list(_questions(frame)),
        **_hand_overs(frame),
        "scans": kept,
        **_signers(versions, life, _running(frame)),
        "undefined": _undefined(frame, versions[0]),
        **_writing(frame, versions[0], now),
        "may_give_evidence": frame.asked.party and frame.state in LIVING,
    }


def _undefined(frame: Frame, newest: Version) -> list[Sentence]:
    """All that a draft still lacks, so that nobody learns it piece by piece from refusals."""
    if frame.state != State.DRAFT:
        return []
    paired = [districts for _, districts in district_pairs(frame.day)]
    return why_not_signable(newest.content, frame.form, paired)


def _activities(
    frame: Frame, latest: list[Activity], photos: Mapping[str, list[Kept]], *, decides: bool
) -> list[dict[str, Any]]:
    parts, wishes = parted(latest), wishes_of(latest)
    return [
        _activity(frame, one, parts[one.pk], wishes.get(one.pk), decides=decides)
        | {"photos": photos.get(one.public_id, ()), "takes_photos": one.state in TAKES_PHOTOS}
        for one in latest
    ]


def _hand_overs(frame: Frame) -> dict[str, Any]:
    """There is a list only at the end; kinds of which it says nothing yet keep it from ending."""
    if frame.state not in (*ENDINGS, State.ENDED):
        return {}
    listed = hand_overs(frame.alliance)
    open_kinds = {kind.value: kind.label for kind in HandOverKind if frame.state in ENDINGS}
    for one in listed:
        open_kinds.pop(one.kind, None)
    return {
        "hand_overs": [(one, frame.name(one.receiver)) for one in listed],
        "not_listed": list(open_kinds.values()),
    }


def _questions(frame: Frame) -> Iterator[tuple[Any, str, bool]]:
    """Those that the reader may see, with the school's name and whether it is the reader's to answer."""
    for one in all_questions_of_alliance(frame.alliance.public_id):
        if may_see(frame, one):
            yield one, frame.name(one.school), leads(frame.actor, one.school)


def _numbers(versions: list[Version]) -> list[int]:
    return [one.agreement.number for one in versions]


def _running(frame: Frame) -> list[Delegated]:
    """Delegations that the reader gave, or may take back."""
    own = (*frame.own, *frame.leads_joining)
    return [one for one in frame.signing if one.party in own and frame.day < one.until]


def _signers(
    versions: list[Version], life: Sequence[Taken], delegations: Sequence[Delegated] = ()
) -> dict[str, Any]:
    """Who signed each version, and by which step it was dropped, with the name of who took it."""
    signers = [sign.signed_by for one in versions for sign in one.signatures]
    drops = {one.row.agreement: one for one in life if one.step.code in DROPS}
    droppers = (one.row.by for one in drops.values())
    names = names_of([*signers, *droppers, *(one.person for one in delegations)])
    return {
        "delegations": [(one, names.get(one.person, "")) for one in delegations],
        "signed": [
            (
                one,
                [(_name_in(one, sign.party), names.get(sign.signed_by, ""), sign) for sign in one.signatures],
                (drop := drops.get(one.agreement.number)) and (drop, names.get(drop.row.by, "")),
            )
            for one in versions
        ],
    }


def _name_in(version: Version, party: str) -> str:
    return next((one.name for one in version.content.parties if one.party == party), party)


def _activity(
    frame: Frame, one: Activity, parts: Parted, wish: Wish | None, *, decides: bool
) -> dict[str, Any]:
    live = one.state not in OVER
    withdrawable = live and not parts.booked
    return {
        "activity": one,
        "giver": frame.name(one.giver),
        "gone": [frame.name(party) for party in parts.gone],
        "waiting": [frame.name(party) for party in parts.waiting] if live else [],
        "may_confirm": live and any(party in parts.waiting for party in frame.own),
        "may_withdraw": withdrawable
        and may_withdraw(frame.actor, one.recorded_for, frame.parties, decides=decides),
        **_wish(frame, one, parts, wish),
        "contested": parts.contested,
    }


def _wish(frame: Frame, one: Activity, parts: Parted, wish: Wish | None) -> dict[str, Any]:
    """What was asked last about what is booked, and whether the reader answers it or may ask."""
    asked = wish if wish is not None and wish.state == WishState.ASKED else None
    takes_part = one.giver in frame.own or any(party in parts.booked for party in frame.own)
    return {
        "wish": wish and wish_sentence(frame, one, wish),
        "to_answer": asked.public_id if asked and any(one in asked.waits_for for one in frame.own) else "",
        "to_take_back": asked.public_id if asked and asked.party in frame.own else "",
        "may_ask": parts.booked and asked is None and takes_part,
    }
