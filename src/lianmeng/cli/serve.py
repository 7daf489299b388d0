"""`lianmeng run`: prepare the demonstration and serve the site on this machine."""

import os
import socket
import sys

import click

from lianmeng.cli.terminal import LANGUAGE, table_lines, told
from lianmeng.core.language import CHINESE
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say

WORKERS, THREADS = 2, 4


@click.command(
    "run",
    help=told(
        say("Prepare the database and the sample registers, print where the gap is largest, serve the site.")
    ),
)
@click.option("--host", default="127.0.0.1", help=told(say("The address to listen at, if not 127.0.0.1.")))
@click.option("--port", default=8000, help=told(say("The port to listen at, if not 8000.")))
def run_site(host: str, port: int) -> None:
    _refuse_taken_port(host, port)
    prepare()
    _tell_gaps()
    click.echo(
        told(say("Lianmeng is served at {address} (Ctrl+C ends it)", address=f"http://{host}:{port}/"))
    )
    sys.stdout.flush()
    server = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--workers",
        str(WORKERS),
        "--blocking-threads",
        str(THREADS),
    ]
    place = ["--host", host, "--port", str(port), "--log-level", "warning"]
    # The server takes this process's place, so that Ctrl+C and a service manager's signals reach it.
    os.execv(sys.executable, [*server, *place, "lianmeng.config.wsgi:application"])  # noqa: S606


def prepare() -> None:
    """The database's tables, the static files and the samples, each made if it is not there yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianmeng.config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    from lianmeng.balance.actions.samples import prepare_samples

    prepare_samples()


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            sentence = say(
                "Port {port} is taken. Stop what runs there, or choose another with --port.", port=str(port)
            )
            raise Refused(sentence) from None


def _tell_gaps() -> None:
    """Where the gap is largest, register by register, each in one small table."""
    from lianmeng.balance.queries.registers import widest_gaps

    language = "zh" if LANGUAGE == CHINESE else "en"
    gaps: dict[str, list[list[str]]] = {}
    for gap in widest_gaps():
        words = gap.register.labels
        name = words.get("name", {}).get(language, gap.register.name)
        resource = words.get("resources", {}).get(gap.resource, {}).get(language, gap.resource)
        gaps.setdefault(name, []).append([resource, gap.group, f"{gap.coefficient:.2f}"])
    headings = [told(say("resource")), told(say("where the gap is largest")), told(say("coefficient"))]
    for name, rows in gaps.items():
        click.echo(f"\n{name}")
        click.echo("\n".join(table_lines(headings, rows, left=2)))
    click.echo()
