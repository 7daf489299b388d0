"""Every address of the site is tried by everybody with every verb, with wrong names and with a forged form.

The addresses come from the URL resolver; what each owes to whom stands in tests/ring/rules/<domain>.py. An address
without a rule fails, and so does one that has another's name, a rule that lets nobody in, and a reading that writes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection, transaction
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation
from django.utils.html import escape
from tests.ring.asking import Writes, address_of, ask, asked
from tests.ring.conftest import all_rules
from tests.ring.rule import EVERYBODY, SIGNED_OUT, Rule, World

from lianmeng.cities.models import BegunCity
from lianmeng.cities.views.made_up import LINE
from lianmeng.core.language import spoken
from lianmeng.jobs.models import Job

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


NAMES = list(names(get_resolver().url_patterns))
ADDRESSES = sorted(set(NAMES))
EACH = [
    pytest.param(name, rule, id=f"{name} {rule.told}".strip())
    for name in ADDRESSES
    for rule in RULES.get(name, ())
]
# Where no sign-in service is set and no demonstration runs, they are there for nobody; tests/people opens them.
CLOSED = {"people:demo", "people:enter", "openid_connect_login", "openid_connect_callback"}
DONE = (200, 302)
READING, SENDING, FOREIGN = ("get", "head"), ("post",), ("put", "patch", "delete", "options")
# Two tokens of the right length that do not belong together.
NO_TOKEN, WRONG_TOKEN = {}, {"csrfmiddlewaretoken": "b" * 32}


def complaint(rule: Rule, who: str, answer: HttpResponse, *, verb: str) -> str:
    """What is wrong with an answer; empty if nothing is."""
    allowed = rule.reads if verb in READING else rule.sends if verb in SENDING else None
    expected = expected_answers(rule, who, verb)
    if answer.status_code not in expected:
        return f"{verb.upper()} by {who}: {answer.status_code}, not {expected}"
    if rule.any_verb:
        return ""
    if verb == "options" and answer.status_code == 200 and (answer.content or not answer.headers["Allow"]):
        return f"OPTIONS by {who}: more than the verbs"
    to_sign_in = answer.headers.get("Location", "").partition("?")[0] == resolve_url(settings.LOGIN_URL)
    sent_there = who in SIGNED_OUT and rule.signed_out == 302 and who not in set(allowed or ())
    if sent_there and answer.status_code == 302 and not to_sign_in:
        return f"{verb.upper()} by {who}: sent to {answer.headers['Location']} instead of the sign-in"
    return ""


def expected_answers(rule: Rule, who: str, verb: str) -> tuple[int, ...]:
    if rule.any_verb:
        return (302,)
    allowed = rule.reads if verb in READING else rule.sends if verb in SENDING else None
    if allowed is None or (verb == "head" and not rule.heads):
        told = (
            (405, 200) if verb == "options" else (405,)
        )  # the ready-made pages of signing in name their verbs
        knows = who in {*(rule.reads or ()), *(rule.sends or ())}
        return told if knows else (*told, *rule.refusals(who))
    if who not in set(allowed):
        return rule.refusals(who)
    if verb in READING:
        return rule.read_answers
    return (422,) if who in rule.stopped else rule.sent_answers


@pytest.mark.parametrize(("name", "rule"), EACH)
def test_everybody_tries_every_verb(world: World, name: str, rule: Rule) -> None:
    address, sent = address_of(name, rule.args(world), rule.query), rule.sent(world)
    found = []
    with translation.override("en"):
        for who in EVERYBODY:
            for verb in (*READING, *SENDING, *FOREIGN):
                writes = Writes()
                answer = ask(world, who, verb, address, sent={} if verb in READING else sent, writes=writes)
                found.append(complaint(rule, who, answer, verb=verb))
                if writes.beside(rule.fills) and (verb != "post" or who not in set(rule.sends or ())):
                    found.append(f"{verb.upper()} by {who} wrote: {writes}")
                if answer.status_code in DONE and writes.unrecorded((*rule.fills, *rule.unaudited)):
                    found.append(f"{verb.upper()} by {who} left no line of the audit: {writes}")
    assert not any(found), "\n".join([address, *filter(None, found)])


@pytest.mark.parametrize("name", sorted(RULES.keys() - CLOSED))
def test_every_rule_lets_somebody_in(name: str) -> None:
    def opens(rule: Rule) -> bool:
        read = {200, 302} & set(rule.read_answers) and set(rule.reads or ())
        return bool(read or ({200, 302} & set(rule.sent_answers) and set(rule.sends or ())))

    assert any(opens(rule) for rule in RULES[name])


def test_no_address_hides_behind_the_name_of_another() -> None:
    assert sorted(name for name, count in Counter(NAMES).items() if count > 1) == []


def wrong_addresses(rule: Rule, name: str, args: list[Any]) -> Iterator[str]:
    for at in range(len(args)):
        fitting = [one for one in WRONG if isinstance(one, type(args[at]))]
        for wrong in fitting if rule.wrong_args is None else rule.wrong_args:
            try:
                yield address_of(name, [*args[:at], wrong, *args[at + 1 :]], rule.query)
                break
            except NoReverseMatch:  # that kind of value cannot stand there: the next one
                continue


@pytest.mark.parametrize(("name", "rule"), EACH)
def test_a_wrong_name_is_not_found(world: World, name: str, rule: Rule) -> None:
    verb, may = ("get", rule.reads) if rule.reads is not None else ("post", rule.sends)
    who = next(iter(may or EVERYBODY))
    for address in wrong_addresses(rule, name, rule.args(world)):
        assert ask(world, who, verb, address).status_code == 404, f"{verb} {address} by {who}"


@pytest.mark.parametrize(
    "name", [name for name in ADDRESSES if name in RULES and RULES[name][0].sends is not None]
)
def test_a_forged_form_is_refused_to_everybody(world: World, name: str) -> None:
    """Sent from somewhere else: without the token of the browser, or with another's."""
    rule = RULES[name][0]
    address, sent = address_of(name, rule.args(world), rule.query), rule.sent(world)
    for who in EVERYBODY:
        for token in (NO_TOKEN, WRONG_TOKEN):
            strict, writes = Client(enforce_csrf_checks=True), Writes()
            strict.cookies.load({key: one.value for key, one in world.client(who).cookies.items()})
            strict.cookies["csrftoken"] = "a" * 32
            answer = asked(strict, "post", address, {**sent, **token}, writes=writes)
            assert (answer.status_code, writes) == (403, []), f"{name} by {who}"


@pytest.mark.parametrize(
    ("name", "rule"), [one for one in EACH if one.values[1].reads and one.values[1].sends]
)
def test_what_a_form_hides_cannot_be_forged(world: World, name: str, rule: Rule) -> None:
    """Which state its writer saw, and which text: anything else is refused, whoever sends it."""
    address, sent = address_of(name, rule.args(world), rule.query), rule.sent(world)
    for field in hidden_fields(world, rule, address):
        may = set(rule.sends or ())
        tries = [(who, "forged") for who in EVERYBODY] + [(who, "999999999") for who in may]
        for who, forged in tries:
            writes = Writes()
            answer = ask(world, who, "post", address, sent={**sent, field: forged}, writes=writes)
            expected = (422,) if who in may else rule.refusals(who)
            assert answer.status_code in expected, (
                f"{address}: {field}={forged} by {who}: {answer.status_code}"
            )
            assert not writes.beside(rule.fills) or answer.status_code == 422, f"{address} by {who}: {writes}"
            if forged == "forged" and answer.status_code == 422:
                assert field in answer.context["form"].errors or field == "digest", f"{address} by {who}"


def hidden_fields(world: World, rule: Rule, address: str) -> list[str]:
    context = getattr(ask(world, next(iter(rule.sends or ())), "get", address), "context", None)
    if context is None or "deed" not in context:
        return []
    return [one.name for one in context["form"].hidden_fields()]


def pages(world: World, language: str) -> Iterator[tuple[str, str]]:
    """Every page of the site with what it shows, each asked by the first who may read it; and two that refuse."""
    for each in EACH:
        name, rule = each.values
        if rule.reads:
            with translation.override(language):
                address = reverse(name, args=rule.args(world)) + rule.query
            answer = ask(world, next(iter(rule.reads)), "get", address)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                yield address, b"".join(answer).decode()
    for who, address in (("nobody", f"/{language}/nowhere/"), ("teacher", f"/{language}/audit/heads/")):
        yield address, ask(world, who, "get", address).content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_of_a_made_up_city_says_so(world: World, language: str) -> None:
    label = escape(spoken(LINE, language))
    assert label not in next(pages(world, language))[1]
    caches["pages"].clear()  # where nothing tells pages apart that were drawn before the city was begun
    with transaction.atomic():
        BegunCity.objects.create(key="made-up", made_up=True, begun_at=timezone.now())
        shown = dict(pages(world, language))
        transaction.set_rollback(True)
    caches["pages"].clear()
    assert len(shown) > 100
    assert [address for address, page in shown.items() if label not in page] == []


def test_every_address_has_a_rule_and_every_rule_an_address() -> None:
    assert {
        "without a rule": set(ADDRESSES) - set(RULES),
        "without an address": set(RULES) - set(ADDRESSES),
    } == {
        "without a rule": set(),
        "without an address": set(),
    }


def test_a_planted_write_is_seen() -> None:
    writes = Writes()
    with connection.execute_wrapper(writes):
        Job.objects.filter(pk=0).update(state="x")
        Session.objects.filter(pk="0").update(session_data="x")
    assert [one.partition(" ")[0] for one in writes] == ["UPDATE"]
