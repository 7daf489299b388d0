"""What the pages of a group say."""

import re

import pytest
from django.test import Client
from tests.balance.conftest import SMALL_COLUMNS, Bring

from lianmeng.balance.models import RegisterGroup


@pytest.fixture
def latest(illustration: str, client: Client) -> str:
    number = RegisterGroup.objects.get(register__public_id=illustration, year="2025").number
    return client.get(f"/en/balance/{illustration}/{number}/").content.decode()


def test_the_heading_is_the_answer(latest: str) -> None:
    assert "<h1>大邑县: of 7 coefficients, 5 within the limit, 2 over</h1>" in latest


def test_the_coefficients_stand_with_their_limit(latest: str) -> None:
    values = re.findall(r'<a class="lm-val" href="#schools">([\d.]+)</a>', latest)
    assert values == ["0.17", "0.54", "0.25", "0.18", "0.52", "0.29", "0.14"]


def test_contributions_of_what_is_over_are_told(latest: str) -> None:
    assert "one school makes 64% of this gap" in latest
    assert "5 schools make 78% of this gap" in latest


def test_verdicts_of_the_schools_are_counted(latest: str) -> None:
    counts = re.findall(r'<dt>([^<]+)</dt><dd><span class="lm-big">(\d+) ', latest)
    assert counts == [("Meets", "12"), ("Does not", "4"), ("Still open", "1"), ("Takes no part", "1")]


def test_a_teaching_point_is_too_small_to_show(latest: str) -> None:
    row = latest[latest.index("高坪教学点") :]
    row = row[: row.index("</tr>")]
    assert '<td colspan="7"><span class="lm-absent">Too few to show</span></td>' in row


def test_a_value_is_not_rounded_across_its_threshold(latest: str) -> None:
    row = latest[latest.index("枫林学校（小学部）</th>") :]
    assert '<td class="y">2.29</td>' in row[: row.index("</tr>")]


def test_five_years_are_drawn_with_their_table(latest: str) -> None:
    table = latest[latest.index("Table of the years") :]
    assert re.findall(r'<th scope="col" class="n">(\d{4})</th>', table) == [
        "2021",
        "2022",
        "2023",
        "2024",
        "2025",
    ]
    assert "Key teachers, county level and up: 0.66, 0.64, 0.60, 0.56, 0.54" in latest


def test_an_earlier_year_knows_nothing_of_the_later_ones(illustration: str, client: Client) -> None:
    answer = client.get(f"/en/balance/{illustration}/find/", {"group": "大邑县", "year": "2022"}, follow=True)
    page = answer.content.decode()
    assert "Year 2022." in page
    assert "2025</th>" not in page


def test_the_map_shows_the_resource_that_was_asked_for(illustration: str, client: Client) -> None:
    number = RegisterGroup.objects.get(register__public_id=illustration, year="2025").number
    page = client.get(f"/en/balance/{illustration}/{number}/", {"map": "4"}).content.decode()
    assert "Sports fields and halls per pupil, above or below the mean" in page
    assert "17 of 18" not in page
    assert "18 of 18 rows give a place." in page


def test_a_page_weighs_little(latest: str) -> None:
    assert len(latest.encode()) <= 100_000


def test_an_unknown_group_or_register_is_not_there(illustration: str, client: Client) -> None:
    for path in (
        f"{illustration}/99/",
        f"{illustration}/find/?group=X",
        "nothing/",
        f"{illustration}/99/download.xlsx",
    ):
        answer = client.get(f"/en/balance/{path}")
        assert answer.status_code == 404
        assert b"There is no such page" in answer.content


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_is_drawn_in_both_languages(illustration: str, client: Client, language: str) -> None:
    number = RegisterGroup.objects.get(register__public_id=illustration, year="2025").number
    for path in (
        "",
        f"{illustration}/",
        f"{illustration}/{number}/",
        f"{illustration}/columns/",
        f"{illustration}/delete/",
    ):
        assert client.get(f"/{language}/balance/{path}").status_code in (200, 422)


def test_a_register_is_read_without_any_standard(owner: Client, bring: Bring) -> None:
    register_id = bring()
    owner.post(f"/en/balance/{register_id}/columns/", {**SMALL_COLUMNS, "standard": ""})
    overview = owner.get(f"/en/balance/{register_id}/").content.decode()
    assert "The gap is widest in A: Teachers" in overview
    number = RegisterGroup.objects.get(register__public_id=register_id, name="A").number
    assert (
        "A: the gap is widest in Teachers"
        in owner.get(f"/en/balance/{register_id}/{number}/").content.decode()
    )


def test_the_older_standard_judges_no_coefficient_by_itself(owner: Client, bring: Bring) -> None:
    register_id = bring()
    owner.post(f"/en/balance/{register_id}/columns/", {**SMALL_COLUMNS, "standard": "cn-2012:primary"})
    number = RegisterGroup.objects.get(register__public_id=register_id, name="A").number
    assert owner.get(f"/en/balance/{register_id}/").status_code == 200
    assert owner.get(f"/en/balance/{register_id}/{number}/").status_code == 200


def test_a_group_without_a_figure_is_not_within_the_limit(owner: Client, bring: Bring) -> None:
    register_id = bring("district,name,pupils,teachers\nA,x,10,1\nA,y,20,2\nB,z,10,–\nC,w,0,1\n")
    owner.post(f"/en/balance/{register_id}/columns/", SMALL_COLUMNS)
    overview = owner.get(f"/en/balance/{register_id}/").content.decode()
    assert "1 of 3 groups are within the limit in everything" in overview
    number = RegisterGroup.objects.get(register__public_id=register_id, name="C").number
    assert "No pupils</span>" in owner.get(f"/en/balance/{register_id}/{number}/").content.decode()


def test_no_figure_is_rounded_across_the_limit(owner: Client, bring: Bring) -> None:
    rows = "A,1,x,100000,149960\nA,1,y,100000,50040\nA,2,x,100000,150040\nA,2,y,100000,49960\n"
    register_id = bring("district,year,name,pupils,teachers\n" + rows)
    posted = {"role-0": "group", "role-1": "year", "role-2": "school", "role-3": "pupils", "role-4": "amount"}
    owner.post(f"/en/balance/{register_id}/columns/", {**posted, "standard": "cn-2017:primary"})
    number = RegisterGroup.objects.get(register__public_id=register_id, year="2").number
    page = owner.get(f"/en/balance/{register_id}/{number}/").content.decode()
    assert page.count("0.5004") >= 3
    assert "0.4996" in page
    assert not re.search(r">[+−]?0\.00<", page.replace("0.00</text>", ""))


def test_a_place_in_the_west_is_a_place(owner: Client, bring: Bring) -> None:
    register_id = bring(
        "district,name,pupils,teachers,lon,lat\nA,x,10,1,-70.5,-33.4\nA,y,20,4,-70.6,-33.5\nA,z,5,1,500,900\n"
    )
    posted = {**SMALL_COLUMNS, "role-4": "longitude", "role-5": "latitude"}
    owner.post(f"/en/balance/{register_id}/columns/", posted)
    number = RegisterGroup.objects.get(register__public_id=register_id).number
    page = owner.get(f"/en/balance/{register_id}/{number}/").content.decode()
    assert "2 of 3 rows give a place." in page


def test_endless_digits_in_an_address_are_overlooked(illustration: str, client: Client) -> None:
    number = RegisterGroup.objects.get(register__public_id=illustration, year="2025").number
    for query in ("map=" + "9" * 5000, "page=" + "9" * 5000, "page=-1&map=-1"):
        assert client.get(f"/en/balance/{illustration}/{number}/?{query}").status_code == 200
    assert client.get(f"/en/balance/{illustration}/{number}/?year=%00").status_code == 404
    assert client.get(f"/en/balance/{illustration}/find/?group=%00&year=%00").status_code == 404


def test_the_other_language_gets_only_what_belongs_to_the_page(illustration: str, client: Client) -> None:
    page = client.get(f"/en/balance/{illustration}/?year=2023&x=injected").content.decode()
    assert f'href="/zh-hans/balance/{illustration}/?year=2023"' in page
    assert "injected" not in page


def test_an_expired_form_is_answered_in_the_readers_language(illustration: str) -> None:
    answer = Client(enforce_csrf_checks=True).post("/en/balance/upload/")
    assert answer.status_code == 403
    assert b"The form is too old to be sent" in answer.content
