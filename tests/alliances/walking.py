"""One alliance on a walk through its life: what may be tried on the way, and what must hold wherever it comes to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

from django.db.models import F, Sum
from tests.alliances.conftest import (
    CITY_OFFICER,
    DECISION,
    TODAY,
    alliance,
    drafted,
    filled,
    leader,
    officer,
    signer,
)
from tests.alliances.test_activities import lesson
from tests.alliances.test_photos import brought
from tests.documents.test_files import picture

from lianmeng.alliances.actions.activities import (
    confirm_activity,
    contest_activity,
    record_activity,
    withdraw_activity,
)
from lianmeng.alliances.actions.correcting import Right
from lianmeng.alliances.actions.drafting import change
from lianmeng.alliances.actions.ending import HandedOver, hand_over
from lianmeng.alliances.actions.holding import Taking
from lianmeng.alliances.actions.joining import let_join
from lianmeng.alliances.actions.members import let_member_leave, school_ended
from lianmeng.alliances.actions.photos import add_scan
from lianmeng.alliances.actions.signing import delegate, offer, sign
from lianmeng.alliances.actions.steps import EFFECTS, take_step
from lianmeng.alliances.actions.turning import turn_into
from lianmeng.alliances.actions.wishes import answer_wish, ask_correction, ask_withdrawal, take_back_wish
from lianmeng.alliances.models import (
    Activity,
    Agreement,
    Alliance,
    LifeStep,
    Membership,
    Part,
    Signature,
    Span,
)
from lianmeng.alliances.queries.changes import Changes, changes
from lianmeng.alliances.queries.dropped import DROPS
from lianmeng.alliances.queries.effect import in_effect_on, signed_by_all, why_not
from lianmeng.alliances.queries.forms import form_named
from lianmeng.alliances.queries.record import versions_of
from lianmeng.alliances.rules.content import Gift, digest_of
from lianmeng.alliances.rules.life import STEPS
from lianmeng.alliances.vocabulary import Ground, HandOverKind, PartyKind, Who
from lianmeng.core.actors import OPERATOR, Actor
from lianmeng.core.refusal import Refused
from lianmeng.ledger.models import Entry

MAY_FOLLOW = {
    "draft": {"offered", "ended"},
    "offered": {"draft", "signed", "ended"},
    "signed": {"draft", "approved", "ended"},
    "approved": {"paused", "assessment", "ending"},
    "paused": {"approved", "ending"},
    "assessment": {"awarded", "approved", "criticised", "rectifying", "ending"},
    "awarded": {"assessment", "approved", "ending"},
    "criticised": {"assessment", "rectifying", "ending"},
    "rectifying": {"approved", "failed_twice", "ending"},
    "ending": {"approved", "ended"},
    "failed_twice": {"ended"},
    "ended": set(),
}
DECIDED = {
    *("approve", "approve_next", "send_back", "send_back_next", "assess", "award", "keep", "renew"),
    *("criticise", "rectify", "rectified", "fail_check", "fail_again", "go_on", "end", "member_left"),
}
AFTER_FAILING = {"reply", "hand_over", "end"}  # nothing else after a second failure
BUREAUS = (CITY_OFFICER, officer("d1"))
DEPUTY, FORMER, STRANGER = Actor("deputy"), Actor("former"), leader("b")
SHEET = picture("PNG", (9, 9))
RIGHT = Right(TODAY - timedelta(days=4), Decimal(2), 80, Decimal("60.00"), "Two lessons, a day before")
OF_ACTIVITIES = (
    *("record", "confirm", "contest", "withdraw_activity"),
    *("ask_withdrawal", "ask_correction", "agree", "refuse", "take_back_wish"),
)
OF_MEMBERS = ("join", "turn", "merge", "close")
MOVES = (*OF_ACTIVITIES, *OF_MEMBERS)  # what is no row of the table
NOTHING = "nothing of the kind was there"
AT_ONCE = (
    "all_sign",
    "all_reply",
    "join",
    "turn",
)  # several steps: what is done before one is refused stays done


def roles_of(code: str, parties: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """In each role as many as it needs, then as many more as it has room for."""
    form, left = form_named(code), list(parties)
    found = [(role.code, left.pop(0)) for role in form.roles for _ in range(min(role.least, len(left)))]
    room = [role for role in form.roles if role.most is None]
    return (*found, *((role.code, party) for role in room for party in left))


class Walk:
    """One alliance on its way, and those that it turned into; what was signed is remembered apart from them."""

    def __init__(self, code: str, more: int, seen: set[tuple[str, str]]) -> None:
        form, self.seen = form_named(code), seen
        least = sum(one.least for one in form.roles)
        schools = form.of == PartyKind.SCHOOLS
        roles = roles_of(code, tuple("acdf"[: least + more]) if schools else ("d1", "d2"))
        self.parties = tuple(party for _, party in roles)
        self.made = drafted(code, roles)
        for party in self.parties:
            give = partial(delegate, party, by=signer(party))
            give(DEPUTY.id, since=TODAY, until=TODAY + timedelta(days=9))
            give(FORMER.id, since=TODAY - timedelta(days=9), until=TODAY)
        self.signed: dict[tuple[str, int, str], str] = {}
        self.states: dict[int, str] = {}
        self.last = 0
        self.counted: tuple[object, list[Any]] = Changes(), []

    @property
    def newcomer(self) -> str:
        return next((one for one in "fe" if one not in self.parties), "b")

    # What may be tried.

    def go(self, dice: Random) -> None:
        """Most often a row that nobody has taken from here; once in a while anything, by anybody."""
        before, luck = alliance(self.made), dice.random()
        rows = [code for code, step in STEPS.items() if before.state in step.sources]
        new = [code for code in rows if (before.state, code) not in self.seen]
        if luck < 0.8:
            code = dice.choice(new if new and luck < 0.5 else [*rows, *MOVES, *AT_ONCE])
        else:
            code = dice.choice([*EFFECTS, *STEPS, *MOVES])
        more = DECISION if dice.random() < 0.8 else {"reason": "So"}
        ground = dice.choice([Ground.AGREEMENT, Ground.SERIOUS, Ground.GROWN_OUT])
        taking = Taking(**more, ground=ground, deadline=TODAY + timedelta(days=9))
        try:
            self.attempt(code, dice.randrange(6), taking, by_right=luck < 0.8)
        except Refused:
            after = alliance(self.made)
            assert code in AT_ONCE or (after.state, after.turn) == (before.state, before.turn)
        self.check_life()

    def led(self, *codes: str) -> None:
        """What comes in turn, each by who may do it, as far as it is not refused."""
        taking = Taking(**DECISION, ground=Ground.AGREEMENT, deadline=TODAY + timedelta(days=9))
        with suppress(Refused):
            for code in codes:
                other = code in ("decline_next", "reply", "confirm", "contest", "agree", "refuse")
                self.attempt(code, 1 if other else 2, taking, by_right=True)
        self.check_life()

    def attempt(self, code: str, who: int, taking: Taking, *, by_right: bool) -> None:
        party = self.parties[who % 2 if by_right else who % len(self.parties)]
        bureaus = (Who.AUTHORITY, Who.ANY_OF_THEM) if who > 3 else (Who.AUTHORITY,)
        decides = code in STEPS and STEPS[code].who in bureaus
        people = [*BUREAUS, signer(party), DEPUTY, FORMER, STRANGER]
        by = (BUREAUS[0] if decides else signer(party)) if by_right else people[who]
        acts: dict[str, Callable[[], object]] = {
            "offer": lambda: offer(self.made, seen=None, by=by),
            "hand_over": lambda: [
                hand_over(self.made, HandedOver(one), seen=None, by=by) for one in HandOverKind
            ],
            "member_left": lambda: let_member_leave(self.made, self.parties[-1], taking, seen=None, by=by),
            "all_sign": self.all_sign,
            "all_reply": lambda: self.all_reply(taking),
            "join": lambda: self.join(by),
            "turn": lambda: self.turn(by),
            "close": self.ended,
            "merge": lambda: self.ended(successors=(self.newcomer,), merged=True),
            **dict.fromkeys(("revise", "amend"), lambda: self.change(by)),
            **dict.fromkeys(("sign", "sign_last", "sign_next"), lambda: self.sign(party, who, by)),
            **dict.fromkeys(OF_ACTIVITIES, lambda: self.activity(code, party, by)),
        }
        done = acts.get(code, lambda: take_step(self.made, code, taking, seen=None, by=by))()
        if code in MOVES and done is not NOTHING:
            self.seen.add(("", code))

    def change(self, by: Actor) -> None:
        seen = alliance(self.made).turn
        change(self.made, lambda was: replace(was, money=was.money + "."), seen=seen, by=by)

    def sign(self, party: str, who: int, by: Actor, day: date | None = None) -> None:
        """The latest version, or once in a while the first one; by oneself, a delegate, or on paper."""
        versions = Agreement.objects.filter(alliance__public_id=self.made)
        version = versions.latest("number") if who else versions.earliest("number")
        by = DEPUTY if who == 3 else FORMER if who == 4 else by
        scan = add_scan(self.made, party, brought(SHEET), by=by) if who == 5 else ""
        sign(self.made, party, version.digest, by=by, scan=scan, day=day)
        self.signed = {**self.signed, (self.made, version.number, party): version.digest}

    def all_sign(self, day: date | None = None) -> None:
        """All who have not signed the latest version do."""
        version = Agreement.objects.filter(alliance__public_id=self.made).latest("number")
        for one in version.content["parties"]:
            if (self.made, version.number, one["party"]) not in self.signed:
                self.sign(one["party"], 1, signer(one["party"]), day)

    def all_reply(self, taking: Taking) -> None:
        for party in self.parties:
            with suppress(Refused):
                take_step(self.made, "reply", taking, seen=None, by=signer(party))

    def join(self, by: Actor) -> None:
        role = form_named(alliance(self.made).form).roles[-1].code
        let_join(self.made, role, self.newcomer, seen=None, by=by)
        gift = Gift(self.newcomer, "A garden")
        self.parties = (*self.parties, self.newcomer)
        change(self.made, lambda was: replace(was, gifts=(*was.gifts, gift)), seen=None, by=by)

    def turn(self, by: Actor) -> None:
        """Into the form that comes last: then the walk goes on with what it turned into, and the old one stays."""
        old = alliance(self.made)
        form = [old.form, *form_named(old.form).turns_into][-1]
        roles = roles_of(form, self.parties)
        self.made = turn_into(self.made, form, roles, by=by)
        change(self.made, filled, seen=None, by=signer(roles[0][1]))
        offer(self.made, seen=None, by=signer(roles[0][1]))
        self.all_sign()
        take_step(self.made, "approve", Taking(**DECISION), seen=None, by=CITY_OFFICER)

    def ended(self, **more: Any) -> object:
        """The last member closes or merges, in whatever alliances it is; a district does not."""
        district = self.parties[-1] in ("d1", "d2")
        return NOTHING if district else school_ended(self.parties[-1], TODAY, **more)

    def activity(self, code: str, party: str, by: Actor) -> object:
        """The latest one, and the latest wish about it; where there is none yet it is recorded."""
        found = Activity.objects.filter(alliance__public_id=self.made).order_by("-pk").first()
        if code == "record" or found is None:
            people = dict.fromkeys(self.parties[:2], (1, 30))
            title = f"After {found.pk}" if found else "The first"  # no two alike: the second would be refused
            record_activity(self.made, lesson(title=title, giver=self.parties[0], people=people), by=by)
            return None if code == "record" else NOTHING
        name, wish = found.public_id, found.wish.public_id if found.wish else ""
        acts: dict[str, Callable[[], object]] = {
            "confirm": lambda: confirm_activity(name, party, by=by),
            "contest": lambda: contest_activity(name, party, "It was another day", by=by),
            "withdraw_activity": lambda: withdraw_activity(name, "It was another day", by=by),
            "ask_withdrawal": lambda: ask_withdrawal(name, "It was another day", by=by),
            "ask_correction": lambda: ask_correction(name, RIGHT, by=by),
            "agree": lambda: answer_wish(name, wish, agrees=True, by=by),
            "refuse": lambda: answer_wish(name, wish, agrees=False, reason="It was not", by=by),
            "take_back_wish": lambda: take_back_wish(name, wish, by=by),
        }
        return acts[code]()

    # What must hold: after each step where the life stands, after each walk all the rest.

    def check_life(self) -> None:
        self.states = dict(self.states)
        for taken in LifeStep.objects.filter(pk__gt=self.last).order_by("pk"):
            state = self.states.get(taken.alliance_id, "draft")
            assert taken.source == state
            assert taken.target == state or taken.target in MAY_FOLLOW[state], taken.code
            assert state != "failed_twice" or taken.code in AFTER_FAILING, taken.code
            if taken.code in DECIDED:
                assert taken.by in {OPERATOR.id, *(one.id for one in BUREAUS)}, taken.code
            self.seen.add((state, taken.code))
            self.states[taken.alliance_id], self.last = taken.target, taken.pk
        for pk, stands in Alliance.objects.values_list("pk", "state"):
            assert stands == self.states.get(pk, "draft")
        self.check_kept()

    def check_kept(self) -> None:
        """What is counted of all alliances is kept until `changes` differs: it does with whatever is counted."""
        now = (
            changes(),
            [
                *Alliance.objects.order_by("pk").values_list("pk", "state", "form", "frame"),
                *Membership.objects.order_by("pk").values_list(
                    "pk", "alliance", "role", "party", "since", "until"
                ),
                *Span.objects.order_by("pk").values_list("alliance", "since", "until"),
            ],
        )
        assert self.counted[0] != now[0] or self.counted == now, "changed, but no turn was taken"
        self.counted = now

    def check(self) -> None:
        self.check_signatures()
        self.check_dropped()
        self.check_booked()
        for found in Alliance.objects.all():
            members = Membership.objects.filter(alliance=found, until=None).values_list("party", flat=True)
            assert len(set(members)) == len(members)
            self.check_effect(found)

    def check_signatures(self) -> None:
        """Each that was made can be read, in all alliances, and its digest is that of the text as it is kept now."""
        read = {
            (found.public_id, version.agreement.number, one.party): one.digest
            for found in Alliance.objects.all()
            for version in versions_of(found)
            for one in version.signatures
            if one.digest == version.agreement.digest == digest_of(version.content)
        }
        assert read == self.signed, "a signature is gone, or its text has changed"
        for one in Signature.objects.filter(capacity="delegate").select_related("delegation"):
            assert one.delegation
            assert one.delegation.since <= one.day < one.delegation.until
        assert all("SHA-256" in one.paper for one in Signature.objects.filter(capacity="paper"))

    def check_dropped(self) -> None:
        """What was dropped by a party was not signed by all, by the bureau it was; nobody signed it since."""
        dropped = {(one.alliance_id, one.agreement): one for one in LifeStep.objects.filter(code__in=DROPS)}
        for version in Agreement.objects.all():
            step = dropped.get((version.alliance_id, version.number))
            assert version.dropped == (step is not None)
            if step:
                assert signed_by_all(version) == (step.code == "send_back_next")
                assert version.approved_on is None
                assert not version.signatures.filter(signed_at__gt=step.at)

    def check_booked(self) -> None:
        """The ledger says what the activities say, and nothing of what was withdrawn."""
        parts = Part.objects.exclude(entry="")
        assert not parts.filter(activity__state="withdrawn")
        confirmed = parts.filter(activity__state="confirmed").exclude(party=F("activity__giver"))
        activities = confirmed.values("activity").distinct()
        assert activities.count() == Activity.objects.filter(state="confirmed").count()
        said = parts.aggregate(sum=Sum("activity__quantity"))["sum"] or 0
        assert said == (Entry.objects.aggregate(sum=Sum("quantity"))["sum"] or 0)

    def check_effect(self, found: Alliance) -> None:
        for day in (TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=200)):
            assert (why_not(found, day) is None) == in_effect_on(day).filter(pk=found.pk).exists()
        if why_not(found, TODAY) is None:
            assert found.in_force
            assert signed_by_all(found.in_force)
            assert found.state in set(MAY_FOLLOW) - {"draft", "offered", "signed", "paused", "ended"}
