"""`lianmeng import` with a column map that was kept on the pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from tests.cli.conftest import Call

from lianmeng.core.actors import OPERATOR
from lianmeng.imports.actions.files import bring
from lianmeng.imports.actions.mapping import name_columns
from lianmeng.imports.models import ColumnMap, Import
from lianmeng.imports.rules.columns import Columns
from lianmeng.imports.vocabulary import Kind
from lianmeng.schools.models import Return, School

pytestmark = pytest.mark.django_db
FILE = "学校代码,学校名称\nA1,一小\nA2,二小\nA3,三小\nA3,又一\n"


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    columns = Columns({"code": ("学校代码",), "name": ("学校名称",)}, scheme="other")
    kept = {"columns": columns.as_json(), "made_by": "x", "changed_at": timezone.now()}
    ColumnMap.objects.create(kind="schools", name="名册", **kept)


def test_it_tells_and_changes_nothing_until_it_is_told_to(
    call: Call, register: Callable[[str], Path]
) -> None:
    path = register(FILE)
    answer = call("import", path, "--kind", "schools", "--map", "名册")
    assert answer.status == 0
    assert "New: 2" in answer.out
    assert "Row 4, Code of the school: “A3” stands also in row 5." in answer.out
    assert not School.objects.exists()
    assert not Import.objects.exists()
    applied = call("import", path, "--kind", "schools", "--map", "名册", "--apply", "--json")
    assert json.loads(applied.out)["applied"] is True
    assert School.objects.count() == 2


def test_an_unknown_map_is_refused(call: Call, register: Callable[[str], Path]) -> None:
    answer = call("import", register(FILE), "--kind", "schools", "--map", "nowhere")
    assert (answer.status, answer.out) == (2, "")
    assert "no column map nowhere" in answer.error


def test_the_year_of_the_figures_is_said_anew_for_each_file(
    call: Call, register: Callable[[str], Path]
) -> None:
    """A map that was kept with last year's file does not write this year's figures over last year's."""
    heads = "学校代码,学校名称,学段,学生数\n"
    columns = Columns(
        {"code": ("学校代码",), "stage": ("学段",), "figure:pupils": ("学生数",)},
        lone={"year": "2024"},
        scheme="other",
    )
    one = bring(
        ContentFile(f"{heads}A1,一小,小学,5\n".encode(), name="a.csv"), None, kind=Kind.SCHOOLS, by=OPERATOR
    )
    name_columns(one.public_id, columns, save_as="人数", by=OPERATOR)
    path = register(f"{heads}A1,一小,小学,7\n")
    asked = ("import", path, "--kind", "schools", "--map", "人数", "--apply")
    assert "yearly figures" in call(*asked).error
    assert call(*asked, "--year", "2025").status == 0
    assert list(Return.objects.values_list("year", "values")) == [(2025, {"pupils": 7})]
