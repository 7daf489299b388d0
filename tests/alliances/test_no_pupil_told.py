"""What people write may name a pupil: it reaches no notice, mail, digest or calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.core import mail
from tests.alliances.conftest import TODAY, all_sign, alliance, drafted, leader, step
from tests.alliances.test_activities import lesson
from tests.alliances.test_told import people

from lianmeng.alliances.actions.activities import contest_activity, record_activity
from lianmeng.alliances.actions.drafting import change
from lianmeng.alliances.actions.reminding import remind_of_days
from lianmeng.alliances.actions.telling import named
from lianmeng.alliances.models import Alliance
from lianmeng.alliances.rules.content import Content, Gift, Objective, Task
from lianmeng.alliances.vocabulary import Ground
from lianmeng.core.actors import OPERATOR
from lianmeng.core.language import LANGUAGES, spoken
from lianmeng.core.sentences import say
from lianmeng.notices.actions.mailing import mail_notices
from lianmeng.notices.models import Notice
from lianmeng.notices.queries.inbox import events, told_in
from lianmeng.notices.rules.icalendar import calendar
from lianmeng.notices.rules.keeping import kept
from lianmeng.people.models import Account

__all__ = ["people"]
PUPIL = "王小明"
A, C = leader("a"), leader("c")


def with_a_pupil(content: Content) -> Content:
    return replace(
        content,
        title=f"{PUPIL}的结对",
        objectives=(Objective("a", PUPIL, due="2027-06-30", evidence=PUPIL),),
        plan=(Task(PUPIL, "a", due=(TODAY + timedelta(days=3)).isoformat(), evidence=PUPIL),),
        gifts=(Gift("a", PUPIL), Gift("c", PUPIL)),
        money=PUPIL,
    )


def lived() -> str:
    """Everything that somebody writes on the way names the pupil."""
    made = drafted()
    change(made, with_a_pupil, seen=alliance(made).turn, by=A)
    all_sign(made, day=TODAY)
    said: dict[str, Any] = {"reason": PUPIL, "evidence": PUPIL, "authoriser": PUPIL}
    step(made, "approve", **said)
    activity = record_activity(made, replace(lesson(title=PUPIL), day=TODAY), by=A)
    contest_activity(activity, "c", PUPIL, by=C)
    step(made, "pause", by=A, reason=PUPIL)
    step(made, "resume", by=C, reason=PUPIL)
    remind_of_days(TODAY, by=OPERATOR)
    step(made, "assess", deadline=TODAY + timedelta(days=9), **said)
    step(made, "criticise", **said)
    step(made, "rectify", deadline=TODAY + timedelta(days=9), **said)
    step(made, "propose_end", by=A, ground=Ground.AGREEMENT, reason=PUPIL)
    return made


@pytest.mark.usefixtures("people")
def test_a_pupils_name_in_what_people_write_reaches_no_notice(settings: Any) -> None:
    settings.EMAIL_HOST = "localhost"
    Account.objects.update(email="somebody@example.org")
    made = lived()
    assert PUPIL in alliance(made).title
    mail_notices(by=OPERATOR)
    told = [told_in(language, one) for one in Notice.objects.all() for language in LANGUAGES]
    days = [one for who in ("leader-a", "leader-c") for one in events(who, "zh-hans", "https://x.example")]
    carried = [str(told), str(list(Notice.objects.values())), calendar("Due", days)]
    carried += [one.subject + one.body for one in mail.outbox]
    assert len(told) > 20
    assert days
    assert mail.outbox
    assert not [one for one in carried if PUPIL in one]
    assert all("甲小学" in one for one in carried)


@pytest.mark.usefixtures("city")
def test_an_alliance_is_told_by_its_form_its_parties_and_its_number() -> None:
    made = drafted("elite_group", (("core", "a"), ("member", "c"), ("member", "d"), ("member", "f")))
    found = Alliance.objects.get(public_id=made)
    told = named(found, say("Offered for signature"))
    number = found.number
    assert spoken(told, "zh-hans") == f"名校集团，甲小学、丙小学、丁小学、另外 1 方（{number}）：已提请签署"
    assert spoken(told, "en").endswith(f"丁小学, and 1 other ({number}): Offered for signature")
    assert kept(told)


def test_a_notice_of_before_loses_the_title() -> None:
    without = import_module("lianmeng.notices.migrations.0004_no_titles").without_title
    old = {"say": "{title} ({number}): {step}", "values": {"title": PUPIL, "number": "JX-1", "step": {}}}
    still = {"say": "Still waits for you: {step}", "values": {"step": old}}
    new = {"say": "Alliance {number}: {step}", "values": {"number": "JX-1", "step": {}}}
    assert without(still) == {**still, "values": {"step": new}}


def test_no_sentence_of_a_notice_takes_a_title_or_a_reason() -> None:
    for name in ("title", "reason", "text", "name", "task"):
        with pytest.raises(ValueError, match="does not name"):
            kept(say("x", **{name: PUPIL}))
    assert kept(say("{day}", day=date(2026, 9, 1)))
