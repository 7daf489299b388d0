"""The health page tells what is well and nothing else; the log tells what happened and of nobody."""

from __future__ import annotations

import json
import logging
import os
import time
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings
from tests.cast import Cast

from lianmeng.web.health import SILENT_SECONDS, WORKER_SIGN
from lianmeng.web.log_lines import Line

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_a_site_with_its_worker_is_well(folder: Path) -> None:
    (folder / WORKER_SIGN).touch()
    answer = Client().get("/health/")
    assert answer.status_code == 200, answer.json()
    assert set(answer.json()) == {"well", "version", "database", "migrations", "worker", "disk"}
    assert Client().get("/health/?plain").content.decode().splitlines()[0] == "database: ok"


def test_a_silent_worker_is_told(folder: Path) -> None:
    assert Client().get("/health/").json()["worker"] is False
    sign = folder / WORKER_SIGN
    sign.touch()
    long_ago = time.time() - SILENT_SECONDS - 1
    os.utime(sign, (long_ago, long_ago))
    answer = Client().get("/health/")
    assert (answer.status_code, answer.json()["worker"]) == (503, False)


def test_the_log_names_nobody(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    officer = cast.account("teacher")
    caplog.set_level(logging.DEBUG, logger="django.request")
    for address in (f"/en/audit/?actor={officer.name}", f"/en/{officer.name}/", "/en/audit/"):
        cast.client("teacher").get(address)
        cast.client("teacher").post(address, {"name": officer.name})
    assert len(caplog.records) >= 4
    for record in caplog.records:
        line = Line().format(record)
        assert json.loads(line)["level"]
        assert officer.name not in json.loads(line).values()
        for personal in (officer.name, officer.username, officer.public_id, "%E"):
            assert personal not in line


def test_a_failure_is_told_by_kind_and_place() -> None:
    try:
        raise ValueError("510107199001011234")
    except ValueError:
        record = logging.getLogger("lianmeng.x").makeRecord(
            "lianmeng.x",
            logging.ERROR,
            __file__,
            1,
            "job %s failed",
            ("import",),
            __import__("sys").exc_info(),
        )
    told = json.loads(Line().format(record))
    assert (told["message"], told["failure"]) == ("job import failed", "ValueError")
    assert "510107" not in json.dumps(told)
