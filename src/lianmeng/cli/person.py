"""`lianmeng person` and `lianmeng retention`: what is held about people, and its end."""

from __future__ import annotations

import json
from collections.abc import Mapping

import click

from lianmeng.cli.site import needs_the_site
from lianmeng.cli.terminal import LANGUAGE, told
from lianmeng.core.language import CHINESE
from lianmeng.core.sentences import say, say_count


@click.group("person", help=told(say("Export or erase what is held about a person.")))
def person() -> None:
    pass


@person.command(
    "export", help=told(say("Print everything held about one person as JSON; ID is a public id."))
)
@click.argument("public_id", metavar="ID")
@needs_the_site
def export_person(public_id: str) -> int:
    from lianmeng.audit.queries.persons import held_about

    click.echo(json.dumps(held_about(public_id), ensure_ascii=False, indent=2))
    return 0


@person.command("erase", help=told(say("Erase what is held about one person, and say what stays and why.")))
@click.argument("public_id", metavar="ID")
@click.option("--yes", is_flag=True, help=told(say("Erase without asking.")))
@needs_the_site
def erase(public_id: str, yes: bool) -> int:
    from lianmeng.audit.actions import erase_person
    from lianmeng.core.actors import OPERATOR

    if not yes:
        click.confirm(told(say("This cannot be undone. Go on?")), abort=True)
    erased = erase_person(public_id, by=OPERATOR)
    _tell_erased(erased.rows)
    language = "zh" if LANGUAGE == CHINESE else "en"
    for declared, column in erased.kept:
        name = f"{declared.label}.{column.name}"
        click.echo(told(say("Stays: {column}. {why}", column=name, why=column.why[language])))
    return 0


def _tell_erased(rows: Mapping[str, int]) -> None:
    for table, count in rows.items():
        sentence = say_count(
            "Erased in {table}: {count} row.", "Erased in {table}: {count} rows.", count, table=table
        )
        click.echo(told(sentence))


@click.command(
    "retention", help=told(say("Erase everything whose time is over; a timer runs this every night."))
)
@needs_the_site
def retention() -> int:
    from django.core.management import call_command

    from lianmeng.audit.actions import erase_what_is_over
    from lianmeng.core.actors import OPERATOR

    call_command("clearsessions")
    done = erase_what_is_over(by=OPERATOR)
    _tell_erased(done)
    if not done:
        click.echo(told(say("Nothing is over.")))
    return 0
