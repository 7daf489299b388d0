"""The harness sees what it is there to see."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

PageCheck = Callable[[Page], None]

# The harness itself is the same in every language and width: once is enough.
pytestmark = pytest.mark.parametrize(("language", "width"), [("en", 1280)], indirect=True)

SOUND = "<!doctype html><html lang=en><title>A</title><main><h1>A</h1><p>Words</p>{}</main></html>"


def test_a_sound_page_is_accepted(page: Page, axe: PageCheck, no_sideways_scroll: PageCheck) -> None:
    page.set_content(SOUND.format(""))
    axe(page)
    no_sideways_scroll(page)


def test_a_picture_without_words_is_found(page: Page, axe: PageCheck) -> None:
    page.set_content(SOUND.format("<img src='data:,'>"))
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_a_wide_table_is_found(page: Page, no_sideways_scroll: PageCheck) -> None:
    page.set_content(SOUND.format("<div id=wide style='width:400px'>x</div>"))
    with pytest.raises(AssertionError, match='id="wide"'):
        no_sideways_scroll(page)


@pytest.mark.parametrize(
    ("planted", "trouble"),
    [
        ("<script>console.error('planted')</script>", "console: planted"),
        ("<script>throw new Error('planted')</script>", "script: planted"),
        ("<img alt='' src='http://example.org/a.png'>", "asked another host: http://example.org/a.png"),
    ],
    ids=["console", "script", "another host"],
)
def test_trouble_behind_a_page_is_seen(
    page: Page, live_server: object, troubles: list[str], planted: str, trouble: str
) -> None:
    page.set_content(SOUND.format(planted.format(home=live_server)), wait_until="networkidle")
    assert trouble.format(home=live_server) in troubles
    troubles.clear()


def test_a_missing_file_is_seen(page: Page, live_server: object, troubles: list[str]) -> None:
    page.goto("/en/method/")
    with page.expect_response("**/none.png"):
        page.evaluate("new Image().src = '/static/none.png'")
    assert troubles == [f"answered 404: {live_server}/static/none.png"]
    troubles.clear()


def test_a_picture_is_kept(page: Page, picture: Callable[[str], Path], width: int) -> None:
    page.set_content(SOUND.format("中文"))
    kept = picture("harness")
    assert kept.name.endswith(f".{width}.png")
    assert kept.stat().st_size > 1000
    kept.unlink()
