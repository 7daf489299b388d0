"""The register as its readers meet it: find a school, see it on the map, read its page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from bench.filled_city import fill_city
from django.test import Client
from playwright.sync_api import Page
from tests.browser.pressing import follow

from lianmeng.core.roles import CITY, Role
from lianmeng.people.models import Account, RoleHeld
from lianmeng.schools.models import Region, School, Section, Staff

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


def sign_in(page: Page) -> None:
    """As an officer of the city, without the way through the door."""
    officer = Account.objects.create(username="officer", name="林局")
    RoleHeld.objects.create(
        account=officer, role=Role.CITY_OFFICER, place=CITY, since="2016-01-01", given_by="test"
    )
    client = Client()
    client.force_login(officer)
    page.goto("/en/method/")
    origin = str(page.evaluate("location.origin"))
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": origin}
    page.context.add_cookies([session])  # type: ignore[list-item]


@pytest.mark.django_db(transaction=True)
def test_an_officer_keeps_the_register(
    page: Page, language: str, axe: PageCheck, no_sideways_scroll: PageCheck, picture: Picture
) -> None:
    fill_city(districts=2, schools=3, staff=20, years=2, last_year=2025)
    sign_in(page)
    school, person = School.objects.earliest("pk").public_id, Staff.objects.earliest("pk").public_id
    section = Section.objects.filter(school__public_id=school).earliest("pk").public_id
    region = Region.objects.latest("pk").public_id
    for name, address in {
        "schools-school-officer": f"{school}/",
        "schools-staff": f"{school}/staff/",
        "schools-person": f"staff/{person}/",
        "schools-return": f"{school}/return/{section}/2025/",
        "schools-open": "open/",
        "schools-search": "staff/?q=T",
        "schools-add-region": "regions/add/",
        "schools-place-region": f"regions/{region}/place/",
        "schools-plan-year": "calendar/2025/",
        "schools-split": f"{school}/split/",
    }.items():
        page.goto(f"/{language}/schools/{address}")
        axe(page)
        no_sideways_scroll(page)
        picture(name)
    page.goto(f"/{language}/schools/{school}/close/")
    page.locator("#id_reason").fill("生源不足")
    for name in ("schools-close-confirm", "schools-closed"):
        follow(page.locator("main .btn-primary"))
        axe(page)
        picture(name)
