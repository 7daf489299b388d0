"""The heads of days that are over are mailed once, and never said to be mailed when they were not."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from lianmeng.audit.actions import mail_heads, record
from lianmeng.audit.models import DayHead
from lianmeng.audit.queries.against import why_not_whole
from lianmeng.audit.queries.chains import days, newest_days
from lianmeng.audit.queries.verifying import verify
from lianmeng.core.actors import OPERATOR
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 1, 2, tzinfo=UTC)


@pytest.fixture
def three_days(db: None) -> None:
    """Lines on two days that are over and on today."""
    for number in range(3):
        with mock.patch.object(timezone, "now", return_value=START + timedelta(days=number)):
            record(say("Uploaded {old}", old=number), by=OPERATOR, place="city")


@pytest.fixture
def with_mail(settings: Settings) -> None:
    settings.EMAIL_HOST, settings.AUDIT_MAIL_TO = "mail.example.org", ["auditor@example.org"]


def sent() -> int:
    with mock.patch.object(timezone, "now", return_value=START + timedelta(days=2)):
        return mail_heads()


def test_days_that_are_over_are_mailed_once(three_days: None, with_mail: None) -> None:
    assert (sent(), sent()) == (2, 0)
    (message,) = mail.outbox
    heads = [line for line in message.body.splitlines() if line.startswith("2026-")]
    assert [line.partition(":")[0] for line in heads] == ["2026-09-01", "2026-09-02"]
    assert [why_not_whole(head) for head in heads] == [None, None]
    assert message.to == ["auditor@example.org"]


def test_without_a_server_nothing_counts_as_mailed(three_days: None, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    with pytest.raises(Refused, match="2 heads are not mailed"):
        sent()
    assert not DayHead.objects.exclude(mailed_at=None).exists()


def test_a_server_that_fails_leaves_them_unmailed(three_days: None, with_mail: None) -> None:
    with (
        mock.patch("django.core.mail.EmailMessage.send", side_effect=ConnectionRefusedError),
        pytest.raises(Refused),
    ):
        sent()
    assert not DayHead.objects.exclude(mailed_at=None).exists()


def test_kept_heads_are_those_that_are_computed(three_days: None, with_mail: None) -> None:
    sent()
    assert [str(one) for one in newest_days(9)] == [str(one) for one in days()][::-1]
    assert verify().broken is None
    DayHead.objects.filter(lines=1, day="2026-09-02").update(digest="0" * 64)
    broken = verify().broken
    assert broken is not None
    assert str(broken.why) == "the head of the day was changed"
