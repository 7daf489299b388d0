"""Every address of the site is tried by everybody, with the wrong verb and with a wrong name."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.balance.conftest import SMALL_COLUMNS

from lianmeng.balance.models import RegisterGroup

# What each view answers: (owner, stranger, nobody) to GET, and to POST. A new view has to be written in here.
OPEN = (200, 200, 200)
OWN = (200, 404, 404)
NO = (405, 405, 405)
ANSWERS = {
    "root": ((302, 302, 302), (302, 302, 302)),
    "web:home": ((302, 302, 302), (302, 302, 302)),
    "web:method": (OPEN, NO),
    "web:sources": (OPEN, NO),
    "web:privacy": (OPEN, NO),
    "web:accessibility": (OPEN, NO),
    "standards:standards": (OPEN, NO),
    "standards:standard": (OPEN, NO),
    "balance:registers": (OPEN, NO),
    "balance:upload": ((302, 302, 302), (422, 422, 422)),
    "balance:register": (OWN, NO),
    "balance:columns": (OWN, (302, 404, 404)),
    "balance:delete": (OWN, (302, 404, 404)),
    "balance:download": (OWN, NO),
    "balance:find": ((302, 404, 404), NO),
    "balance:group": (OWN, NO),
    "balance:group-download": (OWN, NO),
}


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> list[str]:
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += names(pattern.url_patterns, inner)
        else:
            found.append(f"{space}{pattern.name}")
    return found


def test_every_address_has_its_answers() -> None:
    assert set(names(get_resolver().url_patterns)) == set(ANSWERS)


def address(name: str, register_id: str) -> str:
    number = RegisterGroup.objects.filter(register__public_id=register_id).first()
    at = number.number if number is not None else 0
    known = {
        "standards:standard": ["cn-2017"],
        "balance:group": [register_id, at],
        "balance:group-download": [register_id, at],
    }
    lone = {"register", "columns", "delete", "download", "find"}
    arguments = known.get(name, [register_id] if name.partition(":")[2] in lone else [])
    return reverse(name, args=arguments) + ("?group=A" if name == "balance:find" else "")


@pytest.mark.parametrize("name", ANSWERS)
def test_reading(name: str, owner: Client, stranger: Client, small: str) -> None:
    expected = ANSWERS[name][0]
    people = (owner, stranger, Client())
    assert tuple(one.get(address(name, small)).status_code for one in people) == expected


@pytest.mark.parametrize("name", ANSWERS)
def test_writing(name: str, owner: Client, stranger: Client, small: str) -> None:
    expected = ANSWERS[name][1]
    posted = SMALL_COLUMNS if name == "balance:columns" else {}
    people = (stranger, Client(), owner)  # the owner last, since a register can be deleted once
    answers = [one.post(address(name, small), posted).status_code for one in people]
    assert (answers[2], answers[0], answers[1]) == expected


@pytest.mark.parametrize("name", ["balance:columns", "balance:delete"])
def test_nobody_changes_a_sample(name: str, stranger: Client, illustration: str) -> None:
    answer = stranger.post(address(name, illustration), SMALL_COLUMNS)
    assert answer.status_code == 422
    assert "A sample register cannot be changed" in answer.content.decode()


def test_a_forged_form_is_refused(small: str, owner: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = owner.cookies
    answer = strict.post(f"/en/balance/{small}/delete/")
    assert answer.status_code == 403
    assert RegisterGroup.objects.exists()
