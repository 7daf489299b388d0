"""The register as its readers meet it: find a school, see it on the map, read its page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from bench.filled_city import fill_city
from playwright.sync_api import Page

from lianmeng.schools.models import Region, School

PageCheck = Callable[[Page], None]
Picture = Callable[[str], Path]


@pytest.mark.django_db(transaction=True)
def test_a_visitor_reads_the_register(
    page: Page, language: str, axe: PageCheck, no_sideways_scroll: PageCheck, picture: Picture
) -> None:
    fill_city(districts=3, schools=120, staff=20, years=5)
    school, region = School.objects.earliest("pk").public_id, Region.objects.latest("pk").public_id
    for name, address in {
        "schools": "?q=d",
        "schools-map": f"map/?region={region}",
        "schools-regions": "regions/",
        "schools-region": f"regions/{region}/",
        "schools-calendar": "calendar/",
        "schools-school": f"{school}/",
    }.items():
        page.goto(f"/{language}/schools/{address}")
        axe(page)
        no_sideways_scroll(page)
        picture(name)
