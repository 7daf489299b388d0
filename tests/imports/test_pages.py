"""An officer loads a file through the pages, and sees what happens to it."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.cast import DISTRICT, OTHER_DISTRICT, Cast
from tests.imports.steps import previewed

from lianmeng.imports.actions.files import forget_old
from lianmeng.imports.models import ColumnMap, Import
from lianmeng.imports.rules.guess import guess_columns
from lianmeng.imports.vocabulary import Kind
from lianmeng.jobs.actions import work
from lianmeng.schools.models import Region, Return, SchoolVersion

pytestmark = pytest.mark.django_db
FILE = (
    "学校代码,学校名称,区县,学段,学生数\nA1,一小,东区,小学,100\nA2,二小,西区,小学,\nA3,又一,东区,小学,many\n"
)
FIELDS = ("code", "name", "region", "stage", "figure:pupils")
NAMED = {f"c{at}": key for at, key in enumerate(FIELDS)} | {
    "scheme": "other",
    "day": "2025-01-01",
    "adds_regions": "on",
    "heading_row": "1",
    "lone-year": "2024",
    "save_as": "东西区名册",
}


def loaded() -> QuerySet[SchoolVersion]:
    """The schools of the file, beside those of the cast."""
    return SchoolVersion.objects.filter(code__in=("A1", "A2"))


def brought(client: Client, text: str = FILE) -> str:
    file = SimpleUploadedFile("schools.csv", text.encode())
    answer = client.post("/en/imports/new/", {"kind": "schools", "file": file})
    assert answer.status_code == 302
    return answer.headers["Location"].removesuffix("columns/")


def test_from_the_file_to_the_register(cast: Cast) -> None:
    client = cast.client("city_officer")
    address = brought(client)
    assert b"Say what the columns are" in client.get(f"{address}columns/").content
    assert client.post(f"{address}columns/", NAMED).status_code == 302
    waiting = client.get(address)
    assert waiting.headers["Refresh"] == "2"
    work(forever=False)
    page = client.get(address)
    assert b"2 new, 0 changed, 1 refused" in page.content
    assert "“many” is not a number".encode() in page.content, "what is to be mended stands first"
    assert b"many" not in client.get(f"{address}?state=new").content
    seen = Import.objects.get().version
    sure = client.post(f"{address}apply/", {"seen": seen})
    assert b"1 refused row stays out" in sure.content
    assert client.post(f"{address}apply/", {"seen": seen, "confirmed": "1"}).status_code == 302
    work(forever=False)
    assert b"Applied: 2 new" in client.get(address).content
    assert set(loaded().values_list("name", "region__name")) == {
        ("一小", "东区"),
        ("二小", "西区"),
    }
    assert ColumnMap.objects.get().name == "东西区名册"


def test_the_preview_tells_the_words_that_nobody_explained(cast: Cast) -> None:
    text = FILE.replace("A2,二小,西区,小学", "A2,二小,西区,蒙学")
    one = previewed(text.encode(), adds_regions=True, lone={"year": "2024"})
    page = cast.client("city_officer").get(f"/en/imports/{one.public_id}/").content.decode()
    assert "Words that nobody explained" in page
    assert "Stage: “蒙学” in 1 row<" in page
    chinese = cast.client("city_officer").get(f"/zh-hans/imports/{one.public_id}/").content.decode()
    assert "“蒙学”（1 行）" in chinese


def test_last_years_columns_are_filled_in_again(cast: Cast) -> None:
    client = cast.client("city_officer")
    client.post(f"{brought(client)}columns/", NAMED)
    page = client.get(f"{brought(client)}columns/").content.decode()
    assert "Filled in from the columns kept as “东西区名册”" in page


def test_a_wrong_map_keeps_what_was_chosen(cast: Cast) -> None:
    client = cast.client("city_officer")
    answer = client.post(f"{brought(client)}columns/", NAMED | {"c0": "", "lone-year": ""})
    assert answer.status_code == 422
    assert b"No column is" in answer.content


def test_a_picture_is_refused_where_it_is_brought(cast: Cast) -> None:
    file = SimpleUploadedFile("schools.csv", b"\x89PNG\r\n\x1a\n")
    answer = cast.client("city_officer").post("/en/imports/new/", {"kind": "schools", "file": file})
    assert answer.status_code == 422
    assert b"is a picture (PNG)" in answer.content


def workbook_of(client: Client, address: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(client.get(address).content))


def as_upload(book: openpyxl.Workbook) -> SimpleUploadedFile:
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile("mended.xlsx", stream.getvalue())


def loaded_through_the_pages(client: Client, named: dict[str, str], **files: SimpleUploadedFile) -> str:
    """Brought, named, previewed and applied; the address of the import."""
    answer = client.post("/en/imports/new/", {"kind": "schools", **files})
    address = answer.headers["Location"].removesuffix("columns/")
    assert client.post(f"{address}columns/", named).status_code == 302
    work(forever=False)
    seen = Import.objects.get(public_id=address.split("/")[-2]).version
    assert client.post(f"{address}apply/", {"seen": seen, "confirmed": "1"}).status_code == 302
    work(forever=False)
    return address


def test_the_refused_rows_can_be_mended_and_loaded(cast: Cast) -> None:
    client = cast.client("city_officer")
    address = loaded_through_the_pages(client, NAMED, file=SimpleUploadedFile("schools.csv", FILE.encode()))
    book = workbook_of(client, f"{address}refused.xlsx")
    heading, row = book.active.iter_rows(values_only=True)
    assert heading == ("学校代码", "学校名称", "区县", "学段", "学生数", "What is wrong")
    assert row[:5] == ("A3", "又一", "东区", "小学", "many")
    assert "is not a number" in row[5]
    book.active["E2"] = "12"
    loaded_through_the_pages(client, NAMED, file=as_upload(book))
    assert Return.objects.get(section__school__code="A3").values == {"pupils": 12}
    assert loaded().count() == 2


def test_two_files_that_complete_one_another_are_mended_and_loaded_as_two(cast: Cast) -> None:
    client = cast.client("city_officer")
    first = "学校代码,学校名称,区县\nA1,一小,东区\nA2,二小,东区\n"
    second = "学校代码,学段,年级,学生数\nA1,小学,1,many\nA1,小学,2,5\nA2,小学,1,7\n"
    named = {"c0": "code", "c1": "name", "c2": "region", "s0": "code", "s1": "stage", "s3": "figure:pupils"}
    named |= {name: NAMED[name] for name in ("scheme", "day", "adds_regions", "heading_row", "lone-year")}
    files = [SimpleUploadedFile(f"{name}.csv", text.encode()) for name, text in (("a", first), ("b", second))]
    address = loaded_through_the_pages(client, named, file=files[0], second=files[1])
    assert list(loaded().values_list("code", flat=True)) == ["A2"]
    assert "Download 2 rows of the second file" in client.get(address).content.decode()
    books = [workbook_of(client, f"{address}refused{which}.xlsx") for which in ("", "-second")]
    assert [row[0] for row in books[1].active.iter_rows(values_only=True)] == ["学校代码", "A1", "A1"]
    books[1].active["D2"] = "4"
    loaded_through_the_pages(client, named, file=as_upload(books[0]), second=as_upload(books[1]))
    assert Return.objects.get(section__school__code="A1").values == {"pupils": 9}


def test_a_district_officer_loads_the_own_district_only(cast: Cast) -> None:
    names = [Region.objects.get(public_id=place).name for place in (DISTRICT, OTHER_DISTRICT)]
    text = FILE.replace("东区", names[0]).replace("西区", names[1])
    one = previewed(text.encode(), by=cast.actor("district_officer"), lone={"year": "2024"})
    assert (one.counts["new"], one.counts["refused"]) == (1, 2)
    assert cast.client("other_district_officer").get(f"/en/imports/{one.public_id}/").status_code == 404


def test_a_change_after_the_preview_asks_to_look_again(cast: Cast) -> None:
    client = cast.client("city_officer")
    first = previewed(FILE.encode(), adds_regions=True, lone={"year": "2024"})
    second = previewed(FILE.encode(), adds_regions=True, lone={"year": "2024"})
    for one in (first, second):
        client.post(f"/en/imports/{one.public_id}/apply/", {"seen": one.version, "confirmed": "1"})
    work(forever=False)
    assert loaded().count() == 2
    page = client.get(f"/en/imports/{second.public_id}/").content
    assert b"The register has changed since this preview was made" in page
    client.post(f"/en/imports/{second.public_id}/again/", {})
    work(forever=False)
    assert b"0 new, 0 changed, 1 refused" in client.get(f"/en/imports/{second.public_id}/").content


def test_the_list_asks_as_often_for_three_as_for_one(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = cast.client("city_officer")
    for count in (1, 3):
        while Import.objects.count() < count:
            Import.objects.create(
                kind=Kind.SCHOOLS, file_name="a.csv", asked_by="x", uploaded_at=timezone.now()
            )
        with django_assert_max_num_queries(12):
            assert client.get("/en/imports/").status_code == 200


def test_a_fault_of_the_program_leaves_the_import_free(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one = previewed(FILE.encode(), adds_regions=True, lone={"year": "2024"})
    client = cast.client("city_officer")
    client.post(f"/en/imports/{one.public_id}/apply/", {"seen": one.version, "confirmed": "1"})

    def broken(*args: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("lianmeng.imports.actions.applying.writer_of", broken)
    work(forever=False)
    assert (
        b"The work broke off, and nothing was changed" in client.get(f"/en/imports/{one.public_id}/").content
    )
    assert not loaded().exists()


def test_files_go_after_thirty_days_and_the_counts_stay(cast: Cast) -> None:
    one = previewed(FILE.encode(), adds_regions=True, lone={"year": "2024"})
    Import.objects.update(uploaded_at=timezone.now() - timedelta(days=31))
    assert forget_old() == 1
    page = cast.client("city_officer").get(f"/en/imports/{one.public_id}/").content
    assert b"The rows of this file are deleted by now" in page
    assert cast.client("city_officer").get(f"/en/imports/{one.public_id}/refused.xlsx").status_code == 404


def test_the_pages_are_light(cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    client = cast.client("city_officer")
    text = FILE.splitlines()[0] + "\n" + "".join(f"A{at},校{at},东区,小学,{at}\n" for at in range(60))
    address = brought(client, text)
    client.post(f"{address}columns/", NAMED)
    work(forever=False)
    for page in (address, f"{address}columns/"):
        with django_assert_max_num_queries(25):
            assert len(client.get(page).content) < 100_000


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_list_of_schools_can_be_loaded_again_as_it_was_downloaded(client: Client, language: str) -> None:
    answer = client.get(f"/{language}/schools/schools.csv")
    first = answer.getvalue().decode("utf-8-sig").splitlines()[0].split(",")
    guessed = guess_columns(Kind.SCHOOLS, first).first
    assert guessed["code"] == (first[0],)
    assert guessed["name"] == (first[1],)


def sent_again(client: Client, address: str, **more: str) -> bytes:
    return client.post(f"{address}columns/", NAMED | more).content


def test_figures_of_no_year_lead_to_where_the_year_is_said(cast: Cast) -> None:
    client = cast.client("city_officer")
    page = sent_again(client, brought(client), **{"lone-year": ""}).decode()
    told = "The file has yearly figures. Say of which school year they are."
    assert f'<a href="#id_lone-year">{told}</a>' in page
    assert page.count(told) == 2, "above the form, and at the field"
    missing = sent_again(client, brought(client), c0="").decode()
    assert '<a href="#columns">No column is “Code of the school”.' in missing


def test_titles_above_the_headings_are_stepped_over(cast: Cast) -> None:
    """The guess finds the row; when the officer says another, its headings are shown before anything is read."""
    client = cast.client("city_officer")
    address = brought(client, f"\n某市学校名册,,,,\n{FILE}")
    page = client.get(f"{address}columns/").content.decode()
    assert 'name="heading_row" value="3"' in page
    assert 'Headings in row 3. <a href="#id_heading_row">' in page
    assert '<option value="code" selected>' in page
    wrong = sent_again(client, address, heading_row="2", shown="3 ").decode()
    assert "某市学校名册</th>" in wrong
    assert 'name="shown" value="2 "' in wrong
    assert "Row 40 has no headings" in sent_again(client, address, heading_row="40", shown="3 ").decode()
    assert Import.objects.get().state == "uploaded"
    assert client.post(f"{address}columns/", NAMED | {"heading_row": "3", "shown": "3 "}).status_code == 302
    work(forever=False)
    assert {state: count for state, count in Import.objects.get().counts.items() if count} == {
        "new": 2,
        "refused": 1,
    }


def test_the_sheet_of_a_workbook_is_chosen_and_a_hidden_one_is_not_taken_first(cast: Cast) -> None:
    book = openpyxl.Workbook()
    book.active.title, book.active.sheet_state = "草稿", "hidden"
    book.active.append(["旧", "数据"])
    for title, rows in (
        ("说明", [["填表说明"], ["见名册"]]),
        ("名册", [row.split(",") for row in FILE.split()]),
    ):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    client = cast.client("city_officer")
    file = SimpleUploadedFile("book.xlsx", stream.getvalue())
    answer = client.post("/en/imports/new/", {"kind": "schools", "file": file})
    address = answer.headers["Location"].removesuffix("columns/")
    assert "填表说明</th>" in client.get(f"{address}columns/").content.decode()
    turned = sent_again(client, address, heading_row="1", sheet="名册", shown="1 说明").decode()
    assert '<option value="code" selected>' in turned
    assert 'Sheet “名册”, headings in row 1. <a href="#id_sheet">' in turned
    client.post(f"{address}columns/", NAMED | {"sheet": "名册", "shown": "1 名册"})
    work(forever=False)
    assert (Import.objects.get().counts["new"], Import.objects.get().counts["refused"]) == (2, 1)


def test_both_files_may_have_titles(cast: Cast) -> None:
    second = SimpleUploadedFile("second.csv", "各校学生,\n学校代码,学生数\nA1,7\n".encode())
    first = SimpleUploadedFile("first.csv", "学校代码,学校名称\nA1,一小\n".encode())
    client = cast.client("city_officer")
    answer = client.post("/en/imports/new/", {"kind": "schools", "file": first, "second": second})
    columns = {"c0": "code", "c1": "name", "s0": "code", "s1": "figure:pupils", "lone-stage": "primary"}
    settings = {key: value for key, value in NAMED.items() if not key.startswith("c")}
    client.post(answer.headers["Location"], settings | columns)
    work(forever=False)
    assert Import.objects.get().counts["new"] == 1, Import.objects.get().refusal
