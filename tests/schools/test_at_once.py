"""Two officers at the same moment: one is first, the other is told, nothing is lost or doubled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.schools.conftest import OFFICER, OPENED

from lianmeng.audit.models import Line
from lianmeng.core.refusal import Refused
from lianmeng.schools.actions.drafts import NewSchool
from lianmeng.schools.actions.life import open_school, rename_school
from lianmeng.schools.models import School, SchoolVersion

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
]


def test_of_two_changes_to_what_both_saw_one_is_made() -> None:
    school, together = _school(), Barrier(2)

    def rename(name: str) -> bool:
        together.wait()
        try:
            rename_school(school.public_id, name, by=OFFICER, day=OPENED, seen=1)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as officers:
        assert sorted(officers.map(rename, ("乙", "丙"))) == [False, True]
    assert SchoolVersion.objects.get().name in {"乙", "丙"}
    assert (School.objects.get().version, Line.objects.count()) == (2, 2)


def test_of_two_schools_with_one_code_one_is_opened() -> None:
    together = Barrier(2)

    def opened(_: int) -> bool:
        together.wait()
        try:
            _school()
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as officers:
        assert sorted(officers.map(opened, range(2))) == [False, True]
    assert School.objects.count() == 1


def _school() -> School:
    return open_school(NewSchool(scheme="cn", code="2151000001", name="甲"), by=OFFICER, day=OPENED)
