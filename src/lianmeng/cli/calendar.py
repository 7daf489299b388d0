"""`lianmeng calendar`: the terms, holidays and make-up days of a school year, from a file."""

from __future__ import annotations

from pathlib import Path

import click

from lianmeng.cli.site import needs_the_site
from lianmeng.cli.terminal import told
from lianmeng.core.sentences import say


@click.command(
    "calendar",
    help=told(
        say(
            "Enter the calendar of a school year from a TOML file, in place of the one before (docs/register.md)."
        )
    ),
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@needs_the_site
def calendar(file: Path) -> int:
    from lianmeng.core.actors import OPERATOR
    from lianmeng.schools.actions.calendars import plan_year
    from lianmeng.schools.queries.calendar_files import calendar_in

    read = calendar_in(file)
    plan_year(read.region.public_id, read.year, read.plan, by=OPERATOR, seen=None)
    click.echo(
        told(
            say(
                "Entered {year} for {region}: terms {terms}, special days {days}.",
                year=read.year,
                region=read.region.name,
                terms=len(read.plan.terms),
                days=len(read.plan.days),
            )
        )
    )
    return 0
