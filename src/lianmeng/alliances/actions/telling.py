"""Who hears of a step, and who is asked for the next one. Notices of the step before are closed by the step itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.timezone import localdate

from lianmeng.alliances.models import Activity, Agreement, Delegation, LifeStep, Part, Signature, Wish
from lianmeng.alliances.models.alliances import Alliance, held_on
from lianmeng.alliances.queries.dropped import next_agreement
from lianmeng.alliances.queries.forms import form_named
from lianmeng.alliances.queries.interests import is_nobody_free, tied_to
from lianmeng.alliances.queries.parties import parties_of, party_names
from lianmeng.alliances.rules.calls import (
    ABOUT_NEXT,
    BESIDE,
    CALLS,
    CONFIRM,
    DECIDE,
    DECISION_VERB,
    GOES_ON,
    INFORMED,
    NOBODY_FREE,
    NOBODY_THERE,
    ONES_OWN,
    OVER,
    SIGN,
    Called,
    Whom,
)
from lianmeng.alliances.rules.content import content_of
from lianmeng.alliances.rules.form import Party
from lianmeng.alliances.rules.life import LIVING, STEPS, TO_DECIDE
from lianmeng.alliances.rules.rights import authority_of, seats
from lianmeng.alliances.vocabulary import WishKind, WishState
from lianmeng.core.roles import CITY
from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.notices.actions.telling import close, close_for, let_pass, tell, tell_accounts
from lianmeng.notices.vocabulary import Tidings

MOST_NAMES = 3  # of parties in a notice; the rest is counted


def tell_of_step(alliance: Alliance, parties: list[Party], taken: LifeStep) -> None:
    """Close what the step did, ask those who act next, and let the others know."""
    content = content_of(Agreement.objects.filter(alliance=alliance).order_by("-number")[0].content)
    if taken.code in ABOUT_NEXT:
        parties = [*parties, *content.newcomers(one.party for one in parties)]
    if taken.code in ONES_OWN:
        close(_about(alliance, taken), by=taken.by, place=taken.party)
    if taken.code in BESIDE:
        close_for_who_left(alliance, taken.party, by=taken.by)
    if taken.code in ONES_OWN or taken.code in BESIDE:
        let_pass(_about(alliance, taken))
    if taken.code in BESIDE:
        _inform(alliance, parties, taken, asked=set())
    if taken.code not in CALLS:
        return
    waiting = _unsigned(alliance)
    if taken.code in ONES_OWN and waiting:
        _inform(alliance, parties, taken, asked=set(waiting))  # who has still to sign is asked already
        return
    close(_about(alliance, taken), by=taken.by)
    if taken.code in OVER:
        close(("next_agreement", alliance.public_id), by=taken.by)
    _inform(alliance, parties, taken, asked=_ask(alliance, parties, taken, waiting))
    everybody = [*parties, *content.newcomers(one.party for one in parties)]
    is_still_next = taken.code in GOES_ON and next_agreement(alliance)
    if is_still_next and {one.party for one in content.parties} == {one.party for one in everybody}:
        again = LifeStep(code="sign_next", by=taken.by, day=taken.day)  # its notices were closed with the end
        _ask(alliance, everybody, again, waiting)


def close_for_who_left(alliance: Alliance, party: str, *, by: str) -> None:
    """It neither replies nor signs any more."""
    for about in ("alliance", "next_agreement"):
        close((about, alliance.public_id), by=by, place=party)


def _ask(alliance: Alliance, parties: list[Party], taken: LifeStep, waiting: list[str]) -> set[str]:
    """Those who act next, by the table, but nobody who is tied to a party; where nobody is left in a district's
    office, the city's officers hear of it."""
    place, found = authority_of(parties), called_upon(alliance, parties)
    districts = {one.party for one in parties if one.party == one.district} | {place} - {CITY}
    asked: set[str] = set()
    for call in _calls(taken.code, waiting):
        whom = waiting if call.whom == Whom.UNSIGNED else found[call.whom]
        tidings = _tidings(alliance, taken, call)
        tied = tied_to(alliance) if call.whom == Whom.AUTHORITY else frozenset()
        reached = tell(tidings, seats(whom), but_not=tied)
        if districts & set(whom) - reached:
            why = NOBODY_FREE if tied else NOBODY_THERE
            tell(replace(tidings, why=why), seats([CITY]), but_not=tied)
        if call.whom == Whom.UNSIGNED:
            _tell_delegates(tidings, whom, taken)
        asked |= set(whom) & reached if tied else set(whom)
    return asked


def _inform(alliance: Alliance, parties: list[Party], taken: LifeStep, *, asked: set[str]) -> None:
    others = {*(one.party for one in parties), taken.party, authority_of(parties)} - asked - {""}
    tell(_tidings(alliance, taken, INFORMED), seats(others), but_not={taken.by})


def called_upon(alliance: Alliance, parties: list[Party]) -> dict[Whom, list[str]]:
    """The places of those that a step may ask, but for those that have not signed."""
    names = [one.party for one in parties]
    return {
        Whom.PARTIES: names,
        Whom.OTHERS: [one for one in names if one != alliance.proposer],
        Whom.AUTHORITY: [authority_of(parties)],
    }


def tell_of_activity(activity: Activity) -> None:
    """Ask every side that has not confirmed yet."""
    waiting = Part.objects.filter(activity=activity, confirmed_at__isnull=True, contested="")
    tell(confirmation_of(activity), seats(waiting.values_list("party", flat=True)))


def confirmation_of(activity: Activity) -> Tidings:
    alliance = activity.alliance
    return Tidings(
        subject=("activity", activity.public_id),
        occasion="confirm",
        what=named(alliance, say("Activity recorded")),
        why=say("You lead a party that took part: it counts when your side says that it was so."),
        verb=say("Confirm it, or say what was different"),
        address=f"alliances/{alliance.public_id}/activities/{activity.public_id}/confirm/",
        asks=True,
        topic=CONFIRM,
    )


def tell_of_contest(activity: Activity, party: str, parties: list[Party], *, by: str) -> None:
    """The side that contests has answered; the side that recorded is asked, or the bureau, if that side left."""
    alliance, about = activity.alliance, ("activity", activity.public_id)
    is_here = activity.recorded_for in {one.party for one in parties}
    close(about, by=by, place=party)
    tidings = Tidings(
        subject=about,
        occasion=f"contest:{party}",
        what=named(alliance, say("Activity contested")),
        why=say("Your side recorded it: withdraw it, or agree with the other side on what was.")
        if is_here
        else say(
            "The side that recorded it has left: withdraw it, or let those who are left agree on what was."
        ),
        verb=say("Look at it"),
        address=f"alliances/{alliance.public_id}/",
        asks=True,
    )
    tell(tidings, seats([activity.recorded_for if is_here else authority_of(parties)]))


def tell_of_lapse(activity: Activity, *, by: str) -> None:
    """All sides that are left."""
    tidings = Tidings(
        subject=("activity", activity.public_id),
        occasion="lapsed",
        what=named(activity.alliance, say("Activity lapsed")),
        why=say(
            "Your side took part; another side left the alliance before it confirmed, so nothing is booked."
        ),
        verb=say("Look at it"),
        address=f"alliances/{activity.alliance.public_id}/",
    )
    left = Part.objects.filter(activity=activity, lapsed=False).values_list("party", flat=True)
    tell(tidings, seats(left), but_not={by})


def tell_of_too_many_pupils(alliance: Alliance, parties: list[Party]) -> None:
    """The bureau in charge: what the register did is done, and the next agreement will be refused."""
    tidings = Tidings(
        subject=("alliance", alliance.public_id),
        occasion=f"pupils:{alliance.turn}",
        what=named(alliance, say("More pupils than its form allows")),
        why=say(
            "Another school took a member's place. No next agreement or renewal is approved with so many."
        ),
        verb=INFORMED.verb,
        address=f"alliances/{alliance.public_id}/",
    )
    tell(tidings, seats([authority_of(parties)]))


def tell_of_correction(alliance: Alliance, entry: str, parties: list[str], *, by: str) -> None:
    """Both sides of an entry that the bureau corrected."""
    tidings = Tidings(
        subject=("entry", entry),
        occasion="corrected",
        what=named(alliance, say("Entry of the ledger corrected")),
        why=say("It stands for what your side gave or received."),
        verb=say("Look at the entries"),
        address=f"alliances/{alliance.public_id}/ledger/",
        asks=False,
    )
    tell(tidings, seats(parties), but_not={by})


def tell_of_wish(alliance: Alliance, wish: Wish) -> None:
    """Ask those that have to agree before anything booked is changed."""
    tell(agreement_to(alliance, wish), seats(wish.waits_for))


def agreement_to(alliance: Alliance, wish: Wish) -> Tidings:
    activity = wish.activity.public_id
    return Tidings(
        subject=("wish", wish.public_id),
        occasion="asked",
        what=named(alliance, said_of(WishKind(wish.kind), WishState.ASKED)),
        why=say("It is booked for your side too: nothing changes until your side agrees."),
        verb=say("Agree or refuse"),
        address=f"alliances/{alliance.public_id}/activities/{activity}/wishes/{wish.public_id}/",
        asks=True,
    )


def close_wish(wish: Wish, *, by: str, party: str = "") -> None:
    close(("wish", wish.public_id), by=by, place=party)


def tell_of_answer(alliance: Alliance, wish: Wish, parties: list[str], *, by: str) -> None:
    """All for whom something is booked, once the wish is answered."""
    tidings = Tidings(
        subject=("wish", wish.public_id),
        occasion="answered",
        what=named(alliance, said_of(WishKind(wish.kind), WishState(wish.state))),
        why=say("It stands for what your side gave or received."),
        verb=say("Look at it"),
        address=f"alliances/{alliance.public_id}/",
        asks=False,
    )
    tell(tidings, seats(parties), but_not={by})


def said_of(kind: WishKind, state: WishState) -> Sentence:
    return say("{kind}: {step}", kind=kind.label, step=state.label)


def tell_of_questions(alliance: Alliance, asked: Iterable[tuple[str, str]]) -> None:
    """The school that a question is put to hears of it first, and answers."""
    for question, school in asked:
        tell(question_of(alliance, question), seats([school]))


def question_of(alliance: Alliance, question: str) -> Tidings:
    return Tidings(
        subject=("question", question),
        occasion="asked",
        what=named(alliance, say("A question about its records")),
        why=say("It is put to the school that you lead. It is a question, no verdict."),
        verb=say("Answer the question"),
        address=f"alliances/{alliance.public_id}/questions/{question}/",
        asks=True,
    )


def close_activity(activity: Activity, *, by: str, party: str = "") -> None:
    close(("activity", activity.public_id), by=by, place=party)


def close_contest(activity: Activity, parties: list[Party], *, by: str) -> None:
    """The side that contested says now that it was so: nobody has to clear it up any more."""
    for place in (activity.recorded_for, authority_of(parties)):
        close_activity(activity, by=by, party=place)


def _tidings(alliance: Alliance, taken: LifeStep, call: Called) -> Tidings:
    return Tidings(
        subject=_about(alliance, taken),
        occasion=str(alliance.turn),
        what=named(alliance, STEPS[taken.code].label),
        why=call.why,
        verb=call.verb,
        address=f"alliances/{alliance.public_id}/{call.page}",
        asks=call is not INFORMED,
        due=alliance.next_day if call.dated else None,
        topic=call.topic,
    )


def _about(alliance: Alliance, taken: LifeStep) -> tuple[str, str]:
    """A next agreement is signed beside the life of the one in force, and closes nothing of it."""
    return ("next_agreement" if taken.code in ABOUT_NEXT else "alliance", alliance.public_id)


def named(alliance: Alliance, step: Sentence) -> Sentence:
    """By its form, the names of its parties in the register, and its number: its title is what somebody wrote."""
    form, parties = form_named(alliance.form), [one.party for one in parties_of(alliance)]
    found = party_names(form.of, parties, localdate())
    names: tuple[object, ...] = tuple(found[one] for one in parties if one in found)
    if len(names) > MOST_NAMES:
        names = (
            *names[:MOST_NAMES],
            say_count("and {count} other", "and {count} others", len(names) - MOST_NAMES),
        )
    return say(
        "{kind}, {names} ({number}): {step}", kind=form.label, names=names, number=alliance.number, step=step
    )


def _calls(code: str, waiting: list[str]) -> tuple[Called, ...]:
    """After the last signature of a next agreement nobody is left to sign: it is the bureau's turn."""
    return CALLS["signed_next" if code == "sign_next" and not waiting else code]


def _unsigned(alliance: Alliance) -> list[str]:
    version = Agreement.objects.filter(alliance=alliance).order_by("-number")[0]
    signed = set(Signature.objects.filter(agreement=version).values_list("party", flat=True))
    return [one.party for one in content_of(version.content).parties if one.party not in signed]


def _tell_delegates(tidings: Tidings, parties: list[str], taken: LifeStep) -> None:
    own = Delegation.objects.filter(held_on(taken.day), party__in=parties, taken_back_on=None)
    tell_accounts(tidings, list(own.values_list("person", "party").distinct()))


def tell_of_interest(alliance: Alliance, parties: list[Party], *, by: str) -> None:
    """It is no longer this officer's to decide; the others of the bureau hear of it, and the city's officers. Where
    nobody else is left in the district's office, the city's are asked for what waits there."""
    place, waits = authority_of(parties), _waits_for_bureau(alliance)
    for about in ("alliance", "next_agreement"):
        close((about, alliance.public_id), by=by, account=by)
    is_asked = bool(waits) and place != CITY and is_nobody_free([place], tied_to(alliance))
    tidings = Tidings(
        subject=("alliance", alliance.public_id),
        occasion=f"interest:{by}",
        what=named(alliance, say("Conflict of interest declared")),
        why=say("An officer is tied to a party of it and decides nothing there; another one does."),
        verb=INFORMED.verb,
        address=f"alliances/{alliance.public_id}/",
    )
    tell(tidings, seats({place} if is_asked else {place, CITY}), but_not={by})
    for about in waits if is_asked else ():
        asked = replace(
            tidings, subject=(about, alliance.public_id), why=NOBODY_FREE, verb=DECISION_VERB, topic=DECIDE
        )
        tell(replace(asked, asks=True, due=alliance.next_day), seats([CITY]), but_not=tied_to(alliance))


def _waits_for_bureau(alliance: Alliance) -> list[str]:
    """What its bureau was asked to decide: about the alliance, about a next agreement that all signed."""
    version = next_agreement(alliance) if alliance.state in LIVING else None
    is_pending = {
        "alliance": alliance.state in TO_DECIDE,
        "next_agreement": version is not None and not _unsigned(alliance),
    }
    return [about for about, pending in is_pending.items() if pending]


def tell_of_delegating(alliance: str, delegation: Delegation) -> None:
    tidings = Tidings(
        subject=("delegation", delegation.public_id),
        occasion="given",
        what=say("You may sign for a party until {day} (not included)", day=delegation.until),
        why=say("The legal representative of a party delegated signing to you."),
        verb=INFORMED.verb,
        address=f"alliances/{alliance}/sign/",
    )
    tell_accounts(tidings, [(delegation.person, delegation.party)])


def tell_of_taking_back(alliance: str, delegation: Delegation, *, by: str) -> None:
    """The delegate signs no more: what asked for it is closed, and the page for signing says why."""
    close_for(delegation.person, by=by, place=delegation.party, topic=SIGN)
    tidings = Tidings(
        subject=("delegation", delegation.public_id),
        occasion="taken_back",
        what=say("A delegation to sign is taken back"),
        why=say("You were the delegate of a party; its legal representative took the delegation back."),
        verb=say("Look at it"),
        address=f"alliances/{alliance}/sign/",
    )
    tell_accounts(tidings, [(delegation.person, delegation.party)])
