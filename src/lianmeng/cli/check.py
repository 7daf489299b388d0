"""`lianmeng check`: what makes this installation unsafe or will stop it, one sentence each; status 1 if anything."""

from __future__ import annotations

import stat
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import click

from lianmeng.cli.site import needs_the_site
from lianmeng.cli.terminal import told
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say

LEAST_KEY_LETTERS = 40
OLDEST_BACKUP_DAYS = 2
FOUND = 1


@click.command(
    "check",
    help=told(say("Look for unsafe settings, open files, missing backups and unreadable data files.")),
)
@click.option(
    "--backups",
    type=click.Path(path_type=Path),
    default=Path("/var/backups/lianmeng"),
    help=told(say("The folder of the backups, if not /var/backups/lianmeng.")),
)
@needs_the_site
def check(backups: Path) -> int:
    found = [*_settings(), *_files(), *_tables(), *_data(), *_backups(backups)]
    for sentence in found:
        click.echo(f"- {told(sentence)}")
    if not found:
        click.echo(told(say("Nothing to put right.")))
    return FOUND if found else 0


def _settings() -> Iterator[Sentence]:
    from django.conf import settings

    if settings.DEBUG:
        yield say("DEBUG is on: every failure shows the program's inside to everybody.")
    if not settings.HTTPS:
        yield say("LIANMENG_HTTPS is off: passwords travel readable by others.")
    if len(settings.SECRET_KEY) < LEAST_KEY_LETTERS:
        yield say("LIANMENG_SECRET_KEY is short. Use {count} letters or more.", count=LEAST_KEY_LETTERS)
    if not settings.KEYS_FROM_OUTSIDE["LIANMENG_SEALING_KEY"]:
        yield say(
            "LIANMENG_SEALING_KEY is not set: identity numbers are sealed with a key beside the database."
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield say("LIANMENG_HOSTS lets every name in. Name those of the site.")
    if not settings.EMAIL_HOST or not settings.AUDIT_MAIL_TO:
        yield say("No mail is set: the heads of the audit leave this machine only by hand.")
    yield from _site()


def _site() -> Iterator[Sentence]:
    """Whether links in mails lead to this site."""
    from django.conf import settings
    from django.http.request import validate_host

    address = urlsplit(settings.SITE)
    if not settings.SITE:
        yield say("LIANMENG_SITE is not set: mails and calendars carry no links.")
    elif address.scheme not in ("http", "https") or not address.hostname or address.path or address.query:
        yield say("LIANMENG_SITE is no address of a site. Write it as https://lianmeng.example.org.")
    elif not validate_host(address.hostname, settings.ALLOWED_HOSTS):
        yield say("LIANMENG_SITE names {host}, which LIANMENG_HOSTS does not let in.", host=address.hostname)


def _files() -> Iterator[Sentence]:
    from django.conf import settings

    folder = Path(settings.DATA_DIR)
    secret = [folder / name for name in ("secret_key", "sealing_key")]
    for path in (folder, *folder.glob("*.sqlite3"), *filter(Path.exists, secret)):
        if stat.S_IMODE(path.stat().st_mode) & 0o007:
            yield say("{path} is open to everybody on this machine. Run chmod o= on it.", path=str(path))


def _tables() -> Iterator[Sentence]:
    from lianmeng.database.upgrading import migrations_waiting
    from lianmeng.people.queries.safety import unsafe_accounts

    if migrations_waiting():
        yield say("The tables are older than the program. Run lianmeng upgrade FILE.")
    else:
        yield from unsafe_accounts()


def _data() -> Iterator[Sentence]:
    from lianmeng.alliances.queries.forms import forms
    from lianmeng.alliances.queries.periods import periods, reminders
    from lianmeng.audit.queries.declared import declared_tables, keepings
    from lianmeng.standards.queries import standards

    for read in (declared_tables, keepings, standards, forms, periods, reminders):
        try:
            read()
        except Refused as refused:
            yield refused.sentence
        except (ValueError, KeyError, OSError) as problem:
            yield say("A data file cannot be read: {problem}.", problem=str(problem).rstrip("."))


def _backups(folder: Path) -> Iterator[Sentence]:
    newest = (
        max((path.stat().st_mtime for path in folder.glob("*.tar")), default=0.0) if folder.is_dir() else 0.0
    )
    if time.time() - newest > OLDEST_BACKUP_DAYS * 86_400:
        yield say(
            "There is no backup of the last {days} days in {path}.", days=OLDEST_BACKUP_DAYS, path=str(folder)
        )
