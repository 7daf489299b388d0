"""`lianmeng audit`: whether the record is as it was written, and its heads by mail."""

from __future__ import annotations

from datetime import datetime

import click

from lianmeng.cli.site import needs_the_site
from lianmeng.cli.terminal import tell_progress, told
from lianmeng.core.sentences import say

BROKEN = 1


@click.group("audit", help=told(say("Check the audit, and mail its heads.")))
def audit() -> None:
    pass


@audit.command(
    "verify", help=told(say("Compute every digest of the audit again, and name the first broken line."))
)
@click.option(
    "--against",
    multiple=True,
    metavar="HEAD",
    help=told(say("A head that was mailed or copied: also check that nothing up to it was written anew.")),
)
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), help=told(say("Only this day, such as 2026-09-01."))
)
@click.option("--place", help=told(say("Only this place: “city” or a public id.")))
@needs_the_site
def verify(against: tuple[str, ...], day: datetime | None, place: str | None) -> int:
    from lianmeng.audit.queries.against import why_not_whole
    from lianmeng.audit.queries.verifying import verify as walk

    verdict = walk(day=day.date() if day else None, place=place, progress=tell_progress)
    if verdict.broken:
        _tell_broken(verdict.broken)
        return BROKEN
    for head in against:
        if sentence := why_not_whole(head):
            click.echo(told(say("Not whole: {why}.", why=sentence)))
            return BROKEN
    counted = say(
        "lines: {lines}, chains: {chains}, values: {values}, of these erased: {erased}",
        lines=f"{verdict.lines:,}",
        chains=f"{verdict.chains:,}",
        values=f"{verdict.values:,}",
        erased=f"{verdict.erased:,}",
    )
    verdict_word = (
        say("Whole: {counted}.", counted=counted)
        if against
        else say("Consistent: {counted}.", counted=counted)
    )
    click.echo(told(verdict_word))
    return 0


def _tell_broken(broken: object) -> None:
    from lianmeng.audit.queries.verifying import Broken

    assert isinstance(broken, Broken)
    day = str(broken.day or "")
    if broken.number:
        sentence = say(
            "Broken: {place}, {day}, line {number}: {why}.",
            place=broken.place,
            day=day,
            number=broken.number,
            why=broken.why,
        )
    elif broken.day:
        sentence = say("Broken: {place} {day}: {why}.", place=broken.place, day=day, why=broken.why)
    else:
        sentence = say("Broken: {why}.", why=broken.why)
    click.echo(told(sentence))


@audit.command("mail", help=told(say("Mail the heads of the days that are over and were not mailed yet.")))
@needs_the_site
def mail() -> int:
    from lianmeng.audit.actions import mail_heads

    count = mail_heads()
    click.echo(told(say("Heads mailed: {count}.", count=count)))
    return 0
