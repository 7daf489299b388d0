"""Rows and drawings are written in Python: whatever a name holds, it stands on the page as a name."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html import escape
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test import Client
from tests.alliances.conftest import TODAY, alliance, approved, leader, step
from tests.alliances.test_activities import lesson
from tests.alliances.test_pages import signed_in
from tests.alliances.test_pairs import given
from tests.alliances.test_photos import brought

from lianmeng.alliances.actions.activities import contest_activity, record_activity
from lianmeng.alliances.actions.drafting import change
from lianmeng.alliances.actions.evidence import give_evidence
from lianmeng.alliances.actions.photos import add_photo
from lianmeng.alliances.actions.tasks import mark_done
from lianmeng.alliances.actions.wishes import ask_withdrawal
from lianmeng.alliances.models import Activity
from lianmeng.alliances.rules import targets, tasks
from lianmeng.alliances.rules.content import Gift, Objective, Task, content_of
from lianmeng.alliances.vocabulary import Ground
from lianmeng.people.models import Account
from lianmeng.schools.models import Region, SchoolVersion

pytestmark = pytest.mark.usefixtures("city")
BAD = """<i id=x>&"'%(name)s{0}%"""
A, B = leader("a"), leader("b")


def told() -> tuple[str, str]:
    """A district pair and a twinning within it, where everything that people write holds markup."""
    for table in (Region, SchoolVersion):
        table.objects.update(name=Concat(F("name"), Value(BAD)))
    SchoolVersion.objects.update(latitude=30, longitude=104)
    frame = approved("district_pair", (("district", "d1"), ("district", "d2")))
    made = approved("twinning", (("lead", "a"), ("partner", "b")))
    given(made, "a", "b")
    ask_withdrawal(Activity.objects.latest("pk").public_id, BAD, by=A)
    contested = record_activity(
        made, lesson(title=BAD, reflection=BAD, people={"a": (1, 0), "b": (1, 0)}), by=A
    )
    contest_activity(contested, "b", BAD, by=B)
    change(
        made,
        lambda was: replace(
            was,
            title=BAD,
            money=BAD,
            objectives=(Objective("a", BAD, due="2027-06-30", evidence=BAD, baseline=BAD, target=BAD),),
            plan=(Task(BAD, "a", due="2027-01-31", evidence=BAD),),
            gifts=(Gift("a", BAD), Gift("b", BAD)),
        ),
        seen=None,
        by=A,
    )
    step(made, "decline_next", by=B, reason=BAD)
    step(made, "assess", deadline=TODAY + timedelta(days=9), reason=BAD, evidence=BAD, authoriser=BAD)
    step(made, "propose_end", by=A, ground=Ground.AGREEMENT, reason=BAD)
    return frame, made


def test_markup_in_names_and_words_is_shown_as_it_was_written() -> None:
    clients = {"": Client(), "b": signed_in("school_leader", "b")}
    Account.objects.update(name=BAD)
    frame, made = told()
    pages = ("", "map/", "network/d1/", "ledger/", "ledger/a/", "counts/2026/", "begin/")
    of_one = ("", "network/", "ledger/", "agreement/2/", f"?day={TODAY - timedelta(days=9)}")
    places = [f"alliances/{one}" for one in pages]
    places += [f"alliances/{made}/{one}" for one in of_one] + [
        f"alliances/{frame}/",
        f"alliances/{frame}/pairs/",
    ]
    places += ["", "notices/", "notices/?done=1", "schools/a/"]
    signs_in = dict.fromkeys(("alliances/begin/", "notices/", "notices/?done=1"), 302)
    outside = signs_in | {f"alliances/{made}/agreement/2/": 404}
    for place in places:
        for who, client in clients.items():
            answered = client.get(f"/en/{place}")
            assert answered.status_code == (200 if who else outside.get(place, 200)), place
            text = answered.content.decode()
            assert "<i id=x>" not in text, (place, who)
            assert "&amp;lt;" not in text, (place, who)
    text = clients["b"].get(f"/en/alliances/{made}/").content.decode()
    assert text.count(escape(BAD)) > 12
    assert escape(BAD) in clients["b"].get("/en/notices/").content.decode()


def test_markup_in_what_shows_that_something_was_done(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    made = approved()
    in_force = alliance(made).in_force
    assert in_force
    agreed = content_of(in_force.content)
    mark_done(made, tasks.key_of(agreed.plan[0]), BAD, seen=None, by=A)
    described = next(one for one in agreed.objectives if not one.indicator)
    give_evidence(made, targets.key_of(described), BAD, by=A)
    add_photo(record_activity(made, lesson(title=BAD), by=A), brought(), by=A)
    text = signed_in("school_leader", "a").get(f"/en/alliances/{made}/").content.decode()
    assert "<i id=x>" not in text
    for shown in (f"done: {BAD}", f": {BAD}</p>", f"Photo 1 of “{BAD}”", f"Add a photo to “{BAD}”"):
        assert escape(shown).replace("&lt;/p&gt;", "</p>") in text
