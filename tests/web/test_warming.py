"""What a worker reads ahead, how the installed site is served, and that reading a page writes nothing."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from tests.cast import SCHOOL, Cast
from tests.cities import small_rows, write_schools

from lianmeng.balance.queries import city, city_rows
from lianmeng.cli.server import server_behind_proxy
from lianmeng.web.warming import own_templates, warm

PAGES = ("", "schools/", "schools/map/", f"schools/{SCHOOL}/", f"schools/{SCHOOL}/staff/", "people/")


class Asked(WSGIHandler):
    """Remembers what it was asked and what it answered."""

    def __init__(self) -> None:
        super().__init__()
        self.answered: dict[str, int] = {}

    def get_response(self, request):  # type: ignore[no-untyped-def]
        answer = super().get_response(request)
        self.answered[request.path] = answer.status_code
        return answer


@pytest.fixture
def kept_connection(db: None) -> Iterator[None]:
    """A request ends by looking whether its connection can be kept; that of a test, amid a transaction, must be."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_figures_are_there_before_anybody_asks(kept_connection: None) -> None:
    write_schools(small_rows())
    site = Asked()
    warm(site, ["/en/", "/en/balance/city/"])
    assert site.answered == {"/en/": 200, "/en/balance/city/": 200}
    versions = city.versions()
    with CaptureQueriesContext(connection) as asked:
        city_rows.year_of_city(max(versions), "primary", versions[max(versions)])
    assert len(asked) == 0


def test_the_templates_are_ours() -> None:
    names = own_templates()
    assert {"web/base.html", "schools/schools.html", "dashboards/home.html"} <= set(names)
    assert not [name for name in names if name.startswith("django/")]


@pytest.mark.parametrize("page", PAGES)
def test_reading_a_page_writes_nothing(cast: Cast, page: str) -> None:
    """SQLite has one writer: if pages wrote, readers would wait for one another and for everybody's work."""
    officer = cast.client("city_officer")
    officer.get("/en/")  # notes that the session is alive, once a minute
    asked: list[str] = []

    def noted(execute: Callable[..., Any], sql: str, *how: Any) -> Any:
        asked.append(sql)
        return execute(sql, *how)

    with connection.execute_wrapper(noted):
        assert officer.get(f"/en/{page}").status_code == 200
    assert asked
    assert [sql for sql in asked if not sql.lstrip("(").startswith("SELECT")] == []


class _ToSocket(http.client.HTTPConnection):
    def __init__(self, place: Path) -> None:
        super().__init__("localhost")
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(20)
        self.sock.connect(str(place))


def _listens(place: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(place)) == 0


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "web.sock"
    settings = {"LIANMENG_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "lianmeng.config.settings"}
    process = subprocess.Popen(server_behind_proxy(place), env=os.environ | settings)
    yield place
    process.terminate()
    process.wait(20)


def test_the_installed_site_answers_at_its_socket(served: Path) -> None:
    """The command is the one in the service file; without tables the site says so instead of staying silent."""
    until = time.monotonic() + 60
    while not _listens(served) and time.monotonic() < until:
        time.sleep(0.05)
    with closing(_ToSocket(served)) as asking:
        asking.request("GET", "/health/")
        answer = asking.getresponse()
        told = json.load(answer)
    assert (answer.status, told["migrations"]) == (503, False)
    assert answer.headers["connection"] == "close"
