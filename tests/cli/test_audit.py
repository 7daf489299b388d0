"""`lianmeng audit verify`: consistent, whole against a head that was noted, or the first broken line by name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F
from tests.audit.test_verify import at
from tests.cli.conftest import Call

from lianmeng.audit.actions import record
from lianmeng.audit.models import Head, Line, Value
from lianmeng.audit.queries.chains import days
from lianmeng.core.actors import OPERATOR
from lianmeng.core.sentences import say

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 1, 2, tzinfo=UTC)
COUNTED = "lines: 6, chains: 2, values: 6, of these erased: 0"
COUNTED_ZH = "2 条链共 6 条记录，6 个值，其中 0 个已抹除"


@pytest.fixture
def heads(db: None) -> list[str]:
    """The heads of two days with three lines each, as they were mailed."""
    for number in range(6):
        with at(START + timedelta(days=number // 3, minutes=number)):
            record(say("Renamed {old}", old=f"School {number}"), by=OPERATOR, place="city")
    return [str(day) for day in days()]


def test_an_audit_that_nobody_touched_is_consistent_and_whole(call: Call, heads: list[str]) -> None:
    assert call("audit", "verify").out == f"Consistent: {COUNTED}.\n"
    for asked in (heads[:1], heads[1:], heads):
        options = [part for head in asked for part in ("--against", head)]
        answer = call("audit", "verify", *options)
        assert (answer.status, answer.out) == (0, f"Whole: {COUNTED}.\n")
    assert "lines: 3, chains: 1" in call("audit", "verify", "--day", "2026-09-02").out


def test_it_says_so_in_chinese(chinese: Call, heads: list[str]) -> None:
    assert chinese("audit", "verify").out == f"一致：{COUNTED_ZH}。\n"
    assert chinese("audit", "verify", "--against", heads[1]).out == f"完整：{COUNTED_ZH}。\n"


def test_the_first_line_that_was_changed_behind_its_back_is_named(call: Call, heads: list[str]) -> None:
    Line.objects.filter(number=3).update(actor="somebody else")  # of both days: the earlier one is told
    Value.objects.filter(line__number=2, line__day="2026-09-02").update(value="another")
    answer = call("audit", "verify", "--against", heads[1])
    assert (answer.status, answer.out) == (1, "Broken: city, 2026-09-01, line 3: the line was changed.\n")


def test_the_first_broken_line_is_named_in_chinese(chinese: Call, heads: list[str]) -> None:
    Value.objects.filter(line__number=2, line__day="2026-09-02").update(value="another")
    answer = chinese("audit", "verify")
    assert answer.status == 1
    assert "2026-09-02" in answer.out
    assert "第 2 条" in answer.out
    assert "broken" not in answer.out.lower()


def test_what_was_written_anew_is_consistent_but_not_whole(call: Call, heads: list[str]) -> None:
    """Who may write to the database takes the last line of the first day out and mends the head."""
    last = Line.objects.filter(day="2026-09-01").latest("number")
    last.values.all().delete()
    last.delete()
    Head.objects.filter(day="2026-09-01").update(count=F("count") - 1, digest=last.previous)
    assert call("audit", "verify").out.startswith("Consistent: lines: 5,")
    for head in heads:  # the later head vouches for the day before too
        answer = call("audit", "verify", "--against", head)
        assert (answer.status, answer.out.startswith("Not whole: the head of ")) == (1, True), answer


def test_what_is_no_head_is_refused(call: Call, heads: list[str]) -> None:
    answer = call("audit", "verify", "--against", "yesterday")
    assert answer.status == 2
    assert answer.error.startswith("“yesterday” is no head.")
