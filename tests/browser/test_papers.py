"""Papers and photos: a photo that both sides confirm, a document brought home and confirmed by anybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.alliances.conftest import TODAY, approved, build_city, leader
from tests.alliances.test_activities import lesson
from tests.browser.pressing import follow
from tests.browser.test_alliances import done, seat, signed_in
from tests.documents.test_files import placed

from lianmeng.alliances.actions.activities import record_activity
from lianmeng.documents.queries.documents import documents_of

PageCheck = Callable[[Page], None]
Picture = Callable[[str], Path]
REFUSED = {"photo.jpg": b"MZ" + bytes(99), "drawing.svg": b"<svg/>", "page.html": b"<!doctype html><p>"}


@pytest.fixture(autouse=True)
def made(tmp_path: Path, settings: Any) -> str:
    settings.MEDIA_ROOT = tmp_path
    build_city()
    seat(a="school_leader", c="school_leader")
    return approved()


def brought(page: Page, address: str, name: str, content: bytes) -> None:
    page.goto(address)
    page.set_input_files("[name=file]", {"name": name, "mimeType": "image/jpeg", "buffer": content})
    follow(page.locator("main form .btn-primary"))


@pytest.mark.parametrize("width", [390], indirect=True)
@pytest.mark.django_db(transaction=True)
def test_a_photo_is_seen_by_both_sides_and_what_is_none_is_refused(
    page: Page, language: str, made: str, axe: PageCheck, no_sideways_scroll: PageCheck, picture: Picture
) -> None:
    home, activity = (
        f"/{language}/alliances/{made}/",
        record_activity(made, lesson(day=TODAY), by=leader("a")),
    )
    add = f"{home}activities/{activity}/photos/add/"
    page.goto("/")
    signed_in(page, "a")
    for name, content in REFUSED.items():
        brought(page, add, name, content)
        assert page.locator("main .lm-wrong").count() == 1, name
    axe(page)
    picture("photo-refused")
    brought(page, add, "IMG_1.jpg", placed())
    signed_in(page, "c")
    page.goto(home)
    shown = page.locator(".lm-photos img")
    shown.scroll_into_view_if_needed()
    assert shown.evaluate("each => each.decode().then(() => each.naturalWidth)") > 0
    axe(page)
    no_sideways_scroll(page)
    picture("alliance-papers")
    done(page, f"{home}activities/{activity}/confirm/", {})
    assert page.locator(".lm-photos img").count() == 1


@pytest.mark.parametrize("width", [390], indirect=True)
@pytest.mark.django_db(transaction=True)
def test_a_document_is_brought_home_and_confirmed_by_anybody(
    page: Page, language: str, made: str, axe: PageCheck, no_sideways_scroll: PageCheck, picture: Picture
) -> None:
    row = documents_of(("alliance", made))[0].row
    page.goto("/")
    signed_in(page, "a")
    page.goto(f"/{language}/alliances/{made}/")
    with page.expect_download() as download:
        page.get_by_role("link", name=row.number, exact=True).click()  # downloads
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    page.context.clear_cookies()
    page.goto(f"/{language}/documents/confirm/")
    axe(page)
    for code in ("ZZZZ-ZZZZ", row.code.lower()):
        page.goto(f"/{language}/documents/confirm/")
        page.fill("[name=number]", row.number)
        page.fill("[name=code]", code)
        follow(page.locator("main .btn-primary"))
        assert page.get_by_text(row.digest).count() == (code == row.code.lower())
        axe(page)
        no_sideways_scroll(page)
        picture(f"document-{'confirmed' if code == row.code.lower() else 'unknown'}")
    page.goto(f"/{language}/documents/confirm/{row.code}/")
    assert page.get_by_text(row.digest).count() == 1
