"""Mergers, splits and closings come in from a file, with all that follows from them on the page."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cast import DISTRICT, OTHER_DISTRICT, Cast
from tests.imports.steps import applied, counts, previewed

from lianmeng.core.actors import OPERATOR
from lianmeng.imports.models import Import
from lianmeng.imports.queries.shown import Shown
from lianmeng.imports.vocabulary import OF_SCHOOLS, Kind, RowState
from lianmeng.schools.actions.drafts import Change, NewSchool
from lianmeng.schools.actions.life import move_school, open_school
from lianmeng.schools.actions.loading import TABLES
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


def test_halves_of_a_post_at_schools_that_become_one_are_one_post() -> None:
    """Of the same duties; a file of staff of the next year finds one post, and no second one beside it."""
    heads = "工号,任教学校,学科,工作量占比\n"
    staff = f"{heads}2,A1,数学,50\n2,A2,数学,50\n3,A1,数学,50\n3,A2,音乐,50\n4,A3,,40\n4,A2,,40\n"
    applied(previewed(staff.encode(), kind=Kind.STAFF))
    applied(looked_at("A1,合并,A3,2025-09-01,", "A2,合并,A3,2025-09-01,"))
    held = Appointment.objects.filter(school__code="A3", until=None).exclude(staff__number="1")
    told = sorted(held.values_list("staff__number", "subject", "share_percent"))
    assert told == [("2", "mathematics", 100), ("3", "mathematics", 50), ("3", "music", 50), ("4", "", 80)]
    again = previewed(f"{heads}2,A3,数学,100\n".encode(), kind=Kind.STAFF, day="2025-10-01")
    assert again.counts["unchanged"] == 1


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


def refusals(one: Import) -> list[str]:
    return [str(row.refusal) for row in Shown(one).rows(RowState.REFUSED, 0, 99)]


def test_the_preview_refuses_what_the_register_would() -> None:
    """A closed school closed again or carrying on, a school into itself, two into one another, a split into one."""
    applied(looked_at("A4,撤销,,2025-08-01,"))
    rows = ["A4,撤销,,2025-09-01,", "A2,合并,A4,2025-09-01,", "A3,合并,A3,2025-09-01,"]
    rows += ["A1,合并,A2,2025-09-01,", "A2,合并,A1,2025-09-01,", "A5,分立,A6,2025-09-01,"]
    one = looked_at(*rows, "A3,撤销,,2025-10-01,")
    told = refusals(one)
    assert counts(one) == {"refused": 6, "new": 1}
    wanted = (
        "Row 2, Code of the school: “A4” is closed since 2025-08-01",
        "Row 3, Code of the school that carries",
    )
    wanted += ("Row 4,", "row 6 tells something else of “A", "row 5 tells something else of “A", "Row 7,")
    assert [text for text, part in zip(told, wanted, strict=True) if part not in text] == []
    done = applied(one)
    assert (done.state, str(School.objects.get(code="A3").closed_on)) == ("applied", "2025-10-01")


def test_a_day_before_opening_or_before_what_begins_is_refused_in_the_preview() -> None:
    applied(
        previewed("学校代码,学校名称,学段,建校时间\nN1,新校,小学,2025-09-01\n".encode(), day="2025-09-02")
    )
    applied(previewed("校区名称,学校代码\n东校区,A3\n".encode(), kind=Kind.CAMPUSES, day="2025-06-01"))
    one = looked_at("N1,撤销,,2025-08-01,", "A1,合并,N1,2025-08-01,", "A3,撤销,,2025-05-01,")
    wanted = ("“N1” opens on 2025-09-01", "“N1” opens on 2025-09-01", "“A3” begins or changes on 2025-06-01")
    assert [text for text, part in zip(refusals(one), wanted, strict=True) if part not in text] == []


def test_what_closed_since_the_preview_refuses_the_whole() -> None:
    one = looked_at("A1,撤销,,2025-09-01,", "A2,合并,A4,2025-09-01,")
    applied(looked_at("A4,撤销,,2025-08-01,"))
    late = applied(one)
    assert (late.state, School.objects.get(code="A1").closed_on) == ("previewed", None)
    assert "closed on" in str(late.refusal)


def school_of_district(code: str, *, moves: str = "") -> None:
    """In the district of the cast's officer; it goes over to the other one on a day."""
    draft = NewSchool(scheme="other", code=code, name=code, region=DISTRICT, stages=("primary",))
    school = open_school(draft, by=OPERATOR, day=date(2020, 9, 1))
    if moves:
        go_over(school.public_id, moves)


def go_over(public_id: str, day: str) -> None:
    change = Change(region=OTHER_DISTRICT)
    move_school(public_id, change, by=OPERATOR, day=date.fromisoformat(day), seen=None)


def test_an_officer_ends_what_lies_in_the_own_district_on_the_day(cast: Cast) -> None:
    """Whatever the day of the file: as on the page, the school that carries on too."""
    school_of_district("M1", moves="2026-09-01")
    school_of_district("M2")
    officer = cast.actor("district_officer")
    rows = ("M1,撤销,,2026-11-01,", "M2,合并,M1,2026-11-01,", "M2,撤销,,2026-11-01,")
    text = "\n".join(("学校代码,变动类型,并入学校代码,变动日期,原因", *rows)).encode()
    one = previewed(text, kind=Kind.ENDINGS, by=officer, day="2026-08-01")
    assert counts(one) == {"refused": 2, "new": 1}
    assert all("“M1” belongs to another district" in told for told in refusals(one))
    applied(one, by=officer)
    assert School.objects.get(code="M1").closed_on is None
    other = previewed(text, kind=Kind.ENDINGS, by=cast.actor("other_district_officer"), day="2026-08-01")
    assert [str(row.refusal)[:6] for row in Shown(other).rows(RowState.REFUSED, 0, 9)] == ["Row 3,", "Row 4,"]


def test_a_school_that_moved_since_the_preview_is_not_ended(cast: Cast) -> None:
    school_of_district("M1")
    officer = cast.actor("district_officer")
    text = "学校代码,变动类型,变动日期\nM1,撤销,2026-08-15\n".encode()
    one = previewed(text, kind=Kind.ENDINGS, by=officer, day="2026-08-01")
    assert counts(one) == {"new": 1}
    school = School.objects.get(code="M1")
    go_over(school.public_id, "2026-08-10")
    assert "lies in another district on {day}" in str(applied(one, by=officer).refusal)
    assert School.objects.get(code="M1").closed_on is None


@pytest.mark.parametrize(
    "rows",
    [
        ("A1,撤销,,2025-09-01,", "A1,合并,A3,2025-09-01,"),
        ("A1,合并,A2,2025-09-01,", "A1,合并,A3,2025-09-01,"),
        ("A1,撤销,,2025-08-01,", "A1,撤销,,2025-09-01,"),
        ("A1,撤销,,2025-09-01,", "A2,合并,A1,2025-09-01,"),
        ("A1,撤销,,2025-09-01,", "A1,分立,A1,2025-09-01,", "A1,分立,A2,2025-09-01,"),
    ],
)
def test_of_rows_that_contradict_one_another_none_is_taken(rows: tuple[str, ...]) -> None:
    """Whichever comes first; what has nothing to do with them is taken."""
    for order in (rows, rows[::-1]):
        one = looked_at(*order, "A4,撤销,,2025-09-01,")
        assert counts(one) == {"refused": len(rows), "new": 1}
        assert all("tells something else of “A1”. None of them is taken" in told for told in refusals(one))


def test_a_school_that_splits_off_others_goes_on_and_closes_later() -> None:
    rows = (
        "A5,分立,A5,2025-09-01,",
        "A5,分立,A6,2025-09-01,",
        "A5,撤销,,2026-09-01,",
        "A6,合并,A1,2026-09-01,",
    )
    assert counts(applied(looked_at(*rows))) == {"new": 4}


@pytest.mark.parametrize("bad", ["A5,分立,Z9,2025-09-01,", "A5,分立,A6,2025-09-01,"])
def test_a_split_of_which_one_row_is_wrong_is_refused_whole(bad: str) -> None:
    """Unknown, or twice: what is left would be another split, or none."""
    one = looked_at("A5,分立,A5,2025-09-01,", "A5,分立,A6,2025-09-01,", "A5,分立,A4,2025-09-01,", bad)
    told = refusals(one)
    assert counts(one) == {"refused": 4}
    assert sum("another row of the same split" in sentence for sentence in told) == (3 if "Z9" in bad else 2)


def test_while_a_file_that_names_schools_is_written_none_of_them_closes() -> None:
    assert all(School in TABLES[kind.value] for kind in OF_SCHOOLS)
