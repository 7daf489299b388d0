"""Telling, reading, closing, mailing, and the calendar's secret."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.cast import DISTRICT, SCHOOL, Cast

from lianmeng.audit.actions import erase_what_is_over
from lianmeng.audit.models import Line
from lianmeng.cli.notices import notices as command
from lianmeng.core.actors import OPERATOR
from lianmeng.core.language import day_in_words
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import CITY, Role
from lianmeng.core.sentences import say
from lianmeng.notices.actions.calendars import renew_calendar
from lianmeng.notices.actions.mailing import mail_notices
from lianmeng.notices.actions.telling import close, mark_read, tell
from lianmeng.notices.models import CalendarAddress, Notice
from lianmeng.notices.queries.inbox import events, inbox, unread_count
from lianmeng.notices.rules.icalendar import calendar
from lianmeng.notices.vocabulary import Tidings
from lianmeng.people.models import Account

LEADER = ((Role.SCHOOL_LEADER, SCHOOL),)
ASKED = Tidings(
    ("alliance", "x"),
    "2",
    say("{names} ({number}): {step}", names=("甲", "乙"), number="JD-1", step=say("Offered for signature")),
    say("You lead a party."),
    say("Sign"),
    "alliances/x/",
    asks=True,
    due=date(2026, 12, 31),
)


def test_holders_of_the_role_at_the_place_are_told_once(cast: Cast) -> None:
    seats = (*LEADER, (Role.DISTRICT_OFFICER, DISTRICT), (Role.CITY_OFFICER, CITY))
    assert tell(ASKED, seats) == {SCHOOL, DISTRICT, CITY}
    tell(ASKED, seats)
    told = set(Notice.objects.values_list("account", flat=True))
    assert told == {cast.actor(one).id for one in ("school_leader", "district_officer", "city_officer")}
    assert Notice.objects.count() == 3


def test_what_asks_stays_open_until_it_is_done_and_the_rest_until_it_is_read(cast: Cast) -> None:
    tell(ASKED, LEADER)
    tell(replace(ASKED, subject=("alliance", "y"), asks=False, due=None), LEADER)
    leader = cast.actor("school_leader")
    asks, tells = inbox(leader.id)
    for one in (asks, tells):
        assert mark_read(one.public_id, by=leader) == "alliances/x/"
    assert list(inbox(leader.id)) == [asks]
    assert unread_count(leader.id) == 0
    close(("alliance", "x"), by="", place="elsewhere")
    assert inbox(leader.id).count() == 1
    close(("alliance", "x"), by=leader.id)
    assert inbox(leader.id).count() == 0


def test_a_notice_names_nobody(cast: Cast) -> None:
    with pytest.raises(ValueError, match="pupil"):
        tell(replace(ASKED, what=say("About {pupil}", pupil="小明")), LEADER)


def test_the_button_opens_what_the_notice_is_about(cast: Cast) -> None:
    tell(ASKED, LEADER)
    page = cast.client("school_leader").get("/zh-hans/notices/").content.decode()
    assert "甲、乙" in page
    assert "2026-12-31" in page
    notice = Notice.objects.get()
    answer = cast.client("school_leader").post(f"/en/notices/{notice.public_id}/open/")
    assert answer["Location"] == "/en/alliances/x/"


def test_a_notice_says_who_did_it_when_it_was_done_by_somebody_else(cast: Cast) -> None:
    tell(ASKED, (*LEADER, (Role.DISTRICT_OFFICER, DISTRICT)))
    officer = cast.actor("district_officer")
    close(("alliance", "x"), by=officer.id)
    name = Account.objects.get(public_id=officer.id).name
    page = cast.client("school_leader").get("/en/notices/?done=1").content.decode()
    assert f"Done by {name} on " in page
    own = Notice.objects.get(account=officer.id)
    page = cast.client("district_officer").get(f"/en/notices/{own.public_id}/").content.decode()
    assert "Done by you on " in page


def test_what_is_overdue_is_marked(cast: Cast) -> None:
    tell(replace(ASKED, due=date(2020, 1, 1)), LEADER)
    page = cast.client("school_leader").get("/en/notices/").content.decode()
    assert "1 of them is overdue." in page
    assert "#s-over" in page.partition('<ul class="lm-list lm-due"')[2]
    at = timezone.localtime(Notice.objects.get().made_at)
    assert f"Told on {day_in_words(at.date(), 'en')} at {at:%H:%M}." in page


def test_the_frame_counts_what_was_not_read_with_one_query(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    reader, leader = cast.client("school_leader"), cast.actor("school_leader")
    tell(ASKED, LEADER)
    page = reader.get("/en/standards/").content.decode()
    assert '<b class="lm-count">1<span' in page
    mark_read(Notice.objects.get().public_id, by=leader)
    assert "lm-count" not in reader.get("/en/standards/").content.decode()
    with django_assert_num_queries(1):
        unread_count(leader.id)


def test_mails_and_calendars_lead_to_the_notice(cast: Cast, settings: Any) -> None:
    settings.EMAIL_HOST, settings.SITE = "mail.example.org", "https://lianmeng.example.org"
    leader = cast.actor("school_leader").id
    Account.objects.filter(public_id=leader).update(email="a@example.org")
    tell(ASKED, LEADER)
    mail_notices(by=OPERATOR)
    address = f"/en/notices/{Notice.objects.get().public_id}/"
    assert f"https://lianmeng.example.org{address}" in mail.outbox[0].body
    (event,) = events(leader, "en", settings.SITE)
    assert f"URL:https://lianmeng.example.org{address}\r\n" in calendar("Due", [event]).replace("\r\n ", "")
    assert "甲, 乙" in cast.client("school_leader").get(address).content.decode()


def test_the_inbox_asks_the_same_with_one_notice_and_with_many(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    reader = cast.client("school_leader")
    for number in range(40):
        tell(replace(ASKED, occasion=str(number)), LEADER)
    with django_assert_max_num_queries(12):
        page = reader.get("/en/notices/")
    assert len(page.content) < 100_000


def test_the_digest_goes_once_to_whoever_has_an_address(cast: Cast, settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    Account.objects.filter(public_id=cast.actor("school_leader").id).update(email="a@example.org")
    tell(ASKED, (*LEADER, (Role.CITY_OFFICER, CITY)))
    assert [mail_notices(by=OPERATOR), mail_notices(by=OPERATOR)] == [1, 0]
    (message,) = mail.outbox
    assert Line.objects.filter(text__startswith="Mailed their notices").count() == 1
    assert message.to == ["a@example.org"]
    assert "甲、乙" in message.body
    assert "31 December 2026" in message.body


def test_what_was_mailed_before_the_server_gave_up_is_in_the_audit(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    tell(ASKED, (*LEADER, (Role.CITY_OFFICER, CITY)))
    for one in ("school_leader", "city_officer"):
        Account.objects.filter(public_id=cast.actor(one).id).update(email=f"{one}@example.org")
    took = iter((1, None))

    def send(message: object) -> None:
        if next(took) is None:
            raise ConnectionResetError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)
    with pytest.raises(Refused, match="did not take a message"):
        mail_notices(by=OPERATOR)
    assert Notice.objects.filter(mailed_at=None).count() == 1
    assert Line.objects.filter(text="Mailed their notices to {count} person").count() == 1


def test_without_a_mail_server_the_command_ends_quietly(cast: Cast, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    tell(ASKED, LEADER)
    result = CliRunner().invoke(command, ["mail"], standalone_mode=False)
    assert (result.return_value, result.exception) == (0, None)
    assert "LIANMENG_MAIL_URL" in result.output
    assert Notice.objects.filter(mailed_at=None).count() == 1


def test_the_calendar_opens_by_its_newest_secret_alone(cast: Cast) -> None:
    tell(ASKED, LEADER)
    reader, stranger = cast.client("school_leader"), Client()

    def made() -> str:
        reader.post("/en/notices/calendar/new/")
        page = reader.get("/en/notices/calendar/").content.decode()
        return page.partition("<code>http://testserver")[2].partition("</code>")[0]

    first = made()
    answer = stranger.get(first)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTSTART;VALUE=DATE:20261231" in answer.content.decode()
    second = made()
    assert [stranger.get(one).status_code for one in (first, second)] == [404, 200]
    Account.objects.filter(public_id=cast.actor("school_leader").id).update(is_active=False)
    assert stranger.get(second).status_code == 404


def test_what_was_told_goes_a_year_after_the_account_was_closed(cast: Cast) -> None:
    tell(ASKED, LEADER)
    renew_calendar(by=cast.actor("school_leader"))
    closed = Account.objects.filter(pk=cast.account("school_leader").pk)
    closed.update(is_active=False, closed_at=timezone.now() - timedelta(days=364))
    erase_what_is_over(by=OPERATOR)
    assert Notice.objects.exists()
    closed.update(closed_at=timezone.now() - timedelta(days=366))
    assert erase_what_is_over(by=OPERATOR)["notices.Notice"] == 2
    assert not Notice.objects.exists()
    assert not CalendarAddress.objects.exists()
