"""The balance read from the register: the city side by side, one part with its schools, and who sees them."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries
from tests.cities import small_rows, write_schools

from lianmeng.balance.queries import city as queries
from lianmeng.cities.rules.rows import CityRows
from lianmeng.people.models import Account, RoleHeld
from lianmeng.schools.models import Return, SchoolVersion, Section

CITY = "/en/balance/city/"


@pytest.fixture
def rows(db: None) -> CityRows:
    write_schools(small_rows())
    return small_rows()


@pytest.fixture
def officer(db: None) -> Client:
    """Somebody who may see the schools."""
    account = Account.objects.create(username="officer", name="Officer")
    RoleHeld.objects.create(
        account=account, role="city_officer", place="city", since="2016-01-01", given_by="test"
    )
    client = Client()
    client.force_login(account)
    return client


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_without_returns_the_way_leads_to_registers_of_ones_own(db: None) -> None:
    assert Client().get(CITY).headers["Location"] == "/en/balance/"


def test_the_city_shows_every_district_layer_and_setting_in_order(rows: CityRows) -> None:
    page = read(Client(), CITY).partition("Every district")[2]
    assert "2016" in read(Client(), CITY)
    assert (
        page.index("锦江区")
        < page.index("大邑县")
        < page.index("Circle layer 1")
        < page.index("Circle layer 3")
    )
    assert "Circle layer 2" not in page


def test_the_figures_are_those_of_the_returns(rows: CityRows) -> None:
    found = queries.part_year("cd-dayi", 2016, "primary", queries.versions())
    assert found is not None
    sent = {one.school: one.values for one in rows.returns if one.year == 2016 and one.stage == "primary"}
    schools = {one.code: one for one in rows.schools}
    for school in found.schools:
        values = sent[schools[school.code].id]
        rooms = values["teaching_rooms"]
        if not isinstance(rooms, str):
            assert school.figures["values"][3] == pytest.approx(rooms / float(values["pupils"]))


def test_everybody_sees_coefficients_and_only_staff_see_schools(rows: CityRows, officer: Client) -> None:
    shown = read(officer, f"{CITY}cd-dayi/")
    there = [one for one in rows.schools if one.district.id == "cd-dayi" and one.closed is None]
    name = next(one.versions[-1].name for one in there if "primary" in one.stages)
    assert name in shown


def test_a_city_without_junior_sections_says_that_nothing_can_be_assessed(rows: CityRows) -> None:
    Section.objects.filter(stage="junior").delete()
    assert "No coefficient can be assessed" in read(Client(), f"{CITY}?stage=junior")


def test_strangers_see_no_school(rows: CityRows) -> None:
    page = read(Client(), f"{CITY}cd-dayi/")
    assert "after they sign in" in page
    assert not any(version.name in page for one in rows.schools for version in one.versions)


def test_a_page_kept_for_one_kind_of_reader_is_not_shown_to_another(rows: CityRows, officer: Client) -> None:
    """The page is drawn once for those who see schools, and not for strangers: whoever came first."""
    address = f"{CITY}cd-dayi/"
    asked = [read(one, address) for one in (officer, Client(), officer, Client())]
    assert ["after they sign in" in page for page in asked] == [False, True, False, True]
    RoleHeld.objects.all().delete()
    assert "after they sign in" in read(officer, address)
    assert read(officer, f"{address}?stage=junior") != read(officer, f"{address}?stage=primary")


def test_a_section_of_two_is_named_with_its_stage(rows: CityRows, officer: Client) -> None:
    assert "Primary section" in read(officer, f"{CITY}all/")


def test_a_section_that_sent_nothing_is_named(rows: CityRows, officer: Client) -> None:
    gone = Return.objects.filter(year=2016, section__stage="primary", section__until=None).first()
    assert gone is not None
    name = SchoolVersion.objects.filter(school=gone.section.school).latest("since").name
    gone.delete()
    assert "The whole return of the year." in read(officer, f"{CITY}all/")
    assert name in read(officer, f"{CITY}all/")


def test_a_changed_return_changes_the_page_at_once(rows: CityRows) -> None:
    before = read(Client(), f"{CITY}all/")
    one = Return.objects.filter(year=2016, section__stage="primary").first()
    assert one is not None
    one.values = one.values | {"sports_area": 900_000}
    one.version += 1
    one.save()
    assert read(Client(), f"{CITY}all/") != before


@pytest.mark.parametrize(
    "rest", ["nowhere/", "all/?year=1999", "all/?stage=senior", "?year=x", "find/?part=a%2Fb", "layer-2/"]
)
def test_what_is_not_there_is_not_found(rows: CityRows, rest: str) -> None:
    assert Client().get(CITY + rest).status_code == 404


def test_the_download_has_the_digits_of_the_page(rows: CityRows, officer: Client) -> None:
    answer = officer.get(f"{CITY}cd-dayi/download.xlsx?year=2015&stage=primary")
    book = load_workbook(io.BytesIO(answer.content))
    assert len(book.sheetnames) == 3
    found = queries.part_year("cd-dayi", 2015, "primary", queries.versions())
    assert found is not None
    assert book.worksheets[1].max_row == len(found.schools) + 1


def test_strangers_download_no_schools(rows: CityRows) -> None:
    answer = Client().get(f"{CITY}cd-dayi/download.xlsx")
    assert len(load_workbook(io.BytesIO(answer.content)).sheetnames) == 2


def test_the_pages_ask_few_questions(
    rows: CityRows, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(25):
        read(Client(), f"{CITY}all/")
    with django_assert_max_num_queries(8):
        read(Client(), f"{CITY}all/")


def test_every_coefficient_leads_to_the_schools_behind_it(rows: CityRows, officer: Client) -> None:
    page = read(officer, CITY)
    for part in ("cd-dayi", "layer-1", "all"):
        assert f'href="{CITY}{part}/?year=2016&amp;stage=primary#schools"' in page
    for reader in (officer, Client()):
        page = read(reader, f"{CITY}cd-dayi/")
        assert page.count('<section id="schools">') == 1
        assert page.count('<a class="lm-val" href="#schools">') == 7


def test_what_is_no_indicator_is_shown_and_not_judged(rows: CityRows, officer: Client) -> None:
    for at, one in enumerate(Return.objects.all()):
        one.values = {"pupils": 500, "classes": 5 + 3 * (at % 7), "teachers": 40 + at % 5}
        one.save()
    for address in (CITY, f"{CITY}cd-dayi/", f"{CITY}all/?year=2015"):
        page = read(officer, address)
        assert "Classes" in page
        assert "Not judged" in page
        assert 'class="x"' not in page
        assert "is-over" not in page.partition("<footer")[0]
        assert "within the limit" not in page
    book = load_workbook(io.BytesIO(officer.get(f"{CITY}all/download.xlsx").content))
    assert {row[-1].value for row in book.worksheets[0].iter_rows(min_row=2)} == {"Not judged by itself"}
    assert "within every limit" not in read(Client(), "/en/")
