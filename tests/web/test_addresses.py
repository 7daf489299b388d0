"""Addresses that are written quickly are those that Django writes, or refuses to write."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.urls.base import set_script_prefix
from django.utils.translation import override

from lianmeng.web.addresses import address

IDS = (
    "a1b2",
    "al_0-9",
    "2016",
    "光明小学",
    "a b",
    "50%",
    "a/b",
    "",
    "a?b=c",
    "<b>",
    "a\n",
    2016,
    0,
    -1,
    True,
    None,
)


def kinds(found: URLResolver, within: str = "") -> Iterator[tuple[str, int]]:
    """The names of all addresses, and how many ids stand in each."""
    for one in found.url_patterns:
        if isinstance(one, URLResolver):
            yield from kinds(one, f"{within}{one.namespace}:" if one.namespace else within)
        elif isinstance(one, URLPattern) and one.name:
            yield f"{within}{one.name}", len(one.pattern.converters)


def written(view: str, ids: tuple[object, ...], *, quickly: bool) -> str | None:
    try:
        return address(view, *ids) if quickly else reverse(view, args=ids)
    except NoReverseMatch:
        return None


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("prefix", ["/", "/lianmeng%20city/"])
def test_they_are_those_that_django_writes(language: str, prefix: str) -> None:
    named, count = sorted(set(kinds(get_resolver()))), 0
    with override(language):
        set_script_prefix(prefix)
        try:
            for view, number in named:
                for first in IDS[: len(IDS) if number else 1]:
                    for others in (("b", "c", "d"), (7, 8, 9), ("b", 8, 9)):
                        ids = (first, *others)[:number]
                        quick = written(view, ids, quickly=True)
                        assert quick == written(view, ids, quickly=False), (view, ids)
                        count += quick is not None
        finally:
            set_script_prefix("/")
    assert count > 500


@pytest.mark.parametrize("number", [0, 2, 3])
def test_a_wrong_number_of_ids_is_refused_as_django_refuses_it(number: int) -> None:
    with pytest.raises(NoReverseMatch):
        address("alliances:alliance", *("abc",) * number)


def test_a_page_writes_them_and_keeps_one_under_a_name() -> None:
    page = Template(
        "{% url 'alliances:alliance' made %} {% url 'alliances:counts' year=2016 as there %}{{ there }}"
        "{% url 'nowhere' as none %}{{ none }}"
    )
    with override("en"):
        assert page.render(Context({"made": "abc"})) == "/en/alliances/abc/ /en/alliances/counts/2016/"
