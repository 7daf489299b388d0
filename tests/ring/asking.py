"""Requests of the ring: what each wrote is seen, and everything that it changed is taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.ring.rule import World

# Every request may write them: who asks, how often, and what was tried without the right.
OF_THE_REQUEST = ("django_session", "kept_counts", "people_securityevent")


class Writes(list[str]):
    """What a request wrote into the records."""

    def beside(self, tables: Iterable[str]) -> list[str]:
        return [one for one in self if not any(f'"{table}"' in one for table in tables)]

    def unrecorded(self, tables: Iterable[str]) -> list[str]:
        """What was written without a line of the audit; nothing where there is one."""
        left = self.beside(tables)
        return [] if any(one.startswith('INSERT INTO "audit_line"') for one in left) else left

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
    answer = asked(client, verb, address, sent or {}, writes=writes)
    client.cookies.clear()
    client.cookies.load(cookies)
    return answer


def asked(
    client: Client, verb: str, address: str, sent: dict[str, Any], *, writes: Writes | None = None
) -> HttpResponse:
    with transaction.atomic(), connection.execute_wrapper(Writes() if writes is None else writes):
        answer: HttpResponse = getattr(client, verb)(address, sent)
        transaction.set_rollback(True)
    return answer


def address_of(name: str, args: list[Any], query: str = "") -> str:
    with translation.override("en"):
        return reverse(name, args=args) + query
