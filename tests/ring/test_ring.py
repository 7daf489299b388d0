"""Every address of the site is tried by everybody with every verb, with wrong names and with a forged form.

The addresses come from the URL resolver; what each owes to whom stands in tests/ring/rules/<domain>.py. An address
without a rule fails, and so does one that has another's name, a rule that lets nobody in, and a reading that writes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from tests.ring.conftest import all_rules
from tests.ring.rule import EVERYBODY, SIGNED_OUT, Rule, World

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
# Where no sign-in service is set and no demonstration runs, they are there for nobody; tests/people opens them.
CLOSED = {"people:demo", "people:enter", "openid_connect_login", "openid_connect_callback"}
# Every request may write them: who asks, how often, and what was tried without the right.
OF_THE_REQUEST = ("django_session", "kept_counts", "people_securityevent")


class Writes(list[str]):
    """What a request wrote into the records."""

    def beside(self, tables: Iterable[str]) -> list[str]:
        return [one for one in self if not any(f'"{table}"' in one for table in tables)]

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not any(one in sql for one in OF_THE_REQUEST):
            self.append(sql[:80])
        return execute(sql, *rest)


def ask(
    world: World,
    who: str,
    verb: str,
    address: str,
    *,
    sent: dict[str, Any] | None = None,
    writes: Writes | None = None,
) -> HttpResponse:
    """The answer, with everything that the request changed taken back: in the database and in the browser."""
    client = world.client(who)
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic(), connection.execute_wrapper(Writes() if writes is None else writes):
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
    found = []
    with translation.override("en"):
        for who in EVERYBODY:
            for verb in ("get", "post", "put", "delete"):
                writes = Writes()
                answer = ask(world, who, verb, address, sent=rule.sent(world), writes=writes)
                found.append(complaint(rule, who, answer, verb=verb))
                if writes.beside(rule.fills) and (verb != "post" or who not in set(rule.sends or ())):
                    found.append(f"{verb.upper()} by {who} wrote: {writes}")
    assert not any(found), "\n".join([address, *filter(None, found)])


@pytest.mark.parametrize("name", sorted(RULES.keys() - CLOSED))
def test_every_rule_lets_somebody_in(name: str) -> None:
    rule = RULES[name]
    read = {200, 302} & set(rule.read_answers) and set(rule.reads or ())
    assert read or ({200, 302} & set(rule.sent_answers) and set(rule.sends or ()))


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


def test_a_planted_write_is_seen() -> None:
    writes = Writes()
    with connection.execute_wrapper(writes):
        Job.objects.filter(pk=0).update(state="x")
        Session.objects.filter(pk="0").update(session_data="x")
    assert [one.partition(" ")[0] for one in writes] == ["UPDATE"]
