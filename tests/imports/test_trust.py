"""A file is its officer's own, in the district of now; who has it applied is written down; numbers leave sealed."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.utils import timezone
from tests.cast import DISTRICT, OTHER_DISTRICT, Cast
from tests.imports.steps import applied, previewed
from tests.imports.test_pages import FILE

from lianmeng.audit.actions import erase_what_is_over
from lianmeng.audit.models import Line
from lianmeng.core.actors import OPERATOR, Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import Role
from lianmeng.database.sealed_files import MARK
from lianmeng.imports.actions.mapping import ask_to_apply, look_again
from lianmeng.imports.models import Import
from lianmeng.imports.queries.folders import folder_of
from lianmeng.imports.queries.listing import imports_for
from lianmeng.imports.vocabulary import Kind
from lianmeng.schools.models import Region, Staff

pytestmark = pytest.mark.django_db
IDENTITY = "11010519491231002X"


def at(actor: Actor, place: str) -> Actor:
    return replace(actor, roles=frozenset({(Role.DISTRICT_OFFICER.value, place)}))


def test_an_officer_who_went_to_another_district_loads_nothing_into_the_old_one(cast: Cast) -> None:
    officer = cast.actor("district_officer")
    text = FILE.replace("东区", Region.objects.get(public_id=DISTRICT).name)
    one = previewed(text.encode(), by=officer, lone={"year": "2024"})
    moved = at(officer, OTHER_DISTRICT)
    with pytest.raises(Refused, match="no such import"):
        ask_to_apply(one.public_id, seen=one.version, closes_gone=False, by=moved)
    assert not imports_for(moved).exists()
    assert imports_for(at(officer, DISTRICT)).exists()


def test_the_audit_names_who_had_a_file_applied(cast: Cast) -> None:
    """An officer of the city may apply what a district's officer brought."""
    text = FILE.replace("东区", Region.objects.get(public_id=DISTRICT).name)
    one = previewed(text.encode(), by=cast.actor("district_officer"), lone={"year": "2024"})
    city = cast.actor("city_officer")
    applied(one, by=city)
    lines = Line.objects.filter(subject=one.public_id)
    assert lines.get(text__startswith="Had the file").actor == city.id
    assert lines.get(text__startswith="Loaded").actor == cast.actor("district_officer").id


def test_the_digest_of_the_audit_is_that_of_all_rows_and_of_what_was_closed() -> None:
    """Computed here from the file as anybody can who has it: fields by name, each cell by the register's word."""
    first = "学校代码,学校名称,学段,学生数\nA1,一小,小学,100\nA2,二小,小学,\nA3,三小,小学,5\n"
    known: dict[str, Any] = {"lone": {"year": "2024"}}
    applied(previewed(first.encode(), **known))
    later = "学校代码,学校名称,学段,学生数\nA1,一小,小学,120\nA2,二小,小学,\nA4,四小,小学,7\n"
    one = applied(previewed(later.encode(), **known), closes_gone=True)
    told = "code,figure:pupils,name,row,stage,year\n"
    told += "A1,120.0,一小,2,primary,2024.0\nA4,7.0,四小,4,primary,2024.0\n"
    told += "gone,school,A3,三小\n"
    line = Line.objects.get(subject=one.public_id, text__startswith="Loaded")
    assert line.rows_digest == one.rows_digest == hashlib.sha256(told.encode()).hexdigest()


def test_naming_the_columns_and_comparing_again_are_lines_of_the_audit(cast: Cast) -> None:
    text = FILE.replace("东区", Region.objects.get(public_id=DISTRICT).name)
    officer = cast.actor("district_officer")
    one = previewed(text.encode(), by=officer, lone={"year": "2024"})
    look_again(one.public_id, by=officer)
    told = Line.objects.filter(subject=one.public_id, actor=officer.id, place=DISTRICT).order_by("number")
    assert [line.text for line in told][1:] == [
        "Named the columns of the file {file}",
        "Compared the file {file} with the register again",
    ]


def test_identity_numbers_leave_and_come_back_sealed(cast: Cast) -> None:
    text = (
        f"工号,姓名,身份证件号,用人单位,学历,职称,任教学校,学科\n1,张三,{IDENTITY},没有的区,本科,一级,,语文\n"
    )
    one = previewed(text.encode(), kind=Kind.STAFF)
    assert one.counts["refused"] == 1
    answer = cast.client("city_officer").get(f"/en/imports/{one.public_id}/refused.xlsx")
    heading, row = openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert IDENTITY not in str(row)
    mended = dict(zip(heading[:-1], row[:-1], strict=True)) | {
        "用人单位": Region.objects.get(public_id=DISTRICT).name
    }
    lines = [",".join(mended), ",".join(str(cell or "") for cell in mended.values())]
    applied(previewed("\n".join(lines).encode(), kind=Kind.STAFF))
    typed = previewed(text.replace("没有的区", mended["用人单位"]).encode(), kind=Kind.STAFF)
    assert Staff.objects.get(number="1").identity_hash
    assert typed.counts["unchanged"] == 1


def test_a_file_and_the_rows_that_were_read_of_it_lie_sealed_on_the_disk(cast: Cast) -> None:
    text = (
        f"工号,姓名,身份证件号,用人单位,学历,职称,任教学校,学科\n1,张三,{IDENTITY},没有的区,本科,一级,,语文\n"
    )
    one = previewed(text.encode(), kind=Kind.STAFF)
    shown = cast.client("city_officer").get(f"/en/imports/{one.public_id}/")
    assert "没有的区" in shown.content.decode(), "whoever may see the file reads it on the page"
    lying = [path for path in folder_of(one).rglob("*") if path.is_file()]
    plain = {path.name for path in lying if not path.read_bytes().startswith(MARK)}
    assert plain <= {"counts.json", "progress"}
    assert len(lying) - len(plain) >= 4
    for path in lying:
        content = path.read_bytes()
        assert not any(word.encode() in content for word in (IDENTITY, "张三", "没有的区")), path


def test_retention_takes_old_files_away_though_nobody_brings_another(cast: Cast) -> None:
    one = previewed(FILE.encode(), adds_regions=True, lone={"year": "2024"})
    Import.objects.update(uploaded_at=timezone.now() - timedelta(days=31))
    assert erase_what_is_over(by=OPERATOR)["imports.Import"] == 1
    one.refresh_from_db()
    assert one.files_gone_at is not None
