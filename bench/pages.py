"""How quickly the pages answer ten visitors at once on two cores, how many queries they ask and what they weigh.

The limits: the slowest twentieth of the answers begins after 150 ms, 25 queries, 100 kB without drawings.
A register of 1,642 schools in 12 groups, one of five years with seven indicators, and one of 48,000 schools.
"""

from __future__ import annotations

import os
import random
import re
import tempfile
import time

VISITORS = 10
REQUESTS = 30  # by each visitor and page
LIMIT_MS, LIMIT_QUERIES, LIMIT_BYTES = 150, 25, 100_000
PLACES = {
    "choose a register": "balance/",
    "12 groups, 1,642 schools": "balance/taiwan-elementary-113-north/",
    "222 schools, 3 resources": "balance/taiwan-elementary-113-north/0/",
    "18 schools, 7 indicators": "balance/illustrative-county-primary/4/",
    "600 groups, 48,000 schools": "balance/bench/",
    "80 schools of 48,000": "balance/bench/300/",
    "a standard": "standards/cn-2017/",
}


def prepare() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from lianmeng.balance.actions.samples import prepare_samples

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    prepare_samples()
    _large_register()


def _large_register() -> None:
    from django.core.files.base import ContentFile
    from django.utils import timezone

    from lianmeng.balance.actions.registers import read_and_keep
    from lianmeng.balance.models import Register
    from lianmeng.balance.rules.columns import Columns, Resource

    rnd = random.Random(7)
    rows = "".join(
        f"District {at % 600:03d},{at},School {at},{rnd.randint(20, 2000)},{rnd.randint(3, 120)},{rnd.randint(1, 40)},"
        f"{rnd.uniform(103, 104):.5f},{rnd.uniform(30, 31):.5f}\n"
        for at in range(48_000)
    )
    content = ContentFile(("district,code,school,pupils,teachers,rooms,lon,lat\n" + rows).encode())
    register = Register(
        public_id="bench", owner="", name="bench.csv", size_bytes=content.size, added_at=timezone.now()
    )
    register.file.save("bench.csv", content)
    resources = (Resource("Teachers", ("teachers",)), Resource("Rooms", ("rooms",)))
    columns = Columns(
        ("district",), ("pupils",), resources, school="school", code="code", longitude="lon", latitude="lat"
    )
    begin = time.perf_counter()
    read_and_keep(register, columns, standard="cn-2017", stage="primary")
    print(f"reading and keeping 48,000 schools: {time.perf_counter() - begin:.1f} s")


def queries_and_bytes(place: str) -> tuple[int, int]:
    """What one page asks of the database, and its bytes without its drawings."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "127.0.0.1"})
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"/en/{place}")
    assert page.status_code == 200, (place, page.status_code)
    return len(asked), len(re.sub(rb"<svg.*?</svg>", b"", page.content, flags=re.S))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LIANMENG_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "lianmeng.config.settings"
        prepare()
        from bench.readers import read_at_once, server

        print(
            f"\n{VISITORS} visitors at once, 2 workers; limits: p95 {LIMIT_MS} ms, {LIMIT_QUERIES} queries, 100 kB"
        )
        with server() as socket:
            for name, place in PLACES.items():
                queries, size = queries_and_bytes(place)
                read_at_once(socket, f"/en/{place}", readers=VISITORS, requests=2)
                taken = read_at_once(socket, f"/en/{place}", readers=VISITORS, requests=REQUESTS)
                p50, p95 = (1000 * taken[int(len(taken) * share)] for share in (0.5, 0.95))
                met = p95 <= LIMIT_MS and queries <= LIMIT_QUERIES and size <= LIMIT_BYTES
                print(
                    f"  {name:<28} p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  {queries:2d} queries  {size / 1000:6.1f} kB  "
                    f"{'met' if met else 'NOT MET'}"
                )


if __name__ == "__main__":
    main()
