"""How figures are written into a page."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.translation import override

from lianmeng.web.templatetags.lianmeng import exact, unbroken


@pytest.mark.parametrize(
    ("value", "written"), [("10.0", "10"), ("2000", "2,000"), ("4.20", "4.2"), ("-3.0", "\u22123")]
)
def test_a_quantity_has_the_decimals_that_it_needs(value: str, written: str) -> None:
    assert exact(Decimal(value).normalize()) == written


def test_a_headline_keeps_a_number_with_its_counter() -> None:
    assert unbroken("12 个区县中 3 个达标，8.6% 的学校") == "12\u00a0个区县中 3\u00a0个达标，8.6%\u00a0的学校"
    assert unbroken("3 of 12 districts") == "3 of 12 districts"


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "30 November 2026, 17:55"), ("zh-hans", "2026 年 11 月 30 日 17:55")],
)
def test_a_moment_is_written_in_words_at_the_clock_of_the_city(language: str, written: str) -> None:
    at = datetime(2026, 11, 30, 9, 55, tzinfo=UTC)
    with override(language):
        assert Template("{{ at|moment }}").render(Context({"at": at})) == written


@pytest.mark.parametrize(("language", "written"), [("en", "One. Two."), ("zh-hans", "One.Two.")])
def test_between_two_sentences_stands_a_blank_where_the_language_has_one(language: str, written: str) -> None:
    with override(language):
        assert Template("One.{% blank %}Two.").render(Context()) == written
