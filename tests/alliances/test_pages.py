"""The pages: found, read and acted on by those who may; nothing costs more with three than with one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.alliances.conftest import TODAY, alliance, approved, digest, drafted, leader, signed, step
from tests.alliances.test_activities import lesson
from tests.alliances.test_life import listed

from lianmeng.alliances.actions.activities import confirm_activity, record_activity
from lianmeng.alliances.actions.drafting import Beginning, begin
from lianmeng.alliances.vocabulary import Ground
from lianmeng.people.models import Account, RoleHeld

pytestmark = pytest.mark.usefixtures("city")
BUDGET = 25


def signed_in(role: str, place: str) -> Client:
    """Somebody who holds one role, signed in."""
    account = Account.objects.create(username=f"{role}-{place}", name=f"Name of {place}")
    RoleHeld.objects.create(account=account, role=role, place=place, since=TODAY, given_by="test")
    client = Client()
    client.force_login(account)
    return client


def sent(client: Client, address: str, **values: Any) -> Any:
    """The form filled in and confirmed, with what it carries hidden."""
    shown = client.get(address)
    hidden = {
        name: bound.value()
        for name in shown.context["form"].fields
        if (bound := shown.context["form"][name]).is_hidden
    }
    answered = client.post(address, {**hidden, **values})
    if answered.status_code != 200:
        return answered
    return client.post(address, {**hidden, **values, "confirmed": "1"})


def page(client: Client, address: str) -> str:
    with CaptureQueriesContext(connection) as queries:
        answered = client.get(address)
    assert answered.status_code == 200
    assert len(queries) <= BUDGET, len(queries)
    assert len(answered.content) < 100_000
    return answered.content.decode()


def test_the_list_finds_by_day_state_and_district_and_hides_drafts() -> None:
    made = approved()
    hidden = drafted("twinning", (("lead", "d"), ("partner", "f")))
    visitor = Client()
    text = page(visitor, "/en/alliances/")
    assert alliance(made).number in text
    assert alliance(hidden).number not in text
    before = (TODAY - timedelta(days=299)).isoformat()
    assert alliance(made).number in page(
        visitor, f"/en/alliances/?standing=in_effect&day={before}&district=d1"
    )
    assert alliance(made).number not in page(visitor, "/en/alliances/?district=d2")
    assert alliance(made).number not in page(visitor, f"/en/alliances/?day={TODAY - timedelta(days=400)}")
    assert alliance(hidden).number in page(signed_in("school_leader", "f"), "/en/alliances/")


def test_the_list_tells_the_state_and_the_next_step_first() -> None:
    made = approved()
    text = page(Client(), "/en/alliances/")
    table = text[text.index("<thead>") :]
    heads = [
        table.index(one) for one in (">State<", ">Next step<", ">Number<", ">Form of alliance<", ">Term<")
    ]
    row = text[text.index("<tbody>") :]
    cells = [row.index(one) for one in ("In effect", "Call the assessment", alliance(made).number)]
    assert heads == sorted(heads)
    assert cells == sorted(cells)


def test_on_an_earlier_day_the_list_tells_the_state_of_that_day() -> None:
    made = approved()
    step(made, "propose_end", by=leader("a"), ground=Ground.AGREEMENT, day=TODAY - timedelta(days=9))
    step(made, "reply", by=leader("c"), day=TODAY - timedelta(days=9))
    listed(made)
    step(made, "end")
    visitor, number = Client(), alliance(made).number
    for days, state, there in ((0, "ended", True), (10, "ended", False), (10, "approved", True)):
        day = TODAY - timedelta(days=days)
        found = page(visitor, f"/en/alliances/?standing={state}&day={day}")
        assert (number in found) is there
        assert ("Next step" in found) is (days == 0)
    assert "In effect</span>" in found
    assert "Ended</span>" not in found


def test_the_list_asks_as_often_for_three_as_for_one() -> None:
    approved()
    client, counts = signed_in("school_leader", "a"), []
    for roles in ((), (("lead", "a"), ("partner", "d")), (("lead", "a"), ("partner", "f"))):
        if roles:
            approved("twinning", roles)
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/alliances/")
        counts.append(len(queries))
    assert counts[0] >= counts[-1]
    assert counts[-1] <= BUDGET


def test_the_page_tells_a_visitor_little_and_the_parties_all() -> None:
    made = approved()
    for number in range(12):
        activity = record_activity(made, lesson(title=f"Lesson {number}."), by=leader("a"))
        confirm_activity(activity, "c", by=leader("c"))
    address = f"/en/alliances/{made}/"
    outside = page(Client(), address)
    assert "甲小学—丙小学: In effect" in outside
    assert "Open lessons" in outside
    assert "What 甲小学 is good at" not in outside
    inside = page(signed_in("school_leader", "a"), address)
    assert "What 甲小学 is good at" in inside
    assert "Same text as signed" in inside
    assert "Activities 1 to 10 of 12, the latest first" in inside
    assert "Lesson 11." in inside
    assert "Lesson 0." in page(signed_in("school_leader", "c"), f"{address}?page=2")


def test_a_draft_is_not_there_for_others() -> None:
    made = drafted()
    for client in (Client(), signed_in("school_leader", "f")):
        assert client.get(f"/en/alliances/{made}/").status_code == 404


def test_a_draft_says_at_once_all_that_it_lacks() -> None:
    client = signed_in("school_leader", "a")
    begun = sent(client, "/en/alliances/begin/twinning/", role_lead="甲小学", role_partner="丙小学")
    text = page(client, begun.headers["Location"])
    assert "The term is not yet defined." in text
    assert "What 丙小学 gives is not yet defined." in text
    assert "Before it can be offered" not in page(
        signed_in("school_leader", "c"), f"/en/alliances/{approved()}/"
    )


def test_two_leaders_and_an_officer_bring_a_twinning_into_effect() -> None:
    first, second = signed_in("school_leader", "a"), signed_in("school_leader", "c")
    bureau = signed_in("district_officer", "d1")
    begun = sent(first, "/en/alliances/begin/twinning/", role_lead="甲小学", role_partner="丙小学")
    address = begun.headers["Location"]
    terms = {"title": "甲丙", "since": TODAY.isoformat(), "until": (TODAY + timedelta(days=700)).isoformat()}
    words = {
        "money": "none",
        "exit_criteria": "x",
        "hand_back": "y",
    }
    assert sent(first, f"{address}terms/", **terms, **words).status_code == 302
    objective = {"party": "a", "text": "Science", "due": "2027-06-30", "evidence": "Plans"}
    assert sent(second, f"{address}objectives/add/", **objective).status_code == 302
    assert sent(second, f"{address}tasks/add/", task="Plan", owner="c", due="2027-01-01").status_code == 302
    for giver, what in (("a", "Lessons"), ("c", "Fields")):
        assert sent(first, f"{address}gifts/add/", giver=giver, what=what).status_code == 302
    assert sent(first, f"{address}step/offer/").status_code == 302
    for client, party in ((first, "a"), (second, "c")):
        assert sent(client, f"{address}sign/", party=party).status_code == 302
    decision = {"reason": "Read", "evidence": "Minutes", "authoriser": "Deputy head", "no_interest": "on"}
    assert sent(bureau, f"{address}step/approve/", **decision).status_code == 302
    assert "甲丙: In effect" in page(first, address)
    activity = {
        "kind": "open_lesson",
        "day": TODAY.isoformat(),
        "title": "Light",
        "giver": "a",
        "quantity": "1",
        "minutes": "40",
        "adults_1": "3",
    }
    assert sent(first, f"{address}activities/add/", **activity).status_code == 302
    (found,) = alliance(address.split("/")[-2]).activities.all()
    assert sent(second, f"{address}activities/{found.public_id}/confirm/").status_code == 302
    assert "Confirmed" in page(second, address)


def test_a_school_that_is_not_there_is_named_beside_its_field() -> None:
    answered = sent(
        signed_in("school_leader", "a"),
        "/en/alliances/begin/twinning/",
        role_lead="甲小学",
        role_partner="无名小学",
    )
    assert answered.status_code == 422
    assert "No school is called “无名小学”" in answered.content.decode()


def test_an_old_page_does_not_sign_a_new_text() -> None:
    made = drafted()
    client = signed_in("school_leader", "a")
    old = digest(made)
    sent(client, f"/en/alliances/{made}/terms/", title="Other")
    sent(client, f"/en/alliances/{made}/step/offer/")
    answered = client.post(f"/en/alliances/{made}/sign/", {"digest": old, "party": "a"})
    assert answered.status_code == 422


def test_decisions_are_for_the_bureau_and_drafts_for_the_parties() -> None:
    made = approved()
    address = f"/en/alliances/{made}/"
    assert signed_in("school_leader", "a").get(f"{address}step/assess/").status_code == 403
    assert signed_in("district_officer", "d2").get(f"{address}step/assess/").status_code == 403
    assert Client().get(f"{address}step/assess/").status_code == 302
    bureau = signed_in("district_officer", "d1")
    assert bureau.get(f"{address}terms/").status_code == 403
    assert bureau.get(f"{address}step/nowhere/").status_code == 404
    until = (timezone.localdate() + timedelta(days=9)).isoformat()
    assert sent(bureau, f"{address}step/assess/", deadline=until, no_interest="on").status_code == 302
    assert alliance(made).state == "assessment"


def test_the_counts_of_a_year_come_from_memberships() -> None:
    approved("district_pair", (("district", "d1"), ("district", "d2")))
    approved("twinning", (("lead", "a"), ("partner", "b")))
    approved("leadership", (("lead", "a"), ("led", "e")))
    approved("trusteeship", (("lead", "c"), ("led", "d")))
    begun = TODAY - timedelta(days=300)  # and still in effect on the last day of that year
    text = page(Client(), f"/en/alliances/counts/{begun.year}/")
    assert "1 school pair in 1 district pair" in text
    assert "2 schools are led or entrusted" in text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_is_there_in_both_languages(language: str) -> None:
    made = approved("elite_group", (("core", "a"), ("member", "c"), ("member", "d")))
    step(made, "propose_end", by=leader("a"), ground=Ground.AGREEMENT)
    client = signed_in("city_officer", "city")
    for end in (
        "",
        "begin/",
        "begin/merger/",
        "begin/district_pair/",
        f"{made}/",
        f"{made}/agreement/1/",
        f"{made}/hand-over/",
        f"{made}/step/end/",
    ):
        assert "<h1>" in page(client, f"/{language}/alliances/{end}")


def test_what_all_signed_waits_for_the_bureau_and_takes_no_activity_yet() -> None:
    made = signed()
    text = page(signed_in("school_leader", "a"), f"/en/alliances/{made}/")
    assert "The education bureau has not approved it." in text
    assert "Not every party has signed." not in text
    assert "Record an activity" not in text
    step(made, "approve")
    assert "Record an activity" in page(signed_in("school_leader", "c"), f"/en/alliances/{made}/")


def test_a_leader_is_not_offered_what_districts_begin() -> None:
    leads, decides = signed_in("school_leader", "a"), signed_in("city_officer", "city")
    assert "begin/district_pair/" in page(decides, "/en/alliances/begin/")
    offered = page(leads, "/en/alliances/begin/")
    assert "begin/twinning/" in offered
    assert "begin/district_pair/" not in offered
    assert leads.get("/en/alliances/begin/district_pair/").status_code == 403


def test_a_draft_leads_from_what_it_lacks_to_where_that_is_written() -> None:
    made = begin(Beginning("twinning", (("lead", "a"), ("partner", "c"))), by=leader("a"))
    text = page(signed_in("school_leader", "a"), f"/en/alliances/{made}/")
    lacks, rest = text.split("Before it can be offered for signature:")[1].split("</div>", 1)
    assert all(f"{made}/{each}" in lacks for each in ("terms/", "objectives/add/", "tasks/add/"))
    assert "Write the terms" not in rest


def test_an_ended_alliance_asks_nobody_to_record_anything() -> None:
    made = drafted()
    step(made, "withdraw", by=leader("a"))
    text = page(signed_in("school_leader", "a"), f"/en/alliances/{made}/")
    assert "No activity was recorded." in text
    assert "Nothing was exchanged." in text
    assert "records the first" not in text


def test_the_last_button_says_what_it_does_and_what_is_not_chosen_is_said_in_words() -> None:
    client, made = signed_in("school_leader", "a"), approved()
    objective = client.get(f"/en/alliances/{made}/objectives/add/").content.decode()
    assert ">Not chosen</option>" in objective
    assert ">—</option>" not in objective
    tasks = f"/en/alliances/{made}/tasks/add/"
    seen = client.get(tasks).context["form"]["seen"].value()
    looked = client.post(tasks, {"task": "Open lessons", "owner": "a", "due": "2099-06-30", "seen": seen})
    assert "Add a task</button>" in looked.content.decode()


def test_what_is_wrong_is_told_first_by_the_name_of_its_field() -> None:
    client = signed_in("school_leader", "a")
    for language, told in (
        ("en", "Partner: This field is required."),
        ("zh-hans", "结对校：这个字段是必填项。"),
    ):
        answer = client.post(f"/{language}/alliances/begin/twinning/", {})
        assert answer.status_code == 422
        assert f'<a href="#id_role_partner">{told}</a>' in answer.content.decode()
