"""`lianmeng import` with a column map that was kept on the pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.cli.conftest import Call

from lianmeng.imports.models import ColumnMap, Import
from lianmeng.imports.rules.columns import Columns
from lianmeng.schools.models import School

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
