"""A task of the work plan is marked done by who does it, with what shows it; and reminders stop."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.alliances.conftest import CITY_OFFICER, TODAY, alliance, approved, leader, signed
from tests.alliances.test_pages import BUDGET, page, sent, signed_in
from tests.alliances.test_photos import brought

from lianmeng.alliances.actions.reminding import remind_of_days
from lianmeng.alliances.actions.tasks import add_task_file, mark_done, take_done_back
from lianmeng.alliances.models import Alliance, TaskMark
from lianmeng.alliances.queries.periods import reminders
from lianmeng.alliances.rules.content import Task, content_of
from lianmeng.alliances.rules.tasks import key_of, standing_of
from lianmeng.audit.models import Line
from lianmeng.core.actors import OPERATOR, Actor
from lianmeng.core.language import day_in_words
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import Role
from lianmeng.documents.models import File
from lianmeng.notices.models import Notice

pytestmark = pytest.mark.usefixtures("city")
A, C = leader("a"), leader("c")
DUE = date(2027, 1, 31)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def key(made: str) -> str:
    in_force = alliance(made).in_force
    assert in_force
    return key_of(content_of(in_force.content).plan[0])


def test_it_stands_as_due_late_or_done() -> None:
    task = Task("Plan", "a", due="2027-01-31")
    assert standing_of(task, "2027-01-31", done=False) == "due"
    assert standing_of(task, "2027-02-01", done=False) == "late"
    assert standing_of(task, "2027-02-01", done=True) == "done"


def test_only_the_party_that_does_it_marks_it_and_its_group_office() -> None:
    made = approved()
    for stranger in (C, CITY_OFFICER, leader("f"), Actor("x", frozenset({(Role.GROUP_OFFICE.value, "c")}))):
        with pytest.raises(Refused, match="by the party that does it"):
            mark_done(made, key(made), "Minutes", seen=None, by=stranger)
    lines = Line.objects.count()
    mark_done(made, key(made), "Minutes", seen=None, by=Actor("o", frozenset({("group_office", "a")})))
    assert Line.objects.count() == lines + 1
    with pytest.raises(Refused, match="done already"):
        mark_done(made, key(made), "Minutes", seen=None, by=A)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"text": " "}, "Say what shows it"),
        ({"day": TODAY + timedelta(days=1)}, "has not come yet"),
        ({"day": date(1016, 1, 1)}, "too far in the past"),
        ({"task": "x"}, "not in the agreement that is in force"),
        ({"seen": 1}, "Somebody has changed"),
    ],
)
def test_what_does_not_show_it_is_refused(more: dict[str, Any], said: str) -> None:
    made = approved()
    with pytest.raises(Refused, match=said):
        mark_done(made, **{"task": key(made), "text": "Minutes", "seen": None, "by": A} | more)
    assert not TaskMark.objects.exists()


def test_before_the_agreement_is_in_force_nothing_is_done() -> None:
    with pytest.raises(Refused, match="while the agreement is in force"):
        mark_done(signed(), "x", "Minutes", seen=None, by=A)


def test_what_was_said_is_never_changed() -> None:
    made = approved()
    mark_done(made, key(made), "Minutes", seen=None, by=A)
    with (
        pytest.raises(DatabaseError, match="only added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM alliances_taskmark")


def test_on_the_page_of_an_earlier_day_nothing_is_marked() -> None:
    made, client = approved(), signed_in("school_leader", "a")
    home = f"/en/alliances/{made}/"
    assert f"{home}tasks/0/done/" in page(client, home)
    text = page(client, f"{home}?day={TODAY - timedelta(days=1)}")
    assert "Joint planning" in text
    assert f"{home}tasks/" not in text
    mark_done(made, key(made), "Minutes", seen=None, by=A, day=TODAY - timedelta(days=2))
    text = page(client, f"{home}?day={TODAY - timedelta(days=1)}")
    assert "Minutes" in text
    assert f"{home}tasks/" not in text


def test_it_is_marked_shown_and_taken_back_with_a_reason_on_pages() -> None:
    made, client, other = approved(), signed_in("school_leader", "a"), signed_in("school_leader", "c")
    home = f"/en/alliances/{made}/"
    assert "To be done" in page(client, home)
    assert f"{home}tasks/0/done/" not in page(other, home)
    assert sent(client, f"{home}tasks/0/done/", text="Minutes of May").status_code == 302
    mark = TaskMark.objects.get()
    assert (
        client.post(f"{home}tasks/done/{mark.public_id}/files/add/", {"file": brought()}).status_code == 302
    )
    kept = File.objects.get(kind="scan")
    address = f"{home}tasks/done/{mark.public_id}/files/{kept.public_id}/"
    shown = page(other, home)
    told = f"{day_in_words(TODAY, 'en')}, done: Minutes of May"
    assert all(one in shown for one in ("Done", told, address))
    assert signed_in("teacher", "c").get(address).status_code == 200
    assert signed_in("teacher", "f").get(address).status_code == 403
    assert sent(client, f"{home}tasks/0/undone/").status_code == 422
    assert sent(client, f"{home}tasks/0/undone/", reason="It was another plan").status_code == 302
    shown = page(client, home)
    assert all(one in shown for one in ("To be done", "It was another plan", "Minutes of May"))
    assert address not in shown
    with pytest.raises(Refused, match="not marked done"):
        take_done_back(made, key(made), "Again", seen=None, by=A)


def test_only_pictures_and_pdfs_show_it_and_only_while_it_stands() -> None:
    made = approved()
    mark = mark_done(made, key(made), "Minutes", seen=None, by=A)
    with pytest.raises(Refused, match="This is no scan"):
        add_task_file(made, mark, brought(b"MZ" + bytes(99)), by=A)
    with pytest.raises(Refused, match="by the party that does it"):
        add_task_file(made, mark, brought(), by=C)
    take_done_back(made, key(made), "No", seen=None, by=A)
    with pytest.raises(Refused, match="not marked done"):
        add_task_file(made, mark, brought(), by=A)


def test_reminders_come_before_and_after_the_day_and_stop_when_it_is_done() -> None:
    made = approved()
    signed_in("school_leader", "a")
    Alliance.objects.filter(public_id=made).update(until=TODAY + timedelta(days=3000))
    Notice.objects.all().delete()
    before, after = DUE - timedelta(days=reminders().task), DUE + timedelta(days=1)
    assert [remind_of_days(day, by=OPERATOR) for day in (before, before, after, after)] == [1, 0, 1, 0]
    late = Notice.objects.latest("pk")
    assert late.address == f"alliances/{made}/tasks/0/done/"
    assert "is not marked done" in str(late.what)
    mark_done(made, key(made), "Minutes", seen=None, by=A)
    assert not Notice.objects.filter(done_at=None).exists()
    Notice.objects.all().delete()
    assert [remind_of_days(day, by=OPERATOR) for day in (before, after)] == [0, 0]
    take_done_back(made, key(made), "No", seen=None, by=A)
    assert remind_of_days(after, by=OPERATOR) == 1


def test_the_page_asks_as_often_with_marks_and_files_as_without() -> None:
    made, client, counts = approved(), signed_in("school_leader", "a"), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            page(client, f"/en/alliances/{made}/")
        counts.append(len(queries))
        mark = mark_done(made, key(made), "Minutes", seen=None, by=A)
        add_task_file(made, mark, brought(), by=A)
        add_task_file(made, mark, brought(), by=A)
        if len(counts) == 1:
            take_done_back(made, key(made), "No", seen=None, by=A)
    assert counts[0] == counts[1] <= BUDGET, counts
