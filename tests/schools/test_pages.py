"""The public pages of the register: list, map, regions, calendar, a school."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from bench.filled_city import fill_city
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianmeng.schools.models import Region, School, SchoolVersion, Succession

pytestmark = pytest.mark.django_db
BUDGET = 25


def page(address: str, language: str = "en") -> str:
    answer = Client().get(f"/{language}/schools/{address}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def queries(address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(address)
    return len(asked)


@pytest.fixture
def city() -> None:
    fill_city()


def first() -> str:
    return School.objects.earliest("pk").public_id


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_is_drawn(language: str) -> None:
    region = Region.objects.latest("pk").public_id
    for address in (
        "",
        "map/",
        f"map/?region={region}",
        "regions/",
        f"regions/{region}/",
        "calendar/",
        f"{first()}/",
    ):
        drawn = page(address, language)
        assert "<h1>" in drawn
        assert len(drawn.encode()) < 100_000


def test_an_empty_register_says_what_will_stand_there() -> None:
    assert "There are none yet" in page("")
    assert "None of these schools has sent one" in page("map/")
    page("regions/")
    page("calendar/")


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("?q=第3小学", 1),
        ("?q=d2qd4", 1),
        ("?q=2151000000", 1),
        ("?q=nothing", 0),
        ("?stage=junior", 2),
        ("?setting=urban", 2),
        ("?ownership=private", 2),
        ("?kind=special", 0),
        ("?day=2009-01-01", 0),
        ("?day=tomorrow", 6),
        ("?region=nowhere", 6),
    ],
)
def test_schools_are_found(asked: str, count: int) -> None:
    drawn = page(asked)
    assert drawn.count('<th scope="row">') == count


@pytest.mark.usefixtures("city")
def test_a_region_holds_its_schools() -> None:
    one = Region.objects.filter(kind="district").earliest("pk")
    assert page(f"?region={one.public_id}").count('<th scope="row">') == 3


@pytest.mark.usefixtures("city")
def test_the_pages_of_a_list_keep_what_was_asked() -> None:
    School.objects.all()
    fill = [School(scheme="cn", code=f"9{at:09}") for at in range(60)]
    made = School.objects.bulk_create(fill)
    SchoolVersion.objects.bulk_create(
        SchoolVersion(school=one, code=one.code, name="寄宿学校", initials="jsxx") for one in made
    )
    assert '<a href="?q=jsxx&amp;page=2#list">2</a>' in page("?q=jsxx")
    assert page("?q=jsxx&page=2").count('<th scope="row">') == 10


@pytest.mark.usefixtures("city")
def test_the_list_is_downloaded_as_it_is_shown() -> None:
    answer = Client().get("/en/schools/schools.csv?setting=urban")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Code", "2151000000", "2151000004"]
    assert answer["Content-Disposition"].startswith("attachment")
    assert Client().get("/en/schools/schools.xlsx").content[:2] == b"PK"
    assert Client().get("/en/schools/schools.pdf").status_code == 404


@pytest.mark.usefixtures("city")
def test_a_school_tells_its_life() -> None:
    old, new = School.objects.order_by("pk")[:2]
    Succession.objects.create(predecessor=old, successor=new, day=date(2016, 9, 1), kind="merge")
    SchoolVersion.objects.filter(school=old).update(until=date(2016, 9, 1))
    School.objects.filter(pk=old.pk).update(close_reason="few pupils")
    drawn = page(f"{old.public_id}/")
    assert "第1区第1小学: closed" in drawn
    assert "Merged into 第2区第2小学" in drawn
    assert "Closed: few pupils" in drawn
    assert "Took in 第1区第1小学" in page(f"{new.public_id}/")
    assert "第1区第1小学: closed" not in page(f"{old.public_id}/?day=2016-08-31")


def test_as_many_queries_for_three_schools_as_for_one() -> None:
    fill_city(schools=1, staff=2)
    school = first()
    addresses = (
        "",
        "map/",
        "regions/",
        "calendar/",
        f"{school}/",
        f"regions/{Region.objects.latest('pk').public_id}/",
    )
    for_one = [queries(address) for address in addresses]
    made = School.objects.bulk_create([School(scheme="cn", code=f"9{at:09}") for at in range(2)])
    SchoolVersion.objects.bulk_create(SchoolVersion(school=one, code=one.code, name="新校") for one in made)
    assert [queries(address) for address in addresses] == for_one
    assert max(for_one) <= BUDGET


@pytest.mark.usefixtures("city")
def test_what_is_not_there_is_not_found() -> None:
    assert Client().get("/en/schools/nosuchschool/").status_code == 404
    assert Client().get("/en/schools/regions/nosuchregion/").status_code == 404
    assert Client().post("/en/schools/").status_code == 405
