"""`lianmeng run`: prepare the demonstration and serve the site on this machine."""

import errno
import os
import socket
import sys
from collections.abc import Callable

import click

from lianmeng.cli.server import server_at_port
from lianmeng.cli.site import load_the_site, unusable_database, unusable_setting
from lianmeng.cli.terminal import LANGUAGE, table_lines, told
from lianmeng.cli.work import run_together, worker_command
from lianmeng.core.language import CHINESE
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say

HOST = click.option(
    "--host", default="127.0.0.1", help=told(say("The address to listen at, if not 127.0.0.1."))
)
PORT = click.option(
    "--port",
    type=click.IntRange(1, 65_535),
    default=8000,
    help=told(say("The port to listen at, if not 8000.")),
)


@click.command(
    "run",
    help=told(
        say("Prepare the database and the sample registers, print where the gap is largest, serve the site.")
    ),
)
@HOST
@PORT
def run_site(host: str, port: int) -> None:
    serve(host, port)


def serve(host: str, port: int, *, begin: Callable[[], None] | None = None) -> None:
    """Prepare the database, let `begin` fill it, and run the server with a worker beside it."""
    _refuse_place(host, port)
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 # nosec B104
    address = f"http://{shown}:{port}"
    os.environ.setdefault("LIANMENG_SITE", address)  # for what the demonstration prints
    prepare()
    if begin is not None:
        begin()
    _tell_gaps()
    click.echo(told(say("Lianmeng is served at {address} (Ctrl+C ends it)", address=f"{address}/")))
    sys.stdout.flush()
    sys.exit(run_together(server_at_port(host, port), worker_command()))


def prepare_tables() -> None:
    """The database's tables and the static files, each made if it is not there yet."""
    load_the_site()
    from django.core.management import call_command
    from django.db import DatabaseError

    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
    except OSError as problem:
        raise unusable_setting(problem) from None
    except DatabaseError as problem:
        raise unusable_database(problem) from None


def prepare() -> None:
    """The tables, the static files and the samples."""
    prepare_tables()
    from lianmeng.balance.actions.registers import forget_old_registers
    from lianmeng.balance.actions.samples import prepare_samples

    forget_old_registers()
    prepare_samples()


def _refuse_place(host: str, port: int) -> None:
    """Refused if this machine cannot listen there."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            taken = say(
                "Port {port} is taken. Stop what runs there, or choose another with --port.", port=str(port)
            )
            raise Refused(taken) from None
        raise Refused(
            say(
                "This machine cannot listen at {host}, port {port}. Choose another address.",
                host=host,
                port=str(port),
            )
        ) from None


def _tell_gaps() -> None:
    """Where the gap is largest, register by register, each in one small table."""
    from lianmeng.balance.queries.registers import widest_gaps

    language = "zh" if LANGUAGE == CHINESE else "en"
    gaps: dict[str, list[list[str]]] = {}
    for gap in widest_gaps():
        words = gap.register.labels
        name = words.get("name", {}).get(language, gap.register.name)
        resource = gap.words.get(language, gap.resource)
        gaps.setdefault(name, []).append([resource, gap.group, f"{gap.coefficient:.2f}"])
    headings = [told(say("resource")), told(say("where the gap is largest")), told(say("coefficient"))]
    for name, rows in gaps.items():
        click.echo(f"\n{name}")
        click.echo("\n".join(table_lines(headings, rows, left=2)))
    click.echo()
