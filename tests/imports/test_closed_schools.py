"""Files of staff, campuses and needs name schools that are there on the day of the file, as the pages do."""

from __future__ import annotations

import pytest
from tests.imports.steps import applied, counts, previewed

from lianmeng.imports.models import Import
from lianmeng.imports.queries.shown import Shown
from lianmeng.imports.vocabulary import Kind, RowState
from lianmeng.schools.models import Appointment, Campus, Need, School

pytestmark = pytest.mark.django_db
SCHOOLS = "学校代码,学校名称,学段,建校时间\nA1,甲校,小学,\nA2,乙校,小学,\nN1,新校,小学,2026-09-01\n"
FILES = {
    Kind.STAFF: ("工号,任教学校", "1,{school}", Appointment),
    Kind.CAMPUSES: ("校区名称,学校代码", "东校区,{school}", Campus),
    Kind.NEEDS: ("类别,类型,学科,学校代码", "需求,学科,数学,{school}", Need),
}


@pytest.fixture(autouse=True)
def schools() -> None:
    applied(previewed(SCHOOLS.encode(), day="2014-01-01"))
    closing("A1", "2015-07-01")


def closing(code: str, day: str) -> None:
    text = f"学校代码,变动类型,变动日期\n{code},撤销,{day}\n"
    applied(previewed(text.encode(), kind=Kind.ENDINGS))


def looked_at(kind: Kind, *schools: str, day: str = "2026-01-01") -> Import:
    heading, line, _ = FILES[kind]
    text = "\n".join((heading, *(line.format(school=school) for school in schools)))
    return previewed(text.encode(), kind=kind, day=day)


@pytest.mark.parametrize("kind", FILES)
def test_a_school_that_is_closed_or_not_yet_open_is_refused(kind: Kind) -> None:
    one = looked_at(kind, "A1", "N1", "A2", "Z9")
    told = [str(row.refusal) for row in Shown(one).rows(RowState.REFUSED, 0, 9)]
    wanted = ("“A1” is closed since 2015-07-01", "“N1” opens on 2026-09-01", "no school “Z9”")
    assert [text for text, part in zip(told, wanted, strict=True) if part not in text] == []
    applied(one)
    assert list(FILES[kind][2].objects.values_list("school__code", flat=True)) == ["A2"]
    assert counts(looked_at(kind, "A1", day="2015-01-01"))["new"] == 1


@pytest.mark.parametrize("kind", FILES)
def test_a_school_that_closed_since_the_preview_gets_nothing(kind: Kind) -> None:
    one = looked_at(kind, "A2")
    assert counts(one) == {"new": 1}
    closing("A2", "2025-12-01")
    assert "changed since this preview" in str(applied(one).refusal)
    assert not FILES[kind][2].objects.exists()
    assert str(School.objects.get(code="A2").closed_on) == "2025-12-01"
