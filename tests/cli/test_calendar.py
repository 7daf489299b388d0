"""A calendar is entered from a file; what is wrong with the file is one sentence."""

from datetime import date
from pathlib import Path

import pytest
from tests.cli.conftest import Call

from lianmeng.schools.models import Region
from lianmeng.schools.queries.calendar import a_school_day

pytestmark = pytest.mark.django_db

TEXT = """
year = 2016
[[terms]]
first = 2016-09-01
last = 2017-01-20
[[holidays]]
first = 2016-10-01
last = 2016-10-07
name = "国庆节"
[[make_ups]]
first = 2016-10-08
"""


@pytest.fixture
def city() -> Region:
    return Region.objects.create(kind="city", code="510100", name="成都市")


def test_a_calendar_is_entered_and_entered_again(call: Call, tmp_path: Path, city: Region) -> None:
    file = tmp_path / "calendar.toml"
    file.write_text(TEXT, "utf-8")
    for _ in range(2):
        answer = call("calendar", file)
        assert (answer.status, answer.out) == (0, "Entered 2016 for 成都市: terms 1, special days 8.\n")
    days = (date(2016, 9, 30), date(2016, 10, 3), date(2016, 10, 8), date(2016, 10, 15))
    assert [a_school_day(city, day) for day in days] == [True, False, True, False]


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ("year = 2016", "at least one term"),
        ("[[terms]]", "“year” is missing"),
        ("year = ", "not written as TOML"),
        ('region = "999999"\nyear = 2016', "“region”"),
        ("year = 2016\nterms = 3", "“terms”"),
        ("year = 2016\n[[terms]]\nfirst = 2016-09-01T08:00:00", "“terms”"),
        ("year = 2016\n[[holidays]]\nfirst = 0001-01-01\nlast = 9999-12-31", "“holidays”"),
    ],
)
def test_what_is_wrong_is_said(call: Call, tmp_path: Path, city: Region, wrong: str, complaint: str) -> None:
    file = tmp_path / "calendar.toml"
    file.write_text(wrong, "utf-8")
    answer = call("calendar", file)
    assert answer.status == 2
    assert complaint in answer.error
