"""`lianmeng install`: the files by which a system runs Lianmeng. It starts nothing and needs no internet."""

from __future__ import annotations

import secrets
import shlex
import sys
from pathlib import Path

import click

from lianmeng.cli.server import server_behind_proxy
from lianmeng.cli.terminal import told
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say

_TEMPLATES = Path(__file__).with_name("installed")
_FILES = {
    "web.service": "etc/systemd/system/lianmeng-web.service",
    "worker.service": "etc/systemd/system/lianmeng-worker.service",
    "nightly.service": "etc/systemd/system/lianmeng-nightly.service",
    "nightly.timer": "etc/systemd/system/lianmeng-nightly.timer",
    "sysusers.conf": "etc/sysusers.d/lianmeng.conf",
    "tmpfiles.conf": "etc/tmpfiles.d/lianmeng.conf",
    "journal.conf": "etc/systemd/journald.conf.d/lianmeng.conf",
    "lianmeng.env": "etc/lianmeng/lianmeng.env",
    "nginx.conf": "etc/nginx/sites-available/lianmeng.conf",
}
_SOCKET = Path("/run/lianmeng/web.sock")
EXAMPLE = "lianmeng.example.org"
_SECRET = {"lianmeng.env"}  # holds keys: never written over, and closed to others
_CLOSED = {"home", "root"}  # the folders that ProtectHome=true hides
_NEXT = (
    "systemd-sysusers && systemd-tmpfiles --create && chgrp lianmeng /etc/lianmeng/lianmeng.env",
    "systemctl daemon-reload && systemctl restart systemd-journald",
    "set -a; . /etc/lianmeng/lianmeng.env; set +a",
    "runuser -u lianmeng -- {python} -m lianmeng.cli migrate",
    "systemctl enable --now lianmeng-web lianmeng-worker lianmeng-nightly.timer",
    "{python} -m lianmeng.cli check",
)


@click.command(
    "install", help=told(say("Write what a system needs to run Lianmeng as a service; starts nothing."))
)
@click.option(
    "--host", default="", help=told(say("The name under which the site is reached; asked for if left out."))
)
@click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("/"),
    help=told(say("Write below this folder instead, to look at the files first.")),
)
def install(host: str, root: Path) -> int:
    values = {
        "host": host or _asked_host(),
        "python": sys.executable,
        "server": shlex.join(server_behind_proxy(_SOCKET)),
        "socket": str(_SOCKET),
        "secret": secrets.token_urlsafe(50),
        "sealing": secrets.token_urlsafe(50),
    }
    for template, name in _FILES.items():
        _write(
            root / name,
            (_TEMPLATES / template).read_text("utf-8").format(**values),
            secret=template in _SECRET,
        )
    _warn_of_closed_folder(Path(sys.executable))
    click.echo(told(say("Next, as root:")))
    for step in _NEXT:
        click.echo(f"  {step.format(**values)}")
    click.echo(
        told(
            say(
                "Keep a copy of /etc/lianmeng/lianmeng.env in a safe: without its keys sealed values are lost."
            )
        )
    )
    return 0


def _asked_host() -> str:
    """Links in mails begin with it, so it is asked for; where nobody can answer, an example to be put right."""
    if not sys.stdin.isatty():
        return EXAMPLE
    answered: str = click.prompt(told(say("The name under which the site is reached")), default=EXAMPLE)
    return answered.strip()


def _warn_of_closed_folder(program: Path) -> None:
    """The services see no home folder (`ProtectHome`): a program that lies in one would not start."""
    if set(program.parts[1:2]) & _CLOSED:
        told_where = say(
            "The program lies at {path}, which the services cannot read. Install it below /opt, then do this again.",
            path=str(program),
        )
        click.echo(told(told_where), err=True)


def _write(path: Path, text: str, *, secret: bool) -> None:
    try:
        if secret and path.exists():
            click.echo(told(say("Left as it is: {path}", path=str(path))))
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o640 if secret else 0o644)
        path.write_text(text, "utf-8")
    except OSError as problem:
        reason = problem.strerror or ""
        raise Refused(say("{path} cannot be written: {reason}.", path=str(path), reason=reason)) from None
    click.echo(told(say("Wrote {path}", path=str(path))))


@click.command(
    "migrate", help=told(say("Make the tables of an empty database, and gather the style sheets."))
)
def migrate() -> int:
    from lianmeng.cli.serve import prepare_tables

    prepare_tables()
    click.echo(told(say("The tables are there.")))
    return 0
