"""The page of 2016 prints what the source prints, counted from the records of the made-up city; and its groups."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker
from tests.alliances.test_pages import BUDGET
from tests.cities import whole_agreed, whole_rows, write_schools

from lianmeng.alliances.actions.founding import found_alliances
from lianmeng.alliances.models import Alliance
from lianmeng.alliances.queries.counts import counts_of_year
from lianmeng.alliances.queries.effect import in_effect_on, why_not
from lianmeng.alliances.queries.forms import form_named
from lianmeng.cities.rules.alliances import COUNTED_ON
from lianmeng.core.actors import OPERATOR

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_city")]
LINK = re.compile(r'<td><a href="([^"]+)">([\d,]+)</a>')
ROW = re.compile(r'<tr><th scope="row">(?:<a [^>]*>)?([^<]+)(?:</a>)?</th>(.*?)</tr>', re.S)


@pytest.fixture(scope="module")
def whole_city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The schools and the alliances of all of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        write_schools(whole_rows())
        found_alliances(list(whole_agreed()), by=OPERATOR)
        yield
        transaction.set_rollback(True)


def page(language: str, year: int = 2016) -> str:
    answered = Client().get(f"/{language}/alliances/counts/{year}/")
    assert answered.status_code == 200
    return answered.content.decode().replace("\u00a0", " ")


def rows(text: str, heading: str) -> dict[str, list[tuple[str, int]]]:
    """By its first cell, the numbers of each row of the table under a heading, with where they lead."""
    table = text.split(f"<h2>{heading}</h2>")[1].split("</section>", maxsplit=1)[0]
    return {
        name: [(unescape(to), int(number)) for to, number in LINK.findall(cells)]
        for name, cells in ROW.findall(table)
    }


def test_from_memberships_on_31_december() -> None:
    counts = counts_of_year(2016)
    assert (counts.framed, counts.paired, counts.within[0]) == (207, 11, 0)
    led, entrusted = counts.led_in("leadership"), counts.led_in("trusteeship")
    assert (counts.led_and_entrusted, led, entrusted) == (27, 11, 16)
    effective = set(in_effect_on(COUNTED_ON).values_list("pk", flat=True))
    some = list(Alliance.objects.select_related("in_force").order_by("pk")[::60])
    assert {why_not(one, COUNTED_ON) for one in some} == {None}
    assert {one.pk for one in some} <= effective


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        (
            "zh-hans",
            ["11 对区县结对，207 对学校结对", "领办和委托管理共 27 所：领办 11 所，委托管理 16 所。"],
        ),
        (
            "en",
            [
                "207 school pairs in 11 district pairs",
                "27 schools are led or entrusted: 11 led and 16 entrusted.",
            ],
        ),
    ],
)
def test_the_page_prints_the_figures_of_the_source(language: str, printed: list[str]) -> None:
    text = page(language)
    assert [one for one in printed if one not in text] == []


def test_the_page_prints_each_district_pair_and_all_together() -> None:
    made = list(whole_agreed())
    framed = Counter(one.frame for one in made if one.content.form == "twinning")
    shown = rows(page("en"), "School pairs by district pair")
    together = shown.pop("Together")
    each = {to.partition("frame=")[2].partition("#")[0]: count for [(to, count)] in shown.values()}
    assert each == framed
    assert (len(each), [count for _, count in together]) == (11, [207])
    assert rows(page("zh-hans"), "各区县结对的学校对数").keys() >= {"郫都区—锦江区"}


def test_the_page_prints_led_and_entrusted_schools_and_both_together() -> None:
    shown = rows(page("en"), "Led and entrusted schools")
    assert {name: [count for _, count in cells] for name, cells in shown.items()} == {
        "Leadership": [11],
        "Trusteeship": [16],
        "Together": [27],
    }


@pytest.mark.parametrize(
    ("language", "heading", "printed"),
    [
        ("zh-hans", "集团及其覆盖的学校", "{groups} 个集团覆盖 {covered} 所学校"),
        ("en", "Groups and the schools that they cover", "{groups} groups cover {covered} schools"),
    ],
)
def test_the_page_prints_groups_and_the_schools_that_they_cover(
    language: str, heading: str, printed: str
) -> None:
    groups = [one for one in whole_agreed() if form_named(one.content.form).path == "group"]
    schools = {party.party for one in groups for party in one.content.parties}
    text = page(language)
    assert printed.format(groups=len(groups), covered=len(schools)) in text
    *forms, (_, together) = rows(text, heading).items()
    assert [count for _, count in together] == [len(groups), len(schools)]
    assert sum(cells[0][1] for _, cells in forms) == len(groups)
    assert (
        sum(cells[1][1] for _, cells in forms) == len(schools) + 1
    )  # a core leads two of them, and is one school


def test_each_count_leads_to_the_alliances_that_were_counted() -> None:
    text = page("en")
    for heading in (
        "School pairs by district pair",
        "Led and entrusted schools",
        "Groups and the schools that they cover",
    ):
        for name, cells in [*rows(text, heading).items()][-3:]:
            to, count = cells[0]
            listed = Client().get(to).content.decode()
            assert f"{count} alliances in effect" in listed or f"{count} alliance in effect" in listed, name
            assert "As at 31 December 2016" in listed


def test_years_stand_side_by_side_and_lead_to_one_another() -> None:
    text = page("en", 2020)
    shown = [count for _, count in rows(text, "School pairs by district pair")["Together"]]
    ended = 207 - counts_of_year(2020).framed
    assert 0 < ended < 30
    assert shown == [
        207 - ended,
        207 - ended,
        207,
        207,
        207,
    ]  # 2020 to 2016; some ended with the term in 2019
    assert "/en/alliances/counts/2019/" in text
    assert "/en/alliances/counts/2021/" in text


def test_it_asks_few_questions() -> None:
    with CaptureQueriesContext(connection) as queries:
        page("en")
    assert len(queries) <= BUDGET
