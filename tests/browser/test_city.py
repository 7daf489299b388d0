"""The demonstration city in a browser: the first page and the balance, for the public and for an officer."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page
from tests.cities import write_small_city

from lianmeng.people.models import Account

PageCheck = Callable[[Page], None]
Picture = Callable[[str], Path]


def sign_in(page: Page, username: str) -> None:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    session = client.cookies["sessionid"].value
    page.goto("/en/method/")
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": page.url.partition("/en/")[0]}])


@pytest.mark.django_db(transaction=True)
def test_the_city_is_read_by_everybody_and_its_schools_by_officers(
    page: Page, language: str, axe: PageCheck, no_sideways_scroll: PageCheck, picture: Picture
) -> None:
    write_small_city()
    places = {"home": "", "city": "balance/city/", "part": "balance/city/cd-dayi/?year=2015&stage=primary"}
    for who in ("public", "demo-city"):
        if who != "public":
            sign_in(page, who)
        for name, address in places.items():
            page.goto(f"/{language}/{address}")
            axe(page)
            no_sideways_scroll(page)
            assert page.locator("a[href$='/sign-out/']").count() == int(who != "public")
            picture(f"{name}-{who}")
