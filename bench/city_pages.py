"""How dear and how quick the register's pages are in a city of 3,000 schools, 130,000 staff and five years of returns.

    python -m bench.city_pages            processor time, queries and bytes of every page
    python -m bench.city_pages --at-once  the same, then ten readers at once against two workers

Then how dear the first reading of the figures is after somebody put a school's name right for all years.
Every page is asked by an officer of the city, to whom the most is shown. The limits: 30 ms of processor time, 25
queries, 100 kB without drawings; after an edit 300 ms for all of the city and 150 ms for a district; at once, p95 at
most 150 ms. Processor time is what a busy machine disturbs least.
"""

from __future__ import annotations

import http.client
import os
import re
import sys
import tempfile
import threading
import time
from statistics import median
from typing import Any

READERS, REQUESTS, ROUNDS = 10, 20, 9
AFTER_EDIT_MS = {"home": 300, "balance of the city": 300, "balance of a district": 150}
LIMIT_CPU_MS, LIMIT_P95_MS, LIMIT_QUERIES, LIMIT_BYTES = 30, 150, 25, 100_000


def prepare() -> str:
    """Fills the database; answers the session of a signed-in officer."""
    import django

    django.setup()
    from bench.filled_city import fill_city
    from django.core.management import call_command
    from django.test import Client

    from lianmeng.people.models import Account, RoleHeld

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    begin = time.perf_counter()
    fill_city(districts=22, schools=3000, staff=130_000, years=5, last_year=2025)
    print(f"filled in {time.perf_counter() - begin:.0f} s")
    officer = Account.objects.create(username="officer", name="Officer")
    RoleHeld.objects.create(
        account=officer, role="city_officer", place="city", since="2016-01-01", given_by="bench"
    )
    client = Client()
    client.force_login(officer)
    return str(client.cookies["sessionid"].value)


def places() -> dict[str, str]:
    from lianmeng.schools.models import Region, School, Staff

    school = School.objects.earliest("pk").public_id
    region = Region.objects.filter(kind="district").earliest("pk").public_id
    person = Staff.objects.earliest("pk").public_id
    return {
        "schools": "schools/",
        "schools, page 30": "schools/?page=30",
        "schools by a name": "schools/?q=%E7%AC%AC7",
        "schools by initials": "schools/?q=d1q",
        "schools, every filter": f"schools/?region={region}&stage=primary&setting=urban&ownership=public",
        "map": "schools/map/",
        "map of a district": f"schools/map/?region={region}",
        "regions": "schools/regions/",
        "a region": f"schools/regions/{region}/",
        "calendar": "schools/calendar/",
        "a school": f"schools/{school}/",
        "a school's staff": f"schools/{school}/staff/",
        "one of the staff": f"schools/staff/{person}/",
        "a form": f"schools/{school}/move/",
        "sign-in": "sign-in/",
        "people": "people/",
        "balance": "balance/",
        "balance of the city": "balance/city/",
        "balance of a district": f"balance/city/{region}/",
        "home": "",
    }


def measured(place: str, session: str) -> tuple[float, int, int]:
    """Median processor time in ms, queries, and bytes without drawings; -1 ms where there is no such page."""
    from django.db import connection
    from django.test import Client

    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    client = Client(headers={"host": "127.0.0.1"})
    client.cookies["sessionid"] = session
    with connection.execute_wrapper(note):
        page = client.get(f"/en/{place}")
    if page.status_code != 200:
        return -1.0, len(asked), page.status_code
    taken = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        client.get(f"/en/{place}")
        taken.append(time.process_time() - begin)
    return 1000 * median(taken), len(asked), len(re.sub(rb"<svg.*?</svg>", b"", page.content, flags=re.S))


def after_an_edit(place: str, session: str) -> float:
    """Median processor time in ms of the first reading after a correction that holds in every year."""
    from django.db.models import F
    from django.test import Client

    from lianmeng.schools.models import School, SchoolVersion

    client = Client(headers={"host": "127.0.0.1"})
    client.cookies["sessionid"] = session
    school, taken = School.objects.latest("pk"), []
    for at in range(ROUNDS):
        SchoolVersion.objects.filter(school=school).update(name=f"更正{place}{at}")
        School.objects.filter(pk=school.pk).update(version=F("version") + 1)
        begin = time.process_time()
        client.get(f"/en/{place}")
        taken.append(time.process_time() - begin)
    return 1000 * median(taken)


def p95_at_once(port: int, place: str, session: str) -> float:
    taken: list[float] = []

    def read() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Accept-Encoding": "gzip", "Cookie": f"sessionid={session}"}
        for _ in range(REQUESTS):
            begin = time.perf_counter()
            connection.request("GET", f"/en/{place}", headers=headers)
            connection.getresponse().read()
            taken.append(time.perf_counter() - begin)
        connection.close()

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    return 1000 * sorted(taken)[int(0.95 * len(taken))]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LIANMENG_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "lianmeng.config.settings"
        session = prepare()
        listed = places()
        found = {name: measured(place, session) for name, place in listed.items()}
        for name, (cpu_ms, queries, size) in found.items():
            if cpu_ms < 0:
                print(f"  {name:<24} answers {size}")
                continue
            met = cpu_ms <= LIMIT_CPU_MS and queries <= LIMIT_QUERIES and size <= LIMIT_BYTES
            print(
                f"  {name:<24} {cpu_ms:6.1f} ms of processor {queries:3d} queries {size / 1000:6.1f} kB  "
                f"{'met' if met else 'NOT MET'}"
            )
        for name, limit in AFTER_EDIT_MS.items():
            cpu_ms = after_an_edit(listed[name], session)
            print(
                f"  {name:<24} {cpu_ms:6.1f} ms of processor after an edit  {'met' if cpu_ms <= limit else 'NOT MET'}"
            )
        if "--at-once" in sys.argv:
            from bench.pages import server

            with server() as port:
                for name, place in listed.items():
                    if found[name][0] >= 0:
                        p95 = p95_at_once(port, place, session)
                        print(
                            f"  {name:<24} p95 {p95:6.1f} ms  {'met' if p95 <= LIMIT_P95_MS else 'NOT MET'}"
                        )


if __name__ == "__main__":
    main()
