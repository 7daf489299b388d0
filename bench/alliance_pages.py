"""How dear and how quick the pages of alliances, ledger and notices are, and whether booking stays as quick.

    python -m bench.alliance_pages                processor time, queries and bytes of every page; booking
    python -m bench.alliance_pages --at-once      the same, then ten readers at once of each page, against two workers
    python -m bench.alliance_pages --postgresql   on a PostgreSQL server that is thrown away afterwards
    python -m bench.alliance_pages --only map     this page; may be given again

Otherwise on SQLite, or on the database that LIANMENG_DATABASE_URL names, which must be empty.
A city of 3,000 schools, 5,000 alliances in all states and 1,000,000 entries of the ledger. The limits of a page as in
bench/city_pages.py, also of the networks; booking at most half as dear again at 1,000,000 entries as at 1,000. The
status is 1 if one is not met.
The processor time is that of Python and of SQLite within it; what PostgreSQL takes is seen in the time that booking
takes, and in the pages at once.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from bench.alliance_places import FILES, Place, places
from bench.city_pages import (
    AHEAD_SECONDS,
    FIRST,
    LIMIT_BYTES,
    LIMIT_CPU_MS,
    LIMIT_P95_MS,
    LIMIT_QUERIES,
    READERS,
    REQUESTS,
    measured,
)
from bench.own_city import own_city

if TYPE_CHECKING:
    from bench.filled_ledger import Tie

FEW, ALL, BOOKINGS, ROUNDS = 1_000, 1_000_000, 800, 8
LIMIT_RATIO = 1.5


@dataclass(frozen=True, slots=True)
class Booking:
    """Milliseconds of one."""

    processor: float
    whole: float


def prepare() -> tuple[dict[str, str], dict[str, Place], tuple[Booking, Booking]]:
    """Fills the database; the readers' sessions, the places, and what a booking took before and after."""
    import django

    django.setup()
    from bench.filled_alliances import fill_alliances
    from bench.filled_city import fill_city
    from bench.filled_forms import asked_school, fill_forms
    from bench.filled_ledger import fill_ledger
    from django.core.management import call_command

    from lianmeng.people.models import Account, RoleHeld

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    begin = time.perf_counter()
    fill_city(districts=22, schools=3000, staff=3000, years=2, last_year=2025)
    officer = Account.objects.create(username="officer", name="Officer")
    RoleHeld.objects.create(
        account=officer, role="city_officer", place="city", since="2016-01-01", given_by="bench"
    )
    ties = fill_alliances(alliances=5000)
    fill_ledger(ties, first=0, entries=FEW)
    before = booking(ties)
    fill_ledger(ties, first=FEW, entries=ALL - FEW)
    after = booking(ties)
    print(f"filled in {time.perf_counter() - begin:.0f} s")
    leader = RoleHeld.objects.select_related("account").get(place=asked_school()).account
    filled = fill_forms(officer)
    who = {"officer": officer, "leader": leader, "writer": filled.writer, "partner": filled.partner}
    sessions = {name: _session(one) for name, one in who.items()} | {"nobody": ""}
    return sessions, places(filled.known), (before, after)


def _session(account: object) -> str:
    from django.test import Client

    client = Client()
    client.force_login(account)  # type: ignore[arg-type]
    return str(client.cookies["sessionid"].value)


def booking(ties: Sequence[Tie]) -> Booking:
    """One booking is the entry with its guard and its sums, in a transaction."""
    from lianmeng.core.actors import OPERATOR
    from lianmeng.ledger.actions.booking import book
    from lianmeng.ledger.models import Entry
    from lianmeng.ledger.vocabulary import Gift, Path, Unit

    taken, number = [], Entry.objects.count()
    for at, tie in zip(range(BOOKINGS), itertools.cycle(ties)):
        gift = Gift(
            path=Path(tie.path),
            giver=tie.parties[0],
            receiver=tie.parties[1],
            day=date(2026, 1 + at % 9, 3),
            unit=Unit.LESSONS,
            quantity=Decimal(2),
            source=("bench", f"{number}-{at}"),
            alliance=tie.alliance,
            minutes=90,
            traces=(("text", f"{number}-{at}"),),
        )
        begin = time.perf_counter(), time.process_time()
        book(gift, by=OPERATOR)
        taken.append((time.process_time() - begin[1], time.perf_counter() - begin[0]))
    return Booking(*(1000 * _quietest(one) for one in zip(*taken, strict=True)))


def _quietest(taken: Sequence[float]) -> float:
    """The lowest median of some rounds: a machine that does something else meanwhile disturbs the others."""
    return min(median(taken[at : at + BOOKINGS // ROUNDS]) for at in range(0, BOOKINGS, BOOKINGS // ROUNDS))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--at-once", action="store_true")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--only", action="append", metavar="NAME", help="this page; may be given again")
    chosen = parser.parse_args()
    with own_city(postgresql=chosen.postgresql):
        sessions, known, booked = prepare()
        found = [_report_booking(*booked)]
        listed = {name: one for name, one in known.items() if not chosen.only or name in chosen.only}
        found.append(report(listed, sessions))
        if chosen.at_once:
            found.append(at_once(listed, sessions))
    return 0 if all(found) else 1


def _report_booking(before: Booking, after: Booking) -> bool:
    good = True
    for what, first, last in (
        ("of processor", before.processor, after.processor),
        ("in all", before.whole, after.whole),
    ):
        ratio = last / first
        print(
            f"booking {first:.2f} ms {what} at {FEW:,} entries, {last:.2f} ms at {ALL:,}: "
            f"ratio {ratio:.2f}  {_met(ratio <= LIMIT_RATIO)}"
        )
        good = good and ratio <= LIMIT_RATIO
    return good


def report(listed: Mapping[str, Place], sessions: Mapping[str, str]) -> bool:
    good = True
    for name, (who, place) in listed.items():
        cpu_ms, queries, size = measured(place, sessions[who])
        met = cpu_ms <= LIMIT_CPU_MS and queries <= LIMIT_QUERIES and (size <= LIMIT_BYTES or name in FILES)
        print(
            f"  {name:<24} {cpu_ms:6.1f} ms of processor {queries:3d} queries {size / 1000:6.1f} kB  {_met(met)}"
        )
        good = good and met
    return good


def at_once(listed: Mapping[str, Place], sessions: Mapping[str, str]) -> bool:
    """Whether every page met its limit."""
    from bench.readers import read_at_once, server

    good = True
    with server() as socket:
        time.sleep(AHEAD_SECONDS)
        for name, (who, place) in listed.items():
            cookie = f"sessionid={sessions[who]}" if sessions[who] else ""
            ask = partial(read_at_once, socket, f"/en/{place}", readers=READERS, cookie=cookie)
            ask(requests=FIRST)
            taken = ask(requests=REQUESTS)
            p95 = 1000 * taken[int(0.95 * len(taken))]
            print(f"  {name:<24} p95 {p95:6.1f} ms  {_met(p95 <= LIMIT_P95_MS)}")
            good = good and p95 <= LIMIT_P95_MS
    return good


def _met(yes: bool) -> str:
    return "met" if yes else "NOT MET"


if __name__ == "__main__":
    sys.exit(main())
