"""`lianmeng backup`, `restore`, `export`, `upgrade`: to keep an installation, and to get it back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lianmeng.cli.site import load_the_site, needs_the_site, unusable_database
from lianmeng.cli.terminal import told
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say

if TYPE_CHECKING:
    from lianmeng.database.archive import Saved

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(
    "backup", help=told(say("Save database, files and keys in one FILE. Keep it as safe as the server."))
)
@click.argument("file", type=FILE)
@needs_the_site
def backup(file: Path) -> int:
    from lianmeng.database.archive import back_up

    _refuse_taken(file)
    saved = back_up(file)
    _tell_saved(saved, file)
    return 0


@click.command("restore", help=told(say("Put database, files and keys into the state of the backup FILE.")))
@click.argument("file", type=FILE)
@click.option("--yes", is_flag=True, help=told(say("Replace what is there without asking.")))
@needs_the_site
def restore(file: Path, yes: bool) -> int:
    from lianmeng.database.archive import restore as put_back

    if not yes:
        click.confirm(
            told(say("Everything that this installation holds now will be replaced. Go on?")), abort=True
        )
    saved = put_back(file)
    click.echo(told(say("Restored {rows} rows and {files} files.", rows=saved.rows, files=saved.files)))
    return 0


@click.command(
    "export", help=told(say("Write every row of the database to FILE, to compare two installations."))
)
@click.argument("file", type=FILE)
@needs_the_site
def export(file: Path) -> int:
    from lianmeng.database.archive import export_rows

    _refuse_taken(file)
    click.echo(told(say("Wrote {rows} rows to {path}.", rows=export_rows(file), path=str(file))))
    return 0


@click.command(
    "upgrade", help=told(say("Save a backup, bring the database up to date, check it; go back if it fails."))
)
@click.argument("file", type=FILE)
def upgrade(file: Path) -> int:
    load_the_site()
    from django.db import DatabaseError

    from lianmeng.audit.queries.verifying import verify
    from lianmeng.cli.serve import prepare_tables
    from lianmeng.database.archive import back_up
    from lianmeng.database.archive import restore as put_back
    from lianmeng.database.upgrading import move_on

    _refuse_taken(file)
    try:
        saved = back_up(file)
    except DatabaseError as problem:
        raise unusable_database(problem) from None
    _tell_saved(saved, file)
    try:
        moved = move_on()
        if broken := verify().broken:
            raise Refused(say("the audit is broken: {why}", why=broken.why))
        prepare_tables()  # with the style sheets of this program
    except Exception as problem:  # whatever it is, the installation must run again as before
        put_back(file, newest=False)
        reason = problem.sentence if isinstance(problem, Refused) else f"{type(problem).__name__}: {problem}"
        raise Refused(
            say(
                "The upgrade failed and was taken back: {reason}. Start the former program again.",
                reason=reason,
            )
        ) from problem
    click.echo(told(say("Up to date: {count} changes to the tables. The audit is consistent.", count=moved)))
    return 0


def _tell_saved(saved: Saved, file: Path) -> None:
    sentence = say(
        "Saved {rows} rows and {files} files in {path}.", rows=saved.rows, files=saved.files, path=str(file)
    )
    click.echo(told(sentence))


def _refuse_taken(file: Path) -> None:
    if file.exists():
        raise Refused(say("{path} is there already. Choose another name.", path=str(file)))
    if not file.resolve().parent.is_dir():
        raise Refused(say("There is no folder {path}. Make it first.", path=str(file.resolve().parent)))
