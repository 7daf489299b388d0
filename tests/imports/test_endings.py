"""Mergers, splits and closings come in from a file, with all that follows from them on the page."""

from __future__ import annotations

import pytest
from tests.imports.steps import applied, counts, previewed

from lianmeng.imports.models import Import
from lianmeng.imports.queries.shown import Shown
from lianmeng.imports.vocabulary import Kind, RowState
from lianmeng.schools.models import Appointment, School, SchoolVersion, Section, Succession

pytestmark = pytest.mark.django_db
SCHOOLS = [("A1", "小学"), ("A2", "小学"), ("A3", "初中"), ("A4", "小学"), ("A5", "小学"), ("A6", "小学")]
ENDINGS = ["A1,合并,A3,2025-09-01,", "A2,合并,A3,2025-09-01,", "A4,撤销,,2025-08-01,无生源"]
ENDINGS += ["A5,分立,A5,2025-09-01,", "A5,分立,A6,2025-09-01,"]


@pytest.fixture(autouse=True)
def schools() -> None:
    rows = "".join(f"{code},{code}校,{stage}\n" for code, stage in SCHOOLS)
    applied(previewed(f"学校代码,学校名称,学段\n{rows}".encode()))
    applied(previewed("工号,任教学校\n1,A1\n".encode(), kind=Kind.STAFF))


def looked_at(*rows: str) -> Import:
    text = "\n".join(("学校代码,变动类型,并入学校代码,变动日期,原因", *rows))
    return previewed(text.encode(), kind=Kind.ENDINGS)


def test_schools_merge_split_and_close() -> None:
    assert counts(applied(looked_at(*ENDINGS))) == {"new": 5}
    closed = School.objects.exclude(closed_on=None).order_by("code")
    assert [(one.code, str(one.closed_on), one.close_reason) for one in closed] == [
        ("A1", "2025-09-01", ""),
        ("A2", "2025-09-01", ""),
        ("A4", "2025-08-01", "无生源"),
    ]
    ties = Succession.objects.order_by("predecessor__code")
    assert list(ties.values_list("predecessor__code", "successor__code", "kind")) == [
        ("A1", "A3", "merge"),
        ("A2", "A3", "merge"),
        ("A5", "A6", "split"),
    ]
    held = Appointment.objects.filter(staff__number="1").order_by("since")
    assert [(one.school.code, str(one.until)) for one in held] == [("A1", "2025-09-01"), ("A3", "None")]
    assert set(Section.objects.filter(school__code="A3").values_list("stage", flat=True)) == {
        "junior",
        "primary",
    }
    assert str(SchoolVersion.objects.get(code="A2").until) == "2025-09-01"


def test_the_same_file_again_changes_nothing() -> None:
    applied(looked_at(*ENDINGS))
    assert counts(looked_at(*ENDINGS)) == {"unchanged": 5}


def test_what_cannot_be_is_refused_by_row_or_whole() -> None:
    wrong = looked_at(
        "A1,合并,,2025-09-01,", "A2,撤销,A3,2025-09-01,", "A3,合并,Z9,2025-09-01,", "A4,搬走,,,"
    )
    told = [str(row.refusal) for row in Shown(wrong).rows(RowState.REFUSED, 0, 9)]
    assert counts(wrong) == {"refused": 4}
    wanted = (
        "is empty",
        "nobody carries on a school that closes",
        "has no school “Z9”",
        "nobody said what “搬走”",
    )
    assert all(part in sentence for part, sentence in zip(wanted, told, strict=True))
    applied(looked_at("A4,撤销,,2025-08-01,"))
    late = applied(looked_at("A1,撤销,,2025-09-01,", "A2,合并,A4,2025-09-01,"))
    assert late.state == "previewed"
    assert School.objects.get(code="A1").closed_on is None
    assert "closed on" in str(late.refusal)
