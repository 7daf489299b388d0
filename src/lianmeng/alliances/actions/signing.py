"""Offering, signing and delegating."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from lianmeng.alliances.actions.drafting import latest_version
from lianmeng.alliances.actions.holding import Held, Taking, checked, hold, moved, refuse_partial
from lianmeng.alliances.actions.telling import tell_of_delegating, tell_of_taking_back
from lianmeng.alliances.models import Agreement, Delegation, Signature
from lianmeng.alliances.queries.dropped import newcomers, why_dropped
from lianmeng.alliances.queries.effect import signed_by_all
from lianmeng.alliances.queries.forms import form_named
from lianmeng.alliances.queries.papers import paper_of
from lianmeng.alliances.queries.parties import delegations_for, district_pairs
from lianmeng.alliances.rules.content import content_of, why_not_day, why_not_signable
from lianmeng.alliances.rules.rights import leads, why_not_sign
from lianmeng.alliances.vocabulary import Capacity, State
from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.people.queries.accounts import names_of

SCAN_FIRST = say(
    "The bureau signs for no party. Bring the scan of the paper that the party stamped, then choose it here."
)


@transaction.atomic
def offer(public_id: str, *, seen: int | None, by: Actor, day: date | None = None) -> None:
    """From now on exactly this version can be signed."""
    held = hold(public_id, seen=seen, by=by)
    taking = Taking(day=day)
    step = checked(held, "offer", taking)
    version = latest_version(held.alliance)
    check_signable(version, taking.on)
    version.offered_at = timezone.now()
    version.save()
    moved(held, step, taking, agreement=version.number)


@transaction.atomic
def sign(
    public_id: str, party: str, digest: str, *, by: Actor, day: date | None = None, scan: str = ""
) -> None:
    """Sign the latest version, whose digest the signer saw, for a party; `scan`: of the stamped sheet for it."""
    held = hold(public_id, seen=None, by=by, day=day)
    taking = Taking(day=day, party=party)
    version, coming = latest_version(held.alliance), newcomers(held.alliance, held.parties)
    if party not in {one.party for one in (*held.parties, *coming)}:
        raise Refused(say("This is not a party of the alliance."), field="party")
    if why := why_dropped(version):
        raise Refused(why)
    if version.digest != digest:
        raise Refused(
            say(
                "The agreement has changed: version {number} is the one to sign. Read it and sign then.",
                number=version.number,
            )
        )
    paper = paper_of(public_id, version.number, scan) if scan else ""
    capacity = _capacity(held, party, day=taking.on, paper=paper)
    code = _code(held, version, party)
    held.asked = replace(held.asked, signatory=True)  # for this party, be it one that only joins
    step = checked(held, code, taking)
    if code == "sign_next":
        check_signable(version, taking.on)
    _add_signature(version, party, capacity, taking.on, by=by, paper=paper)
    moved(held, step, taking, agreement=version.number, party=party)


@transaction.atomic
def delegate(party: str, person: str, *, since: date, until: date, by: Actor, alliance: str = "") -> str:
    """Let a person sign for a party from a day until a day (exclusive); `alliance`: where they read of it."""
    if not leads(by, party):
        raise Refused(say("Only the legal representative delegates."))
    for day, name in ((since, "since"), (until, "until")):
        if why := why_not_day(day):
            raise Refused(why, field=name)
    if until <= since:
        raise Refused(say("The last day must come after the first."), field="until")
    if person == by.id:
        raise Refused(say("You sign yourself; delegate to somebody else."), field="person")
    made = Delegation.objects.create(party=party, person=person, since=since, until=until, given_by=by.id)
    record(
        say("Delegated signing to {person} until {until}", person=_named(person), until=until),
        by=by,
        place=party,
        subject=("delegation", made.public_id),
        person=person,
    )
    if alliance:
        tell_of_delegating(alliance, made)
    return made.public_id


@transaction.atomic
def take_back(alliance: str, delegation: str, *, by: Actor) -> None:
    """End a delegation today, before its day; `alliance`: where the delegate is told. What was signed stays."""
    found = Delegation.objects.select_for_update().filter(public_id=delegation).first()
    if found is None or not leads(by, found.party):
        raise Refused(say("Only the legal representative takes a delegation back."))
    today = timezone.localdate()
    if found.taken_back_on is not None:
        raise Refused(say("This delegation was taken back already."))
    if found.until <= today:
        raise Refused(say("This delegation is over already."))
    found.taken_back_on, found.taken_back_by = today, by.id
    found.save()
    record(
        say("Took the delegation to {person} back", person=_named(found.person)),
        by=by,
        place=found.party,
        subject=("delegation", delegation),
        person=found.person,
    )
    tell_of_taking_back(alliance, found, by=by.id)


def _named(person: str) -> str:
    """As the audit names them until they are erased."""
    return names_of([person]).get(person, person)


def check_signable(version: Agreement, day: date) -> None:
    """Refused with the first thing that is missing."""
    content = content_of(version.content)
    paired = [districts for _, districts in district_pairs(day)]
    if missing := why_not_signable(content, form_named(content.form, version=content.form_version), paired):
        raise Refused(missing[0])


def _capacity(held: Held, party: str, *, day: date, paper: str) -> Capacity:
    if paper and (held.asked.authority or leads(held.by, party)):
        if not leads(held.by, party):
            refuse_partial(held)
        return Capacity.PAPER
    own = [one for one in delegations_for([party]) if one.person == held.by.id]
    for on in (timezone.localdate(), day):  # who may no longer sign does not sign for an earlier day either
        capacity, why = why_not_sign(held.by, party, own, on)
        if why is not None:
            if held.asked.authority:
                refuse_partial(held)
                raise Refused(SCAN_FIRST, field="scan")
            raise Refused(why)
    assert capacity is not None
    return capacity


def _code(held: Held, version: Agreement, party: str) -> str:
    """Which row of the table a signature is: the last one of an offer completes it."""
    signed = set(Signature.objects.filter(agreement=version).values_list("party", flat=True))
    if party in signed:
        raise Refused(say("This party has signed this version already."))
    if held.alliance.state in (State.DRAFT, State.OFFERED, State.SIGNED):
        wanted = {one.party for one in content_of(version.content).parties}
        return "sign_last" if wanted <= signed | {party} else "sign"
    if version.pk == held.alliance.in_force_id:
        raise Refused(say("There is no next agreement to sign."))
    return "sign_next"


def _add_signature(
    version: Agreement, party: str, capacity: Capacity, day: date, *, by: Actor, paper: str
) -> None:
    own = Delegation.objects.filter(
        party=party, person=by.id, since__lte=day, until__gt=day, taken_back_on=None
    )
    Signature.objects.create(
        agreement=version,
        party=party,
        digest=version.digest,
        capacity=capacity.value,
        delegation=own.first() if capacity == Capacity.DELEGATE else None,
        paper=paper if capacity == Capacity.PAPER else "",
        day=day,
        signed_at=timezone.now(),
        signed_by=by.id,
    )
    if version.offered_at is None:
        version.offered_at = timezone.now()
        version.save()


def fully_signed_next(held: Held) -> Agreement:
    """The version after the one in force, signed by all; refused if there is none."""
    version = latest_version(held.alliance)
    if version.dropped or version.pk == held.alliance.in_force_id:
        raise Refused(say("There is no next agreement. A party proposes one, and all sign it first."))
    content = content_of(version.content)
    coming = content.newcomers(one.party for one in held.parties)
    if {one.party for one in content.parties} != {one.party for one in (*held.parties, *coming)}:
        raise Refused(
            say("Members have changed since the next agreement was proposed. A party proposes it again.")
        )
    if not signed_by_all(version):
        raise Refused(say("Not every party has signed the next agreement."))
    return version
