"""An alliance as its pages see it, and who gets to a form about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from lianmeng.alliances.actions.holding import CHANGED
from lianmeng.alliances.forms import PlainForm
from lianmeng.alliances.models import Alliance, Membership
from lianmeng.alliances.queries.dropped import newcomers
from lianmeng.alliances.queries.forms import form_named, form_of
from lianmeng.alliances.queries.parties import (
    alliance_with_members,
    delegations_for,
    parties_of,
    party_names,
    to_come,
)
from lianmeng.alliances.rules.form import Form, Party
from lianmeng.alliances.rules.life import Asked
from lianmeng.alliances.rules.rights import (
    Delegated,
    asked_by,
    delegates_on,
    leads,
    may_see,
    may_see_inside,
    own_parties,
    why_not_sign,
)
from lianmeng.alliances.vocabulary import State
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import Role
from lianmeng.core.sentences import Sentence, say
from lianmeng.web.asking import asker
from lianmeng.web.steps import Deed, Done, answer

form_verbs = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Frame:
    """The alliance, its parties with their names of today, and what the reader is to it.

    `members` are all that are, were or are to be parties, `names` what they are called.
    """

    alliance: Alliance
    members: list[Membership]
    parties: list[Party]
    names: dict[str, str]
    asked: Asked
    delegations: list[Delegated]
    actor: Actor
    day: date
    to_come: frozenset[str] = frozenset()  # members whose first day is still to come

    @property
    def state(self) -> State:
        return State(self.alliance.state)

    @cached_property
    def form(self) -> Form:
        return form_of(self.alliance)

    @cached_property
    def newcomers(self) -> list[Party]:
        """Whom the next agreement names to join, for those who may see it: they read it before they sign."""
        return newcomers(self.alliance, self.parties) if self.alliance.in_force_id else []

    @cached_property
    def inside(self) -> bool:
        return (
            may_see_inside(self.actor, self.parties, delegates_on(self.delegations, self.day)) or self.joins
        )

    @cached_property
    def joins(self) -> bool:
        """Whether a school that is to join is the reader's to lead, or to sign for."""
        mine = [one for one in self.signing if one.person == self.actor.id and self.day < one.until]
        coming = {one.party for one in self.newcomers} if self.leads_joining or mine else set()
        return bool(self.leads_joining) or any(one.party in coming for one in mine)

    @cached_property
    def leads_joining(self) -> list[str]:
        """Those of the reader that are to join, or whose first day is still to come."""
        schools = self.actor.places(Role.SCHOOL_LEADER) - {one.party for one in self.parties}
        coming = [one.party for one in self.newcomers if one.party in schools] if schools else []
        return [*(one for one in self.own if one in self.to_come), *coming]

    @cached_property
    def signing(self) -> list[Delegated]:
        """The delegations by the parties, and by schools that are to join where the reader holds a role."""
        places = {place for _, place in self.actor.roles} - {one.party for one in self.parties}
        coming = [one.party for one in self.newcomers if one.party in places] if places else []
        return [*self.delegations, *(delegations_for(coming) if coming else ())]

    @cached_property
    def signable(self) -> list[tuple[str, str]]:
        """Parties for which the reader signs, or could at other times: those are told when, or since when no longer."""
        delegated = {one.party for one in self.signing if one.person == self.actor.id}
        return [
            (one.party, one.name)
            for one in (*self.parties, *self.newcomers)
            if self.asked.authority or leads(self.actor, one.party) or one.party in delegated
        ]

    @cached_property
    def stamping(self) -> list[tuple[str, str]]:
        """Parties whose stamped paper the reader may bring: the bureau any, and who signs for one today."""
        return [
            (party, name)
            for party, name in self.signable
            if self.asked.authority or why_not_sign(self.actor, party, self.signing, self.day)[0]
        ]

    @cached_property
    def own(self) -> list[str]:
        return own_parties(self.actor, [one.party for one in self.parties])

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(one.party, one.name) for one in self.parties]

    def name(self, party: str) -> str:
        return self.names.get(party, party)

    @cached_property
    def address(self) -> str:
        return reverse("alliances:alliance", args=[self.alliance.public_id])

    @property
    def crumbs(self) -> tuple[tuple[Sentence | str, str], ...]:
        return ((say("Alliances"), reverse("alliances:alliances")), (self.alliance.number, self.address))


def frame_of(request: HttpRequest, alliance_id: str, *, told: bool = False) -> Frame:
    """404 for what is not there, and for what its reader may not know of.

    `told`: who was or will be a delegate gets in too, to be told so; what is inside stays closed.
    """
    found = alliance_with_members(alliance_id)
    if found is None:
        raise Http404
    alliance, members = found
    day, actor = localdate(), asker(request)
    parties, later = parties_of(alliance, members), to_come(alliance, members, day)
    ever = {one.party for one in members}
    names = party_names(form_named(alliance.form).of, ever, day)
    named = [Party(one.role, one.party, names.get(one.party, one.party), one.district) for one in parties]
    delegations = delegations_for(one.party for one in parties)
    frame = Frame(
        alliance,
        members,
        named,
        names,
        asked_by(
            actor,
            named,
            delegations,
            day=day,
            proposer=alliance.proposer,
            to_come=later,
        ),
        delegations,
        actor,
        day,
        later,
    )
    delegates = [one.person for one in delegations] if told else delegates_on(delegations, day)
    if not may_see(actor, named, delegates, approved=alliance.since is not None):
        raise Http404
    return frame


def turned_away(request: HttpRequest) -> HttpResponse:
    """The answer to somebody who may not: sign in first, or no."""
    if not asker(request).id:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied


View = Callable[..., HttpResponse]


def for_those(may: Callable[[Frame], bool], *, told: bool = False) -> Callable[[View], View]:
    """A form about an alliance for those who may; to all others that may not see it, it is not there."""

    def door(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, alliance_id: str, **more: Any) -> HttpResponse:
            frame = frame_of(request, alliance_id, told=told)
            return view(request, frame, **more) if may(frame) else turned_away(request)

        return form_verbs(opened)

    return door


def line_gone(request: HttpRequest, frame: Frame) -> HttpResponse:
    """404 for a line that the text does not have; whoever sends a form about it is told that it had it before."""
    if request.method != "POST":
        raise Http404

    def act(filled: dict[str, Any]) -> Done:
        raise Refused(CHANGED)

    title, back = say("This line is no longer there."), say("Open the alliance")
    return answer(request, Deed(title, back, PlainForm, act, lead=CHANGED, crumbs=frame.crumbs, shut=True))


def done(frame: Frame, *tells: Sentence) -> Done:
    return Done(frame.address, tells)
