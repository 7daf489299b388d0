"""The files of an installation: whole, with keys of their own that nobody else reads and nothing overwrites."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.cli.conftest import Call


def test_what_a_system_needs_is_written(call: Call, tmp_path: Path) -> None:
    answer = call("install", "--root", tmp_path, "--host", "alliance.example.org")
    assert answer.status == 0, answer.error
    units = tmp_path / "etc/systemd/system"
    for name in ("web.service", "worker.service", "nightly.service", "nightly.timer"):
        parsed = configparser.ConfigParser(strict=False, interpolation=None)
        parsed.read(units / f"lianmeng-{name}")
        assert parsed.sections()[0] == "Unit"
    assert "{" not in (units / "lianmeng-web.service").read_text()
    assert (
        "server_name alliance.example.org;"
        in (tmp_path / "etc/nginx/sites-available/lianmeng.conf").read_text()
    )
    socket = "/run/lianmeng/web.sock"
    assert f"--uds {socket} " in (units / "lianmeng-web.service").read_text()
    assert f"http://unix:{socket};" in (tmp_path / "etc/nginx/sites-available/lianmeng.conf").read_text()
    assert "MaxRetentionSec=200day" in (tmp_path / "etc/systemd/journald.conf.d/lianmeng.conf").read_text()
    assert "systemctl enable --now lianmeng-web" in answer.out


def test_the_services_would_start_as_written(call: Call, tmp_path: Path) -> None:
    call("install", "--root", tmp_path)
    units = sorted((tmp_path / "etc/systemd/system").glob("*.service"))
    folders = {
        line.split()[1] for line in lines_of(tmp_path / "etc/tmpfiles.d/lianmeng.conf") if line[0] == "d"
    }
    assert len(units) == 3
    for unit in units:
        told = [line.partition("=")[::2] for line in lines_of(unit)]
        one = dict(told)
        assert (
            one["User"] == one["Group"] == lines_of(tmp_path / "etc/sysusers.d/lianmeng.conf")[0].split()[1]
        )
        assert (tmp_path / one["EnvironmentFile"].removeprefix("/")).exists()
        assert one["ProtectSystem"] == "strict"
        assert set(one["ReadWritePaths"].split()) <= folders
        for key, command in told:
            if key == "ExecStart":
                assert os.access(command.removeprefix("-").split()[0], os.X_OK)
    timer = (tmp_path / "etc/systemd/system/lianmeng-nightly.timer").read_text()
    assert "WantedBy=timers.target" in timer


def test_systemd_finds_nothing_wrong_with_the_units(call: Call, tmp_path: Path) -> None:
    """Where this machine has its tool; what the units hold is tried above wherever it runs."""
    call("install", "--root", tmp_path)
    tool = shutil.which("systemd-analyze") or "true"
    units = sorted(map(str, (tmp_path / "etc/systemd/system").iterdir()))
    found = subprocess.run([tool, "verify", *units], capture_output=True, text=True, check=False, timeout=60)
    about_units = [line for line in found.stderr.splitlines() if "lianmeng" in line]
    assert (found.returncode, about_units) == (0, [])


def test_a_program_in_a_home_folder_is_told_of(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "cannot read" not in call("install", "--root", tmp_path).error
    monkeypatch.setattr("sys.executable", str(Path("/", "home", "venv", "python")))
    assert "which the services cannot read" in call("install", "--root", tmp_path).error


def lines_of(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if line and line[0] not in "#["]


def test_keys_are_closed_and_never_written_over(call: Call, tmp_path: Path) -> None:
    call("install", "--root", tmp_path)
    settings = tmp_path / "etc/lianmeng/lianmeng.env"
    before = settings.read_text()
    assert settings.stat().st_mode & 0o007 == 0
    assert "Left as it is" in call("install", "--root", tmp_path).out
    assert settings.read_text() == before
    lines = dict(line.split("=", 1) for line in before.splitlines() if line and line[0] != "#")
    assert lines["LIANMENG_SITE"] == "https://lianmeng.example.org"
    assert len(lines["LIANMENG_SECRET_KEY"]) > 50 < len(lines["LIANMENG_SEALING_KEY"])


def test_a_folder_that_cannot_be_written_is_told(call: Call, tmp_path: Path) -> None:
    (tmp_path / "etc").write_text("a file", "ascii")
    answer = call("install", "--root", tmp_path)
    assert (answer.status, "cannot be written" in answer.error) == (2, True)


def test_the_site_is_asked_for_where_somebody_can_answer(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("click.prompt", lambda text, default: "edu.example.org")
    call("install", "--root", tmp_path)
    assert "LIANMENG_SITE=https://edu.example.org\n" in (tmp_path / "etc/lianmeng/lianmeng.env").read_text()
