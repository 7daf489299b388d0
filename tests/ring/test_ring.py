"""Every address of the site is tried by everybody with every verb, with wrong names and with a forged form.

The addresses come from the URL resolver; what each owes to whom stands in tests/ring/rules/<domain>.py. An address
without a rule fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from tests.ring.conftest import all_rules
from tests.ring.rule import EVERYBODY, SIGNED_OUT, Rule, World

pytestmark = pytest.mark.django_db
RULES = all_rules()
WRONG = ("nowhere", 999_999_999)


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(
                pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )
        else:
            yield f"{space}{pattern.name or pattern.pattern}"


ADDRESSES = sorted(set(names(get_resolver().url_patterns)))


def ask(
    world: World, who: str, verb: str, address: str, *, sent: dict[str, Any] | None = None
) -> HttpResponse:
    """The answer, with everything that the request changed taken back: in the database and in the browser."""
    client = world.client(who)
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        answer: HttpResponse = getattr(client, verb)(address, sent or {})
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies)
    return answer


def address_of(name: str, args: list[Any], query: str = "") -> str:
    with translation.override("en"):
        return reverse(name, args=args) + query


def complaint(rule: Rule, who: str, answer: HttpResponse, *, verb: str) -> str:
    """What is wrong with an answer; empty if nothing is."""
    allowed, good = (rule.reads, rule.read_answers) if verb == "get" else (rule.sends, rule.sent_answers)
    if rule.any_verb:
        expected: tuple[int, ...] = (302,)
    elif verb in {"put", "delete"} or allowed is None:
        expected = (405, *rule.refusals(who))
        if who in {*(rule.reads or ()), *(rule.sends or ())}:
            expected = (405,)
    else:
        expected = good if who in set(allowed) else rule.refusals(who)
    if answer.status_code not in expected:
        return f"{verb.upper()} by {who}: {answer.status_code}, not {expected}"
    if rule.any_verb:
        return ""
    to_sign_in = answer.headers.get("Location", "").partition("?")[0] == resolve_url(settings.LOGIN_URL)
    sent_there = who in SIGNED_OUT and rule.signed_out == 302 and who not in set(allowed or ())
    if sent_there and answer.status_code == 302 and not to_sign_in:
        return f"{verb.upper()} by {who}: sent to {answer.headers['Location']} instead of the sign-in"
    return ""


@pytest.mark.parametrize("name", ADDRESSES)
def test_everybody_tries_every_verb(world: World, name: str) -> None:
    rule = RULES[name]
    address = address_of(name, rule.args(world), rule.query)
    with translation.override("en"):
        found = [
            complaint(rule, who, ask(world, who, verb, address, sent=rule.sent(world)), verb=verb)
            for who in EVERYBODY
            for verb in ("get", "post", "put", "delete")
        ]
    assert not any(found), "\n".join([address, *filter(None, found)])


def wrong_addresses(rule: Rule, name: str, args: list[Any]) -> Iterator[str]:
    for at in range(len(args)):
        fitting = [one for one in WRONG if isinstance(one, type(args[at]))]
        for wrong in fitting if rule.wrong_args is None else rule.wrong_args:
            try:
                yield address_of(name, [*args[:at], wrong, *args[at + 1 :]], rule.query)
                break
            except NoReverseMatch:  # that kind of value cannot stand there: the next one
                continue


@pytest.mark.parametrize("name", [name for name in ADDRESSES if name in RULES])
def test_a_wrong_name_is_not_found(world: World, name: str) -> None:
    rule = RULES[name]
    verb, may = ("get", rule.reads) if rule.reads is not None else ("post", rule.sends)
    who = next(iter(may or EVERYBODY))
    for address in wrong_addresses(rule, name, rule.args(world)):
        assert ask(world, who, verb, address).status_code == 404, f"{verb} {address} by {who}"


@pytest.mark.parametrize(
    "name", [name for name in ADDRESSES if name in RULES and RULES[name].sends is not None]
)
def test_a_forged_form_is_refused(world: World, name: str) -> None:
    rule = RULES[name]
    for who in list(rule.sends or ())[:1]:
        strict = Client(enforce_csrf_checks=True)
        strict.cookies.load({key: one.value for key, one in world.client(who).cookies.items()})
        with transaction.atomic():
            answer = strict.post(address_of(name, rule.args(world), rule.query), rule.sent(world))
            transaction.set_rollback(True)
        assert answer.status_code == 403, f"{name} by {who}"


def test_every_address_has_a_rule_and_every_rule_an_address() -> None:
    assert {
        "without a rule": set(ADDRESSES) - set(RULES),
        "without an address": set(RULES) - set(ADDRESSES),
    } == {
        "without a rule": set(),
        "without an address": set(),
    }
