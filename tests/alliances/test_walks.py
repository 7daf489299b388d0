"""Random walks through the life of all twelve forms, with several parties, versions, delegates and activities.

No state that the source of the life forbids (written out once more in `walking`, apart from the table), no decision
by anybody but the bureau, no signature lost, no signed text changed, one answer about effect. Each row is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from tests.alliances.conftest import CITY_OFFICER, DECISION, TODAY, alliance, signer
from tests.alliances.walking import MOVES, Walk

from lianmeng.alliances.actions import drafting
from lianmeng.alliances.actions.holding import Taking
from lianmeng.alliances.actions.signing import offer
from lianmeng.alliances.actions.steps import take_step
from lianmeng.alliances.queries.forms import forms
from lianmeng.alliances.rules.life import STEPS
from lianmeng.alliances.vocabulary import State, Who

NEXT, RECTIFYING, BOOKED = ("amend", "all_sign"), ("assess", "rectify"), ("record", "confirm")
WAYS: dict[
    str, dict[str, tuple[str, ...]]
] = {  # where each row and each move begins, and what comes before it
    "draft": {"offer": ()},
    "offered": {"sign": (), "sign_last": ("all_sign",), "revise": (), "decline": (), "withdraw": ()},
    "signed": {"send_back": (), "approve": ()},
    "approved": {
        "amend": (),
        **dict.fromkeys(("sign_next", "take_back_next", "decline_next"), ("amend",)),
        **dict.fromkeys(("send_back_next", "approve_next"), NEXT),
        **dict.fromkeys(("member_left", "pause", "assess", "propose_end"), ()),
        "resume": ("pause",),
        **dict.fromkeys(("award", "keep", "criticise", "rectify"), ("assess",)),
        "renew": ("join", "all_sign", "assess"),
        **dict.fromkeys(("rectified", "fail_check"), RECTIFYING),
        "fail_again": (*RECTIFYING, "fail_check"),
        "end_with_honour": ("assess", "award"),
        **dict.fromkeys(("reply", "take_back", "hand_over", "go_on"), ("propose_end",)),
        "end": ("propose_end", "hand_over", "all_reply"),
        **dict.fromkeys(("record", "join", "turn", "merge", "close"), ()),
        **dict.fromkeys(("confirm", "contest", "withdraw_activity"), ("record",)),
        **dict.fromkeys(("ask_withdrawal", "ask_correction"), BOOKED),
        "agree": (*BOOKED, "ask_correction"),
        "refuse": (*BOOKED, "ask_withdrawal", "agree", *BOOKED, "ask_correction"),
        "take_back_wish": (*BOOKED, "ask_correction", "agree", "ask_withdrawal"),
    },
}
SEEDS = some.integers(0, 2**32)  # of the dice: those that are not loaded lead further
QUIETLY = {"deadline": None, "suppress_health_check": list(HealthCheck)}
LONG_AGO = TODAY - timedelta(days=300)
Seen = set[tuple[str, str]]


@contextmanager
def undone() -> Iterator[None]:
    """As if it had never been."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def along_the_trunk(one: Walk) -> Iterator[str]:
    """From the draft to the approval, long ago; the walks branch off wherever it pauses."""
    yield "draft"
    first = signer(one.parties[0])
    offer(one.made, seen=None, by=first, day=LONG_AGO)
    yield "offered"
    one.all_sign(LONG_AGO)
    yield "signed"
    take_step(one.made, "approve", Taking(**DECISION, day=LONG_AGO), seen=None, by=CITY_OFFICER)
    one.check_life()
    yield "approved"


def begun_with(ways: dict[str, tuple[str, ...]], seen: Seen, dice: Random) -> str:
    """A row or move that was not taken yet: the one furthest off, since its way takes others; then any."""
    new = [one for one in ways if one not in {code for _, code in seen}]
    furthest = max((len(ways[one]) for one in new), default=0)
    return dice.choice([one for one in new if len(ways[one]) == furthest] or [*ways])


def around(one: Walk) -> None:
    """Each row that nobody has taken from here, tried for itself."""
    here = alliance(one.made).state
    for code, step in STEPS.items():
        if here in step.sources and (here, code) not in one.seen:
            with undone():
                copy(one).led(code)


def walked(form: str, dice: Random, seen: Seen) -> None:
    """Walks of one form that branch off on its way to the approval."""
    with undone():
        trunk = Walk(form, dice.randrange(3), seen)
        for stage in along_the_trunk(trunk):
            ways = WAYS[stage]
            for _ in range(3 if stage == "approved" else dice.randrange(2)):
                code = begun_with(ways, seen, dice)
                with undone():
                    one = copy(trunk)
                    one.led(*ways[code], code)
                    around(one)
                    for _ in range(dice.randrange(2, 9)):
                        one.go(dice)
                    one.check()


def taken_once(code: str, seen: Seen) -> None:
    """The short way to one row or move, where no walk came to it."""
    with undone():
        one = Walk("elite_group", 1, seen)
        for stage in along_the_trunk(one):
            if code in WAYS[stage]:
                one.led(*WAYS[stage][code], code)
                one.check()
                return


class Walks:
    """Form after form. A seed that failed is walked again as it was: with the same form, and what was known then."""

    def __init__(self) -> None:
        self.seen: Seen = set()
        self.known: dict[int, frozenset[tuple[str, str]]] = {}

    def __call__(self, seed: int) -> None:
        seen = set(self.known.setdefault(seed, frozenset(self.seen)))
        form = forms()[[*self.known].index(seed) % len(forms())]
        walked(form.code, Random(seed), seen)
        self.seen |= seen

    def missing(self) -> set[str]:
        return {*STEPS, *MOVES} - {code for _, code in self.seen}


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.slow
@pytest.mark.usefixtures("city")
def test_any_walk() -> None:
    walks = Walks()
    settings(max_examples=len(forms()), phases=[Phase.generate], **QUIETLY)(given(SEEDS)(walks.__call__))()
    for code in sorted(walks.missing()):
        taken_once(code, walks.seen)
    assert walks.missing() == set()


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
        settings(max_examples=40, phases=[Phase.generate], derandomize=True, **QUIETLY)(
            given(SEEDS)(Walks().__call__)
        )()


@pytest.mark.usefixtures("city")
def test_a_signed_text_that_is_written_over_is_found() -> None:
    write = drafting._write
    with (
        patch.object(drafting, "_write", lambda of, number, *args, **more: write(of, 1, *args, **more)),
        pytest.raises(AssertionError, match="its text has changed"),
    ):
        settings(max_examples=40, phases=[Phase.generate], derandomize=True, **QUIETLY)(
            given(SEEDS)(Walks().__call__)
        )()


def test_every_row_of_the_table_leads_somewhere_known() -> None:
    reached, more = {State.DRAFT}, True
    while more:
        new = {step.leads_to(one) for step in STEPS.values() for one in step.sources if one in reached}
        more = not new <= reached
        reached |= new
    assert reached == set(State)
