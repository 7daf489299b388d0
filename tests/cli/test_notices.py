"""`lianmeng notices mail`: one alliance that cannot be looked at keeps nobody from being asked and reminded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from tests.alliances.conftest import TODAY, approved, build_city, step
from tests.alliances.test_questions import elsewhere, visits
from tests.cli.conftest import Call

from lianmeng.alliances.actions import looking
from lianmeng.ledger.models import Question


@pytest.mark.django_db
def test_one_alliance_that_fails_is_named_and_the_others_are_looked_at(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_city()
    broken, sound = approved(), approved()
    for made in (broken, sound):
        step(made, "assess", day=TODAY - timedelta(days=20), deadline=TODAY + timedelta(days=5))
    visits(sound, 3, 4)
    elsewhere(sound, TODAY - timedelta(days=2))
    hold = looking.hold

    def held(public_id: str, **how: Any) -> object:
        if public_id == broken:
            raise IntegrityError("asked_once")
        return hold(public_id, **how)

    monkeypatch.setattr(looking, "hold", held)
    answer = call("notices", "mail")
    assert answer.status == 2
    assert f"Alliances that could not be looked at, see the log: {broken}." in answer.error
    assert f"alliance {broken} could not be looked at" in answer.error
    assert "Questions put to schools: 2." in answer.out
    assert "Reminders:" in answer.out
    assert Question.objects.filter(alliance=sound, kind="only_visits").exists()
