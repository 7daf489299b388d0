"""A PostgreSQL server that lives as long as a `with` block: own folder, own port, loopback only."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# A crash loses nothing that anybody wants, so the server need not wait for the disk.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
START_SECONDS = 30


@contextmanager
def throwaway_server(binaries: Path) -> Iterator[str]:
    """Yields the address, `postgres://…`, of an empty server."""
    folder = Path(tempfile.mkdtemp(prefix="lianmeng-postgresql-"))
    account = _unprivileged_account()
    if account:
        shutil.chown(folder, account)
    try:
        password = _make_cluster(binaries, folder, account=account)
        port = _free_port()
        with _running(binaries, folder, account=account, port=port):
            yield f"postgres://lianmeng:{password}@127.0.0.1:{port}/lianmeng"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged_account() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as its own account, or as nobody."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _make_cluster(binaries: Path, folder: Path, *, account: str | None) -> str:
    password = secrets.token_hex(16)
    password_file = folder / "password"
    password_file.write_text(password, encoding="ascii")
    command = [
        str(binaries / "initdb"),
        f"--pgdata={folder}/cluster",
        "--username=lianmeng",
        "--encoding=UTF8",
    ]
    command += ["--no-locale", "--auth=scram-sha-256", f"--pwfile={password_file}", "--no-sync"]
    options: dict[str, Any] = {"cwd": folder, **_run_as(account)}
    made = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if made.returncode:
        raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")
    password_file.unlink()
    return password


@contextmanager
def _running(binaries: Path, folder: Path, *, account: str | None, port: int) -> Iterator[None]:
    command = [
        str(binaries / "postgres"),
        "-D",
        str(folder / "cluster"),
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
        "-k",
        "",
    ]
    command += [word for setting in CARELESS for word in ("-c", setting)]
    log = folder / "log"
    options: dict[str, Any] = {"cwd": folder, "start_new_session": True, **_run_as(account)}
    with log.open("wb") as output:
        server: subprocess.Popen[bytes] = subprocess.Popen(command, stdout=output, stderr=output, **options)
    try:
        _wait_until_ready(binaries, server, port=port, log=log)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # the fast shutdown: it does not wait for open connections
        server.wait(timeout=START_SECONDS)


def _wait_until_ready(binaries: Path, server: subprocess.Popen[bytes], *, port: int, log: Path) -> None:
    question = [str(binaries / "pg_isready"), "--quiet", "--host=127.0.0.1", f"--port={port}"]
    deadline = time.monotonic() + START_SECONDS
    while subprocess.run(question, check=False).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            words = log.read_text(encoding="utf-8", errors="replace")
            raise RuntimeError(f"PostgreSQL did not start:\n{words}")
        time.sleep(0.1)


def _run_as(account: str | None) -> dict[str, Any]:
    """The arguments of `subprocess` that hand a process to another account."""
    if account is None:
        return {}
    return {"user": account, "group": pwd.getpwnam(account).pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
