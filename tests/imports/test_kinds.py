"""Staff, needs, regions and yearly figures come in by the same steps as schools."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.imports.steps import applied, brought, counts, guessed, previewed

from lianmeng.imports.actions import reading
from lianmeng.imports.queries.folders import folder_of
from lianmeng.imports.queries.shown import Shown
from lianmeng.imports.vocabulary import Kind, RowState
from lianmeng.schools.models import Appointment, Campus, Employment, Need, Region, Return, Staff
from lianmeng.schools.queries.yearly import register_version

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent.parent / "data"
SCHOOLS = "学校代码,学校名称,区县,学段,学生数\nA1,一小,东区,小学,100\nA2,二中,西区,初中,200\n"
IDENTITY, OTHER_IDENTITY = "11010519491231002X", "440524188001010014"


@pytest.fixture
def schools() -> None:
    applied(previewed(SCHOOLS.encode(), adds_regions=True, lone={"year": "2024"}))


def test_staff_of_school_data_sync(django_capture_on_commit_callbacks: object) -> None:
    applied(previewed(DATA / "staff" / "sds_school.csv"))
    staff = DATA / "staff" / "sds_teacher.csv"
    one = applied(previewed(staff, kind=Kind.STAFF))
    assert counts(one) == {"new": 2}
    assert list(Staff.objects.values_list("number", "name")) == [
        ("14001", "Craig Beane"),
        ("14002", "Daisy Todd"),
    ]
    assert {one.school.code for one in Appointment.objects.all()} == {"10001"}
    assert one.files_gone_at is not None
    assert counts(previewed(staff, kind=Kind.STAFF)) == {"unchanged": 2}


@pytest.mark.parametrize("form", ["sds", "sds_min", "sds_uk"])
def test_every_form_of_school_data_sync_comes_in_as_it_is(form: str) -> None:
    assert counts(applied(previewed(DATA / "staff" / f"{form}_school.csv"))) == {"new": 2}
    assert counts(applied(previewed(DATA / "staff" / f"{form}_teacher.csv", kind=Kind.STAFF))) == {"new": 2}
    named = "" if form == "sds_min" else "Craig Beane"  # which sends no names
    assert Staff.objects.get(number="14001").name == named
    assert set(Appointment.objects.values_list("staff__number", "school__code")) == {
        ("14001", "10001"),
        ("14002", "10001"),
    }


def test_organisations_users_and_roles_of_school_data_sync() -> None:
    """Roles say who works where, users complete the names; pupils and guardians are no staff."""
    folder, other = DATA / "staff", dict.fromkeys(("college", "department", "ministryOfEducation"), "-")
    orgs = brought(folder / "sds21_orgs.csv", kind=Kind.SCHOOLS)
    columns = guessed(orgs)
    kinds = replace(columns, first={**columns.first, "kind": ("type",)}, words=other)
    assert counts(applied(previewed(folder / "sds21_orgs.csv", columns=kinds))) == {"new": 1, "left_out": 3}
    files = (folder / "sds21_roles.csv", folder / "sds21_users.csv")
    one = applied(previewed(*files, kind=Kind.STAFF))
    assert counts(one) == {"new": 1, "refused": 2, "left_out": 4}
    (person,) = Staff.objects.all()
    assert (person.number, person.name) == ("114007", "Kristen Fein")
    appointed = Appointment.objects.get()
    assert (appointed.school.code, str(appointed.since)) == ("110003", "2021-08-24")


def test_staff_with_identity_employer_and_titles(schools: None) -> None:
    text = "工号,姓名,身份证件号,用人单位,学历,职称,任教学校,学科\n"
    text += f"1,张三,{IDENTITY},A1,本科,一级,A1,语文\n2,李四,{OTHER_IDENTITY},东区,硕士,高级,A2,数学\n"
    one = applied(previewed(text.encode(), kind=Kind.STAFF))
    assert counts(one) == {"new": 2}
    first = Staff.objects.get(number="1")
    assert first.identity_sealed != IDENTITY
    assert first.initials == "zs"
    of_school, of_region = Employment.objects.order_by("staff__number")
    assert (of_school.employer_school.code, of_school.degree, of_school.title) == ("A1", "bachelor", "first")
    assert (of_region.employer_region.name, of_region.employer_school) == ("东区", None)
    later = text.replace("一级", "高级") + f"4,王五,{IDENTITY},,,,A1,\n"
    again = applied(previewed(later.encode(), kind=Kind.STAFF, day="2025-09-01"))
    assert counts(again) == {"changed": 1, "unchanged": 1, "refused": 1}
    assert [one.title for one in Employment.objects.filter(staff=first).order_by("since")] == [
        "first",
        "senior",
    ]


@pytest.mark.parametrize("bytes_a_slot", [3_000_000, 20])
def test_an_identity_number_of_two_persons_is_nobodys_until_it_is_mended(
    schools: None, bytes_a_slot: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_BYTES_A_SLOT", bytes_a_slot)
    text = f"工号,姓名,身份证件号\n1,张三,{IDENTITY}\n2,李四,{OTHER_IDENTITY}\n3,王五,{IDENTITY}\n"
    assert counts(applied(previewed(text.encode(), kind=Kind.STAFF))) == {"new": 1, "refused": 2}
    assert [one.number for one in Staff.objects.all()] == ["2"]
    claimed = f"工号,姓名,身份证件号\n2,李四,{OTHER_IDENTITY}\n4,赵六,{OTHER_IDENTITY}\n"
    assert counts(previewed(claimed.encode(), kind=Kind.STAFF)) == {"unchanged": 1, "refused": 1}


def test_a_transfer_ends_the_old_appointment_where_the_officer_closes_what_is_gone(schools: None) -> None:
    applied(previewed("工号,任教学校\n1,A1\n2,A2\n".encode(), kind=Kind.STAFF))
    moved = previewed("工号,任教学校\n1,A2\n2,A2\n3,A1\n".encode(), kind=Kind.STAFF, day="2025-09-01")
    assert counts(moved) == {"new": 2, "unchanged": 1, "gone": 1}
    applied(moved, closes_gone=True)
    held = Appointment.objects.filter(staff__number="1").order_by("since")
    assert [(one.school.code, str(one.until)) for one in held] == [("A1", "2025-09-01"), ("A2", "None")]


@pytest.mark.parametrize(("share", "gone"), [("60", 1), ("40", 0)])
def test_who_is_named_by_another_school_does_not_keep_more_than_a_full_post_unsaid(
    schools: None, share: str, gone: int
) -> None:
    """The file speaks of another school only; what the person had is named as gone, if both are too much."""
    applied(previewed("工号,任教学校,工作量占比\n1,A1,60\n2,A1,100\n".encode(), kind=Kind.STAFF))
    moved = previewed(f"工号,任教学校,工作量占比\n1,A2,{share}\n".encode(), kind=Kind.STAFF, day="2025-09-01")
    assert moved.counts["gone"] == gone
    assert [(row.code, str(row.changes[0].new)) for row in Shown(moved).rows(RowState.GONE, 0, 9)] == [
        ("1", "A1")
    ][:gone]
    applied(moved, closes_gone=True)
    held = {one.school.code: str(one.until) for one in Appointment.objects.filter(staff__number="1")}
    assert held == {"A1": "2025-09-01" if gone else "None", "A2": "None"}
    assert Appointment.objects.get(staff__number="2").until is None


def test_posts_of_one_file_that_are_more_than_a_full_one_are_refused(schools: None) -> None:
    """As on the page; where the file does not speak of shares, several posts are taken. Each row tells its reason."""
    rows = "1,A1,60\n1,A2,60\n2,A1,50\n2,A2,50\n3,A1,150\n4,A1,half\n"
    one = previewed(f"工号,任教学校,工作量占比\n{rows}".encode(), kind=Kind.STAFF)
    told = [str(row.refusal) for row in Shown(one).rows(RowState.REFUSED, 0, 9)]
    assert counts(one) == {"new": 2, "refused": 4}
    wanted = (
        "Row 2, Number of the person: all rows of “1” together are more",
        "Row 3,",
        "cannot be",
        "is not a",
    )
    assert [text for text, part in zip(told, wanted, strict=True) if part not in text] == []
    assert counts(previewed("工号,任教学校\n1,A1\n1,A2\n".encode(), kind=Kind.STAFF)) == {"new": 2}


def test_yearly_figures_of_known_sections(schools: None) -> None:
    text = (
        "学校代码,学段,学年,学生数,教师数\nA1,小学,2025-2026,110,9\nA2,小学,2025,1,1\nA2,初中,2025,,未报送\n"
    )
    one = applied(previewed(text.encode(), kind=Kind.RETURNS))
    assert counts(one) == {"new": 1, "unchanged": 1, "refused": 1}
    sent = Return.objects.get(year=2025)
    assert (sent.values, sent.source) == ({"pupils": 110, "teachers": 9}, f"import {one.public_id}")
    more = text.replace("110,9", "110,8")
    assert counts(applied(previewed(more.encode(), kind=Kind.RETURNS)))["changed"] == 1
    assert Return.objects.get(year=2025).values == {"pupils": 110, "teachers": 8}


def test_needs_and_strengths(schools: None) -> None:
    text = "学校代码,类别,类型,学科,说明,程度\nA1,需求,学科,数学,缺教师,3\nA2,优势,课程,,合唱,\nZ9,需求,资源,,,\n"
    one = applied(previewed(text.encode(), kind=Kind.NEEDS))
    assert counts(one) == {"new": 2, "refused": 1}
    assert list(Need.objects.order_by("school__code").values_list("side", "kind", "subject", "level")) == [
        ("need", "subject", "mathematics", 3),
        ("strength", "course", "", 2),
    ]
    later = text.replace("缺教师,3", "缺教师,1")
    assert counts(applied(previewed(later.encode(), kind=Kind.NEEDS)))["changed"] == 1


def test_campuses(schools: None) -> None:
    text = (
        "学校代码,校区名称,地址,经度,纬度\nA1,南校区,南街1号,104.1,30.6\nA1,北校区,,,\nZ9,东校区,,,\nA2,,,,\n"
    )
    one = applied(previewed(text.encode(), kind=Kind.CAMPUSES))
    assert counts(one) == {"new": 2, "refused": 2}
    first = Campus.objects.get(name="南校区")
    assert (first.school.code, first.address, first.longitude, str(first.since)) == (
        "A1",
        "南街1号",
        104.1,
        "2025-01-01",
    )
    assert counts(previewed(text.encode(), kind=Kind.CAMPUSES)) == {"unchanged": 2, "refused": 2}
    later = "学校代码,校区名称,地址,经度,纬度\nA1,南校区,南街2号,104.1,30.6\nA2,主校区,,,\n"
    again = applied(previewed(later.encode(), kind=Kind.CAMPUSES, day="2025-09-01"), closes_gone=True)
    assert counts(again) == {"new": 1, "changed": 1, "gone": 1}
    there = Campus.objects.order_by("name").values_list("name", "address", "until")
    assert [(name, address, str(until)) for name, address, until in there] == [
        ("主校区", "", "None"),
        ("北校区", "", "2025-09-01"),
        ("南校区", "南街2号", "None"),
    ]


def test_streets_of_a_city_as_regions() -> None:
    districts = "code,name\n510104,锦江区\n510105,青羊区\n"
    applied(previewed(districts.encode(), kind=Kind.REGIONS, lone={"region_kind": "district"}))
    streets = DATA / "registers" / "chengdu_streets.csv"
    one = applied(previewed(streets, kind=Kind.REGIONS, lone={"region_kind": "street"}))
    own = Region.objects.filter(kind="street")
    assert own.count() == one.counts["new"] > 10
    assert {region.district.code for region in own} == {"510104", "510105"}
    assert one.counts["refused"] > 100
    again = previewed(streets, kind=Kind.REGIONS, lone={"region_kind": "street"})
    assert again.counts["unchanged"] == one.counts["new"]


def test_the_files_of_an_import_lie_under_its_own_name(schools: None) -> None:
    one = previewed(SCHOOLS.encode(), lone={"year": "2024"})
    assert sorted(path.name for path in folder_of(one).iterdir() if path.is_file()) == ["first"]


def test_a_street_that_a_file_moves_lies_in_the_other_district_with_its_villages() -> None:
    def load(rows: str, kind: str) -> None:
        text = f"code,name,parent\n{rows}"
        applied(previewed(text.encode(), kind=Kind.REGIONS, lone={"region_kind": kind}))

    load("510104,锦江区,\n510105,青羊区,\n", "district")
    load("510104001,甲街,510104\n", "street")
    load("510104001001,甲村,510104001\n", "village")
    parts = Region.objects.filter(code__startswith="510104001").values_list("district__name", flat=True)
    assert list(parts) == ["锦江区", "锦江区"]
    before = register_version()
    load("510104001,甲街,510105\n", "street")
    assert list(parts.all()) == ["青羊区", "青羊区"]
    assert register_version() != before
