"""The browser harness: each test meets the site in both languages, on a desk and on a telephone.

`page` comes once for every language and width; its addresses are relative to a server of its own. At the end
it fails the test if the page wrote an error to the console, missed a file or asked another host for one.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)
from tests.browser.looking import Looks
from tools import parts

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "var" / "screenshots"
QUIETLY = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",  # no test reaches another host
)
BROWSER_LOCALES = {"zh-hans": "zh-CN", "en": "en-GB"}
ACCESSIBLE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROWEST = 320
TOO_WIDE = """width => [...document.querySelectorAll("body *")]
    .filter(each => each.getBoundingClientRect().right > width + 1)
    .slice(0, 5).map(each => each.outerHTML.slice(0, 120))"""

PageCheck = Callable[[Page], None]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = parts.chromium()
    assert program, str(parts.NO_BROWSER)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop runs in this thread; what Django reads here, between two pages, waits for nobody.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIETLY))
        yield browser
        browser.close()


@pytest.fixture(params=BROWSER_LOCALES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[1280, 390])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def troubles() -> list[str]:
    """What went wrong behind a page; a test may look, and `page` fails it at the end if anything did."""
    return []


@pytest.fixture
def context(
    browser: Browser, live_server: object, language: str, width: int, troubles: list[str]
) -> Iterator[BrowserContext]:
    home = str(live_server)
    context = browser.new_context(
        base_url=home,
        locale=BROWSER_LOCALES[language],
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
    )

    def only_from_home(request: Request) -> None:
        """Seen, not routed: a browser that routes keeps no file from one page to the next."""
        if not request.url.startswith((home, "data:", "blob:")):
            troubles.append(f"asked another host: {request.url}")

    context.on("request", only_from_home)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, troubles: list[str]) -> Iterator[Page]:
    page = context.new_page()

    def console(message: ConsoleMessage) -> None:
        # A refused form answers 422 on purpose; files that are missing are seen below.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            troubles.append(f"console: {message.text}")

    def response(response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and "/static/" in response.url):
            troubles.append(f"answered {response.status}: {response.url}")

    page.on("console", console)
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    page.on("response", response)
    yield page
    assert troubles == []


@pytest.fixture(scope="session")
def axe() -> PageCheck:
    """Fails unless the page keeps WCAG 2.2 AA and axe's best practice."""
    scanner = Axe()

    def check(page: Page) -> None:
        page.wait_for_load_state("load")  # a page that came by itself may not have its styles yet
        results = scanner.run(page, options={"runOnly": ACCESSIBLE, "resultTypes": ["violations"]})
        found = [
            f"{violation['id']} ({violation['help']}): {node['html'][:160]}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]
        assert not found, f"{page.url}\n" + "\n".join(found)

    return check


@pytest.fixture
def looks(axe: PageCheck) -> Looks:
    return Looks(axe)


@pytest.fixture(scope="session")
def no_sideways_scroll() -> PageCheck:
    """Fails if a window of 320 pixels has to scroll sideways; the window is as before afterwards."""

    def check(page: Page) -> None:
        before = page.viewport_size
        page.set_viewport_size({"width": NARROWEST, "height": 640})
        wide = page.evaluate("document.documentElement.scrollWidth")
        culprits = page.evaluate(TOO_WIDE, NARROWEST) if wide > NARROWEST else []
        if before:
            page.set_viewport_size(before)
        assert wide <= NARROWEST, f"{page.url} is {wide} pixels wide:\n" + "\n".join(culprits)

    return check


@pytest.fixture
def picture(page: Page, language: str, width: int) -> Callable[[str], Path]:
    """Keeps a picture of the whole page as `var/screenshots/<name>.<language>.<width>.png`."""

    def keep(name: str) -> Path:
        page.evaluate("document.fonts.ready.then(() => true)")
        kept = PICTURES / f"{name}.{language}.{width}.png"
        page.screenshot(path=kept, full_page=True)
        return kept

    return keep
