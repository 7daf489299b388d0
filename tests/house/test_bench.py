"""Every page of alliances, ledger, notices and documents is measured, or says why not."""

from collections import defaultdict

from bench.alliance_places import DOMAINS, FILES, PLACES, UNMEASURED, places
from django.urls import URLPattern, get_resolver, resolve
from django.utils import translation

SOMETHING: dict[str, str] = defaultdict(lambda: "x", year="2025", number="2", question="x/questions/x")


def addresses() -> set[str]:
    """The names of all addresses of the domains that are measured, from the resolver."""
    found = get_resolver().url_patterns
    inside = {one.namespace: one for one in found if getattr(one, "namespace", None) in DOMAINS}
    for one in found:
        for deeper in getattr(one, "url_patterns", ()):
            if getattr(deeper, "namespace", None) in DOMAINS:
                inside[deeper.namespace] = deeper
    assert set(inside) == set(DOMAINS)
    return {
        f"{space}:{pattern.name}"
        for space, domain in inside.items()
        for pattern in domain.url_patterns
        if isinstance(pattern, URLPattern)
    }


def measured() -> set[str]:
    with translation.override("en"):
        return {
            resolve(f"/en/{place.partition('?')[0]}").view_name for _, place in places(SOMETHING).values()
        }


def test_every_address_is_measured_or_says_why_not() -> None:
    assert addresses() - measured() - set(UNMEASURED) == set(), "list it in bench/alliance_places.py"


def test_what_is_not_measured_is_there_and_has_a_reason() -> None:
    assert set(UNMEASURED) <= addresses() - measured()
    assert all(UNMEASURED.values())


def test_a_name_stands_once() -> None:
    names = [name for listed in PLACES.values() for name in listed]
    assert sorted(names) == sorted(set(names))
    assert set(names) >= FILES
