"""`lianmeng check` names what is unsafe, and what stays silent when all is well; the worker stops when told."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.cast import Cast
from tests.cli.conftest import Call

pytestmark = pytest.mark.django_db


@pytest.fixture
def safe(settings: Settings, cast: Cast, tmp_path: Path) -> Path:
    """An installation with nothing to put right; the answer is its folder of backups."""
    data, backups = tmp_path / "data", tmp_path / "backups"
    data.mkdir(mode=0o700)
    backups.mkdir()
    (backups / "last.tar").touch()
    settings.DATA_DIR, settings.HTTPS, settings.SECRET_KEY = data, True, "k" * 50
    settings.KEYS_FROM_OUTSIDE = {"LIANMENG_SEALING_KEY": True}
    settings.SITE, settings.ALLOWED_HOSTS = "https://lianmeng.example.org", ["lianmeng.example.org"]
    settings.EMAIL_HOST, settings.AUDIT_MAIL_TO = "mail.example.org", ["a@example.org"]
    for account in cast.accounts.values():
        account.is_demo = False
        account.save()
    return backups


def test_a_safe_installation_is_let_be(call: Call, safe: Path) -> None:
    answer = call("check", "--backups", safe)
    assert (answer.status, answer.out) == (0, "Nothing to put right.\n")


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("DEBUG", True, "DEBUG is on"),
        ("HTTPS", False, "LIANMENG_HTTPS is off"),
        ("SECRET_KEY", "short", "LIANMENG_SECRET_KEY is short"),
        ("KEYS_FROM_OUTSIDE", {"LIANMENG_SEALING_KEY": False}, "LIANMENG_SEALING_KEY is not set"),
        ("ALLOWED_HOSTS", ["*"], "lets every name in"),
        ("EMAIL_HOST", "", "No mail is set"),
        ("SITE", "", "LIANMENG_SITE is not set"),
        ("SITE", "lianmeng.example.org", "LIANMENG_SITE is no address"),
        ("SITE", "https://other.example.org", "other.example.org, which LIANMENG_HOSTS does not let in"),
        ("DEMO", True, "LIANMENG_DEMO is on"),
    ],
)
def test_an_unsafe_setting_is_named(
    call: Call,
    safe: Path,
    settings: Settings,
    name: str,
    value: object,
    complaint: str,
) -> None:
    setattr(settings, name, value)
    answer = call("check", "--backups", safe)
    assert (answer.status, complaint in answer.out) == (1, True), answer.out


def test_open_files_and_old_backups_are_named(call: Call, safe: Path, settings: Settings) -> None:
    settings.DATA_DIR.chmod(0o755)
    (safe / "last.tar").unlink()
    answer = call("check", "--backups", safe)
    assert "is open to everybody" in answer.out
    assert "There is no backup of the last 2 days" in answer.out


def test_a_bad_form_and_times_that_lack_a_key_are_named(
    call: Call, safe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = safe.parent / "forms"
    monkeypatch.setenv("LIANMENG_FORMS", str(own))
    assert "this is not a folder" in call("check", "--backups", safe).out
    own.mkdir()
    (own / "13-club.toml").write_text('code = "club"\n', "utf-8")
    (own / "reminders.toml").write_text("task = 7\n", "utf-8")
    answer = call("check", "--backups", safe)
    assert answer.status == 1
    assert "13-club.toml: the key “" in answer.out
    assert "reminders.toml: the key “rectification” is missing" in answer.out


def test_programs_that_run_together_end_together() -> None:
    code = (
        "import sys; from lianmeng.cli.work import run_together;"
        "s = [sys.executable, '-c', 'import time; time.sleep(60)'];"
        "print('on', flush=True); sys.exit(run_together(s, s))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as both:
        assert both.stdout is not None
        both.stdout.readline()
        time.sleep(0.3)
        both.send_signal(signal.SIGTERM)
        assert both.wait(timeout=10) == 0
