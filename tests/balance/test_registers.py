"""Bring a register, name its columns, read it, take it away."""

import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from tests.balance.conftest import SMALL, SMALL_COLUMNS, Bring

from lianmeng.balance.actions.registers import forget_old_registers
from lianmeng.balance.models import Register, RegisterGroup


def test_the_columns_are_guessed_and_read(owner: Client, bring: Bring) -> None:
    page = owner.get(f"/en/balance/{bring()}/columns/").content.decode()
    assert '<option value="group" selected>' in page
    assert '<option value="pupils" selected>' in page
    assert '<option value="amount" selected>' in page


def test_a_register_is_read_by_its_columns(owner: Client, small: str) -> None:
    found = RegisterGroup.objects.get(register__public_id=small, name="A").reading["resources"][0]
    assert found["schools"] == 2
    assert found["mean"] == pytest.approx(5 / 30)
    assert owner.get(f"/en/balance/{small}/").status_code == 200


def test_what_is_missing_is_named_on_the_page(owner: Client, small: str) -> None:
    number = RegisterGroup.objects.get(register__public_id=small, name="B").number
    page = owner.get(f"/en/balance/{small}/{number}/").content.decode()
    assert "Row 4 of the file" in page
    assert "Not counted as 0" in page


def test_naming_the_columns_again_replaces_what_was_read(owner: Client, small: str) -> None:
    answer = owner.post(f"/en/balance/{small}/columns/", {**SMALL_COLUMNS, "role-0": "", "role-1": "group"})
    assert answer.status_code == 302
    assert RegisterGroup.objects.filter(register__public_id=small).count() == 4


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"role-2": ""}, "which column holds the number of pupils"),
        ({"role-3": ""}, "Name at least one resource"),
        ({"role-0": "school"}, "are both the name of the school"),
        ({"role-1": "pupils"}, "Column name holds words"),
        ({"standard": "cn-2071:primary"}, "cn-2017"),
    ],
)
def test_columns_that_cannot_be_read_are_refused(
    owner: Client, bring: Bring, changed: dict[str, str], said: str
) -> None:
    register_id = bring()
    answer = owner.post(f"/en/balance/{register_id}/columns/", {**SMALL_COLUMNS, **changed})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not RegisterGroup.objects.exists()


def test_what_was_chosen_stays_chosen_after_a_refusal(owner: Client, bring: Bring) -> None:
    posted = {**SMALL_COLUMNS, "role-2": "", "name-3": "My teachers"}
    page = owner.post(f"/en/balance/{bring()}/columns/", posted).content.decode()
    assert 'value="My teachers"' in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("register.csv", b"", "empty"),
        ("register.csv", b"%PDF-1.7 and so on", "PDF"),
        ("register.xlsx", b"PK\x03\x04 and then nothing", ""),
        ("register.csv", b"a,b,c\n", ""),
    ],
)
def test_a_file_that_is_no_register_is_refused(
    owner: Client, name: str, content: bytes, said: str, settings: Settings
) -> None:
    answer = owner.post("/en/balance/upload/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Register.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_no_file_and_a_file_too_large_are_refused(owner: Client, settings: Settings) -> None:
    assert "Choose a file first" in owner.post("/en/balance/upload/").content.decode()
    settings.REGISTER_MAX_BYTES = 2**20
    answer = owner.post("/en/balance/upload/", {"file": SimpleUploadedFile("a.csv", b"x" * (2**20 + 1))})
    assert answer.status_code == 422
    assert "takes up to 1 MB" in answer.content.decode()


def test_too_many_rows_are_refused_and_nothing_is_kept(
    owner: Client, bring: Bring, settings: Settings
) -> None:
    settings.REGISTER_MAX_ROWS = 3
    answer = owner.post(f"/en/balance/{bring()}/columns/", SMALL_COLUMNS)
    assert answer.status_code == 422
    assert "takes up to 3" in answer.content.decode()
    assert not RegisterGroup.objects.exists()


def test_the_download_keeps_a_formula_as_text(owner: Client, small: str) -> None:
    number = RegisterGroup.objects.get(register__public_id=small, name="A").number
    answer = owner.get(f"/en/balance/{small}/{number}/download.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [cell for row in book["Schools"].iter_rows() for cell in row]
    formula = next(cell for cell in cells if cell.value == "=cmd|'/c calc'!A1")
    assert formula.data_type == "s"
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_download_has_the_digits_of_the_page(owner: Client, small: str) -> None:
    answer = owner.get(f"/en/balance/{small}/download.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["Coefficients"]
    headings, first = [[cell.value for cell in row] for row in list(sheet.iter_rows())[:2]]
    kept = RegisterGroup.objects.get(register__public_id=small, name="A").reading["resources"][0]
    assert first[headings.index("Coefficient of variation")] == pytest.approx(kept["cv"])


def test_deleting_asks_first_and_leaves_nothing(owner: Client, small: str, settings: Settings) -> None:
    assert owner.get(f"/en/balance/{small}/delete/").status_code == 200
    assert Register.objects.count() == 1
    assert owner.post(f"/en/balance/{small}/delete/").status_code == 302
    assert not Register.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_file_goes_with_its_register(settings: Settings) -> None:
    client = Client()
    client.post("/en/balance/upload/", {"file": SimpleUploadedFile("small.csv", SMALL.encode())})
    register = Register.objects.get()
    assert Path(register.file.path).exists()
    client.post(f"/en/balance/{register.public_id}/delete/")
    assert not Path(register.file.path).exists()


def test_old_uploads_are_forgotten_and_samples_stay(owner: Client, small: str, illustration: str) -> None:
    Register.objects.filter(public_id=small).update(added_at=timezone.now() - timedelta(days=8))
    assert forget_old_registers() == 1
    assert [one.public_id for one in Register.objects.all()] == [illustration]


def test_pages_ask_the_same_number_of_queries_whatever_the_rows(
    owner: Client, bring: Bring, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    counts = []
    for schools in (1, 3, 60):
        rows = "".join(f"A,School {at},{10 + at},{at}\n" for at in range(schools))
        register_id = bring("district,name,pupils,teachers\n" + rows)
        owner.post(f"/en/balance/{register_id}/columns/", SMALL_COLUMNS)
        number = RegisterGroup.objects.get(register__public_id=register_id).number
        with django_assert_max_num_queries(25) as asked:
            assert owner.get(f"/en/balance/{register_id}/{number}/").status_code == 200
        with django_assert_max_num_queries(25) as overview:
            owner.get(f"/en/balance/{register_id}/")
        counts.append((len(asked), len(overview)))
    assert len(set(counts)) == 1


def test_headings_below_a_title_are_found_when_their_row_is_named(owner: Client, bring: Bring) -> None:
    register_id = bring("Return of the schools,,,\n" + SMALL)
    address = f"/en/balance/{register_id}/columns/"
    again = owner.post(address, {"heading_row": "2", "look": "1"}).content.decode()
    assert '<option value="pupils" selected>' in again
    assert owner.post(address, {**SMALL_COLUMNS, "heading_row": "2"}).status_code == 302
    assert RegisterGroup.objects.filter(register__public_id=register_id).count() == 2


def test_a_decimal_comma_can_be_named(owner: Client, bring: Bring) -> None:
    register_id = bring("district;name;pupils;teachers\nA;One;10;1,500\nA;Two;20;4,250\n")
    address = f"/en/balance/{register_id}/columns/"
    refused = owner.post(address, SMALL_COLUMNS)
    assert (refused.status_code, "decimal sign" in refused.content.decode()) == (422, True)
    assert owner.post(address, {**SMALL_COLUMNS, "decimal": ","}).status_code == 302
    found = RegisterGroup.objects.get(register__public_id=register_id).reading["resources"][0]
    assert found["mean"] == pytest.approx(5.75 / 30)


def test_a_register_without_groups_is_one_group_named_as_the_file(owner: Client, bring: Bring) -> None:
    register_id = bring(name="a county.csv")
    assert (
        owner.post(f"/en/balance/{register_id}/columns/", {**SMALL_COLUMNS, "role-0": ""}).status_code == 302
    )
    assert RegisterGroup.objects.get(register__public_id=register_id).name == "a county"


def test_an_upload_past_its_time_is_shown_to_nobody(owner: Client, small: str) -> None:
    Register.objects.filter(public_id=small).update(added_at=timezone.now() - timedelta(days=8))
    assert owner.get(f"/en/balance/{small}/").status_code == 404
    assert small not in owner.get("/en/balance/").content.decode()


def test_a_new_upload_sweeps_old_ones_away(owner: Client, small: str, bring: Bring) -> None:
    Register.objects.filter(public_id=small).update(added_at=timezone.now() - timedelta(days=8))
    bring()
    assert not Register.objects.filter(public_id=small).exists()


@pytest.mark.parametrize(
    ("name", "chosen"),
    [("某县小学.csv", "cn-2017:primary"), ("某县初中.csv", "cn-2017:junior"), ("schools.csv", "")],
)
def test_the_stage_is_proposed_where_the_file_tells_it(
    owner: Client, bring: Bring, name: str, chosen: str
) -> None:
    page = owner.get(f"/en/balance/{bring(name=name)}/columns/").content.decode()
    assert f'<option value="{chosen}" selected>' in page or not chosen
    assert ('cn-2017:primary" selected' in page) == (chosen == "cn-2017:primary")


def test_a_refusal_calls_the_file_as_the_person_does(owner: Client) -> None:
    answer = owner.post("/en/balance/upload/", {"file": SimpleUploadedFile("my register.csv", b"%PDF-1.7 x")})
    assert "my_register.csv" in answer.content.decode()


def test_what_is_too_small_to_show_is_not_downloaded_either(client: Client, illustration: str) -> None:
    number = RegisterGroup.objects.get(register__public_id=illustration, year="2025").number
    answer = client.get(f"/en/balance/{illustration}/{number}/download.xlsx")
    rows = [
        [cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(answer.content))["Schools"]
    ]
    point = next(row for row in rows if "高坪教学点" in row)
    assert point.count("Too few to show") == 7


def test_a_register_read_by_an_older_standard_says_so(client: Client, illustration: str) -> None:
    register = Register.objects.get(public_id=illustration)
    register.reading["standard_version"] = 0
    register.save()
    assert "The standard has changed" in client.get(f"/en/balance/{illustration}/?page=0").content.decode()
