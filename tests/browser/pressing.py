"""Press what leads to another page, and wait for that page: a page that has only begun to come has no rows yet."""

from playwright.sync_api import Locator


def follow(place: Locator) -> None:
    """Press a link or button, and go on when the page that it leads to is there with its styles."""
    with place.page.expect_navigation(wait_until="load"):
        place.click()
