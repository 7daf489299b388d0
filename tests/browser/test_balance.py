"""The first page as its users meet it: read a sample, bring a register, put right what is wrong, delete it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from tests.browser.pressing import follow

from lianmeng.balance.actions.samples import prepare_samples

PageCheck = Callable[[Page], None]
Picture = Callable[[str], Path]

REGISTER = "区县,学校,学生数,教师\n甲县,一小,300,20\n甲县,二小,100,12\n乙县,三小,200,15\n乙县,四小,–,9\n"
WORDS = {
    "zh-hans": {
        "read": "查看均衡情况",
        "upload": "上传，下一步说明各列",
        "twelve": "12 个",
        "delete": "删除名册",
        "wrong": "不是数",
    },
    "en": {
        "read": "Read the balance",
        "upload": "Upload, then name the columns",
        "twelve": "12 groups",
        "delete": "Delete the register",
        "wrong": "is not a number",
    },
}


@pytest.fixture
def files(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path


@pytest.fixture
def checked(axe: PageCheck, no_sideways_scroll: PageCheck, picture: Picture) -> Callable[[Page, str], None]:
    def check(page: Page, name: str) -> None:
        axe(page)
        no_sideways_scroll(page)
        picture(name)

    return check


def test_the_samples_are_read(
    page: Page, files: Path, language: str, checked: Callable[[Page, str], None]
) -> None:
    prepare_samples()
    page.goto(f"/{language}/balance/")
    checked(page, "registers")
    follow(page.locator('a[href$="/taiwan-elementary-113-north/"]'))
    expect(page.locator("h1")).to_contain_text(WORDS[language]["twelve"])
    checked(page, "register")
    follow(page.get_by_role("link", name="新北市"))
    checked(page, "group-taiwan")
    page.goto(f"/{language}/balance/illustrative-county-primary/find/?group=大邑县&year=2025")
    page.locator("details").first.locator("summary").click()
    checked(page, "group")


def test_a_register_is_brought_and_read(
    page: Page, files: Path, language: str, checked: Callable[[Page, str], None]
) -> None:
    words = WORDS[language]
    page.goto(f"/{language}/balance/")
    page.locator("#file").set_input_files(
        {"name": "r.csv", "mimeType": "text/csv", "buffer": REGISTER.encode("gb18030")}
    )
    follow(page.get_by_role("button", name=words["upload"]))
    checked(page, "columns")
    follow(page.get_by_role("button", name=words["read"]))
    follow(page.get_by_role("link", name="乙县"))
    expect(page.locator("body")).to_contain_text("四小")
    checked(page, "group-own")


def test_what_is_wrong_is_said_at_its_place(
    page: Page, files: Path, language: str, checked: Callable[[Page, str], None]
) -> None:
    words = WORDS[language]
    page.goto(f"/{language}/balance/")
    broken = REGISTER.replace("200,15", "二百,15").encode()
    page.locator("#file").set_input_files({"name": "r.csv", "mimeType": "text/csv", "buffer": broken})
    follow(page.get_by_role("button", name=words["upload"]))
    follow(page.get_by_role("button", name=words["read"]))
    expect(page.get_by_role("alert")).to_contain_text(words["wrong"])
    checked(page, "columns-refused")
    follow(page.get_by_role("link", name=words["delete"]))
    checked(page, "delete")
    follow(page.get_by_role("button", name=words["delete"]))
    expect(page).to_have_url(page.url.split("/balance/")[0] + "/balance/")


@pytest.mark.parametrize(
    "place",
    [
        "method/",
        "sources/",
        "privacy/",
        "accessibility/",
        "standards/",
        "standards/cn-2017/",
        "standards/cn-2012/",
        "nowhere/",
    ],
)
def test_the_other_pages(page: Page, language: str, place: str, checked: Callable[[Page, str], None]) -> None:
    page.goto(f"/{language}/{place}")
    checked(page, place.strip("/").replace("/", "-"))


def test_the_page_is_the_same_in_the_other_language(page: Page, files: Path, language: str) -> None:
    prepare_samples()
    page.goto(f"/{language}/balance/taiwan-elementary-113-north/")
    other = "en" if language == "zh-hans" else "zh-hans"
    assert (
        page.locator(".lm-who a[hreflang]").get_attribute("href")
        == f"/{other}/balance/taiwan-elementary-113-north/"
    )


def test_the_page_is_used_with_a_keyboard_alone(page: Page, language: str) -> None:
    page.goto(f"/{language}/balance/")
    page.keyboard.press("Tab")
    expect(page.locator(".lm-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))
