"""Random walks through the life of all twelve forms, with several parties, versions and delegates.

No state that the source of the life forbids (written out here once more, apart from the table), no decision by
anybody but the bureau, no signature lost, no signed text changed, one answer about effect.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from tests.alliances.conftest import (
    CITY_OFFICER,
    DECISION,
    TODAY,
    all_sign,
    alliance,
    approved,
    drafted,
    leader,
    officer,
    signer,
)
from tests.alliances.test_photos import brought
from tests.documents.test_files import picture

from lianmeng.alliances.actions.drafting import change
from lianmeng.alliances.actions.ending import HandedOver, hand_over
from lianmeng.alliances.actions.holding import Taking
from lianmeng.alliances.actions.members import let_member_leave, school_ended
from lianmeng.alliances.actions.photos import add_scan
from lianmeng.alliances.actions.signing import delegate, offer, sign
from lianmeng.alliances.actions.steps import EFFECTS, take_step
from lianmeng.alliances.models import Agreement, LifeStep, Membership, Signature
from lianmeng.alliances.queries.dropped import DROPS
from lianmeng.alliances.queries.effect import in_effect_on, signed_by_all, why_not
from lianmeng.alliances.queries.forms import form_named, forms
from lianmeng.alliances.rules.content import content_of, digest_of
from lianmeng.alliances.rules.life import STEPS
from lianmeng.alliances.vocabulary import Ground, HandOverKind, PartyKind, State, Who
from lianmeng.core.actors import OPERATOR, Actor
from lianmeng.core.refusal import Refused

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
    *(
        "approve",
        "approve_next",
        "send_back",
        "send_back_next",
        "assess",
        "award",
        "keep",
        "renew",
        "criticise",
        "rectify",
    ),
    *("rectified", "fail_check", "fail_again", "go_on", "end", "member_left"),
}
AFTER_FAILING = {"reply", "hand_over", "end"}  # nothing else after a second failure
TAKEN: set[str] = set()
BUREAUS = (CITY_OFFICER, officer("d1"))
SHEET = picture("PNG", (9, 9))
DEPUTY, FORMER, STRANGER = Actor("deputy"), Actor("former"), leader("b")
OTHERS = [
    "change",
    "change",
    "offer",
    "sign",
    "sign",
    "sign",
    "hand_over",
    "leave",
    "end",
    "renew",
    "fail_again",
]
STARTS: dict[str, tuple[str, ...]] = {
    "draft": (),
    "signed": ("signed",),
    "approved": (),
    "next": ("next",),
    "proposed": ("proposed",),
    "assessed": ("assess",),
    "next assessed": ("next", "assess"),
    "awarded": ("next", "assess", "award"),
    "criticised": ("assess", "criticise"),
    "rectifying": ("assess", "rectify"),
    "failed": ("assess", "rectify", "fail_check"),
    "failed twice": ("assess", "rectify", "fail_check", "fail_again", "hand_over"),
    "ending": ("propose_end", "hand_over"),
}
WALKS = some.integers(0, 2**32)  # the seed of a walk, since dice that are not loaded lead further


@dataclass(frozen=True, slots=True)
class Deed:
    """What is tried: a row that may follow, or any; for which party and by whom; with all, or a reason only."""

    which: float
    possible: bool
    who: int
    brought: dict[str, Any]
    ground: Ground


def deed(dice: Random) -> Deed:
    return Deed(
        which=dice.random(),
        possible=dice.random() < 0.75,
        who=dice.randrange(6),
        brought=DECISION if dice.random() < 0.8 else {"reason": "So"},
        ground=dice.choice([Ground.AGREEMENT, Ground.SERIOUS, Ground.GROWN_OUT]),
    )


def roles_of(code: str, more: int) -> tuple[tuple[str, str], ...]:
    """As many parties as the form needs, and some more where it has room."""
    form = form_named(code)
    if form.of == PartyKind.DISTRICTS:
        return (("district", "d1"), ("district", "d2"))
    parties, found = iter("acdf"), []
    for role in form.roles:
        count = min(role.least + (0 if role.most == role.least else more), role.most or 3)
        found += [(role.code, party) for _, party in zip(range(count), parties, strict=False)]
    return tuple(found)


class Walk:
    """One alliance on its way; what was signed is remembered apart from it."""

    def __init__(self, code: str, more: int, start: str) -> None:
        roles = roles_of(code, more)
        self.parties = [party for _, party in roles]
        self.made = drafted(code, roles) if start in ("draft", "signed") else approved(code, roles)
        for party in self.parties:
            by = signer(party)
            delegate(party, DEPUTY.id, since=TODAY, until=TODAY + timedelta(days=9), by=by)
            delegate(party, FORMER.id, since=TODAY - timedelta(days=9), until=TODAY, by=by)
        self.signed = self.signatures()
        for one in STARTS[start]:
            self.begin(one)

    def begin(self, one: str) -> None:
        """On the way to where the walk starts; the end was proposed so long ago that the time to reply is over."""
        by, day = signer(self.parties[0]), TODAY - timedelta(days=60)
        if one == "signed":
            all_sign(self.made, day=TODAY)
        elif one == "proposed":
            self.change(by)
            self.sign(self.parties[-1], 1, signer(self.parties[-1]))
        elif one == "next":
            self.change(by)
            for at, party in enumerate(self.parties):
                self.sign(party, 1 + at % 2, signer(party))
        elif one == "hand_over":
            self.attempt(one, 0, Taking(), by_right=True)
        else:
            more = {"deadline": TODAY + timedelta(days=9), "ground": Ground.AGREEMENT}
            more |= {"day": day} if one == "propose_end" else {}
            self.attempt(one, 0, Taking(**DECISION, **more), by_right=True)

    def signatures(self) -> dict[tuple[int, str], tuple[str, str]]:
        """By version and party: the digest, and that of the text as it is kept now."""
        return {
            (one.agreement.number, one.party): (one.digest, digest_of(content_of(one.agreement.content)))
            for one in Signature.objects.filter(agreement__alliance__public_id=self.made).select_related(
                "agreement"
            )
        }

    def go(self, deed: Deed) -> None:
        before = alliance(self.made)
        codes = [one.code for one in STEPS.values() if before.state in one.sources] if deed.possible else []
        codes = codes or [*EFFECTS, *OTHERS]
        taking = Taking(**deed.brought, ground=deed.ground, deadline=TODAY + timedelta(days=9))
        try:
            self.attempt(codes[int(deed.which * len(codes))], deed.who, taking, by_right=deed.possible)
        except Refused:
            after = alliance(self.made)
            assert (after.state, after.turn) == (before.state, before.turn)
        else:
            self.check()

    def attempt(self, code: str, who: int, taking: Taking, *, by_right: bool) -> None:
        party = self.parties[who % len(self.parties)]
        decides = code in STEPS and STEPS[code].who == Who.AUTHORITY
        people = [*BUREAUS, signer(party), DEPUTY, FORMER, STRANGER]
        by = (BUREAUS[0] if decides else signer(party)) if by_right else people[who]
        acts: dict[str, Callable[[], object]] = {
            "offer": lambda: offer(self.made, seen=None, by=by),
            "hand_over": lambda: [
                hand_over(self.made, HandedOver(one), seen=None, by=by) for one in HandOverKind
            ],
            "leave": lambda: let_member_leave(self.made, party, taking, seen=None, by=by),
        }
        acts |= dict.fromkeys(("change", "revise", "amend"), lambda: self.change(by))
        acts |= dict.fromkeys(("sign", "sign_last", "sign_next"), lambda: self.sign(party, who, by))
        acts["member_left"] = acts["leave"]
        act = acts.get(code, lambda: take_step(self.made, code, taking, seen=None, by=by))
        act()

    def change(self, by: Actor) -> None:
        seen = alliance(self.made).turn
        change(self.made, lambda was: replace(was, money=was.money + "."), seen=seen, by=by)

    def sign(self, party: str, who: int, by: Actor) -> None:
        """The latest version, or once in a while the first one; by oneself, a delegate, or on paper."""
        versions = Agreement.objects.filter(alliance__public_id=self.made)
        version = versions.latest("number") if who else versions.earliest("number")
        by = DEPUTY if who == 3 else FORMER if who == 4 else by
        scan = add_scan(self.made, party, brought(SHEET), by=by) if who == 5 else ""
        sign(self.made, party, version.digest, by=by, scan=scan)

    def check(self) -> None:
        kept, self.signed = self.signed, self.signatures()
        assert kept.items() <= self.signed.items(), "a signature is gone, or its text has changed"
        assert all(signed == text for signed, text in self.signed.values())
        for one in Signature.objects.filter(capacity="delegate").select_related("delegation"):
            assert one.delegation
            assert one.delegation.since <= one.day < one.delegation.until
        assert all("SHA-256" in one.paper for one in Signature.objects.filter(capacity="paper"))
        self.check_dropped()
        self.check_life()
        self.check_effect()

    def check_dropped(self) -> None:
        """What was dropped by a party was not signed by all, by the bureau it was; nobody signed it since."""
        steps = LifeStep.objects.filter(alliance__public_id=self.made)
        dropped = {one.agreement: one for one in steps if one.code in DROPS}
        for version in Agreement.objects.filter(alliance__public_id=self.made):
            assert version.dropped == (version.number in dropped)
            if version.dropped:
                assert signed_by_all(version) == (dropped[version.number].code == "send_back_next")
                assert version.approved_on is None
                assert not version.signatures.filter(signed_at__gt=dropped[version.number].at)

    def check_life(self) -> None:
        state, found = "draft", alliance(self.made)
        for taken in LifeStep.objects.filter(alliance=found):
            assert taken.source == state
            assert taken.target == state or taken.target in MAY_FOLLOW[state], taken.code
            assert state != "failed_twice" or taken.code in AFTER_FAILING, taken.code
            TAKEN.add(taken.code)
            if taken.code in DECIDED:
                assert taken.by in {OPERATOR.id, *(one.id for one in BUREAUS)}, taken.code
            state = taken.target
        assert found.state == state
        members = Membership.objects.filter(alliance=found, until=None).values_list("party", flat=True)
        assert len(set(members)) == len(members)

    def check_effect(self) -> None:
        found = alliance(self.made)
        for day in (TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=200)):
            assert (why_not(found, day) is None) == in_effect_on(day).filter(pk=found.pk).exists()
        if why_not(found, TODAY) is None:
            assert found.in_force
            assert signed_by_all(found.in_force)
            assert found.state in set(MAY_FOLLOW) - {"draft", "offered", "signed", "paused", "ended"}


def walked(seed: int) -> None:
    """One walk, and its last member closes; then as if it had never been."""
    dice = Random(seed)
    form, start = dice.choice(forms()).code, dice.choice([*STARTS])
    with transaction.atomic():
        one = Walk(form, dice.randrange(3), start)
        for _ in range(dice.randrange(5, 25)):
            one.go(deed(dice))
        if one.parties[-1] not in ("d1", "d2"):
            school_ended(one.parties[-1], TODAY)
            one.check()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


QUIETLY = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@pytest.mark.slow
@pytest.mark.usefixtures("city")
def test_any_walk() -> None:
    TAKEN.clear()
    settings(max_examples=60, **QUIETLY)(given(WALKS)(walked))()
    assert len(set(STEPS) - TAKEN) < 4, "the walks stay near their beginning"


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("code", "spoiled"),
    [
        ("award", {"sources": (State.APPROVED, State.ASSESSMENT)}),
        ("pause", {"target": State.ENDED}),
        ("assess", {"who": Who.PARTY}),
        ("go_on", {"sources": (State.ENDING, State.FAILED_TWICE)}),
    ],
)
def test_a_spoiled_row_of_the_table_is_found(code: str, spoiled: dict[str, Any]) -> None:
    with (
        patch.dict(STEPS, {code: replace(STEPS[code], **spoiled)}),
        pytest.raises(AssertionError, match=code),
    ):
        settings(max_examples=400, phases=[Phase.generate], derandomize=True, **QUIETLY)(
            given(WALKS)(walked)
        )()


def test_every_row_of_the_table_leads_somewhere_known() -> None:
    reached, more = {State.DRAFT}, True
    while more:
        new = {step.leads_to(one) for step in STEPS.values() for one in step.sources if one in reached}
        more = not new <= reached
        reached |= new
    assert reached == set(State)
