"""`lianmeng balance FILE`: how far the groups of a register are from balance."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from lianmeng.cli.terminal import tell_progress, told
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say

if TYPE_CHECKING:
    from typing import Unpack

    from lianmeng.balance.rules.columns import Columns
    from lianmeng.balance.rules.comparison import Comparison

_REASONS = say(
    "Reasons for leaving a school out, as fixed keys of the JSON: no_pupils (it has no pupils), not_sent (pupils or "
    "amount are missing or marked as absent), excluded (the standard leaves it out; with --standard and --kind only). "
    "“schools” counts those that are counted in. A figure that cannot be given is null, and “absent” names the reason."
)


class Asked(TypedDict):
    file: Path
    by: tuple[str, ...]
    pupils: str
    resource: tuple[str, ...]
    per_pupil: tuple[str, ...]
    standard: str | None
    stage: str | None
    kind: str
    second: Path | None
    key: str
    decimal: str
    heading_row: int
    as_json: bool


@click.command(
    "balance",
    help=told(
        say("Read a register of schools (CSV or XLSX) and print how unequally its resources are shared.")
    ),
    epilog=told(_REASONS),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--by",
    multiple=True,
    help=told(say("Column that names the group; may be repeated. Without it the file is one group, “all”.")),
)
@click.option("--pupils", required=True, help=told(say("Column of pupils; A+B adds columns up.")))
@click.option(
    "--resource", multiple=True, help=told(say("name=COLUMN or name=COLUMN+COLUMN; may be repeated."))
)
@click.option(
    "--per-pupil",
    multiple=True,
    help=told(say("name=COLUMN of values that are per pupil already; may be repeated.")),
)
@click.option("--standard", help=told(say("Compare with the limits of a standard: cn-2017, cn-2012.")))
@click.option("--stage", help=told(say("The stage of the standard: primary, junior.")))
@click.option(
    "--kind", default="", help=told(say("Column of school kinds, for what the standard leaves out."))
)
@click.option(
    "--with",
    "second",
    type=click.Path(path_type=Path),
    help=told(say("A second file whose rows complete the first; its numbers are added up per school.")),
)
@click.option("--key", default="", help=told(say("Column that names the school in both files, with --with.")))
@click.option(
    "--decimal", default="", help=told(say("Decimal sign, “.” or “,”, where the file leaves it open."))
)
@click.option(
    "--heading-row", default=1, help=told(say("The row that holds the headings.")), show_default=True
)
@click.option("--json", "as_json", is_flag=True, help=told(say("Print JSON instead of a table.")))
def balance(**asked: Unpack[Asked]) -> None:
    from lianmeng.balance.queries.figures import figures_by_group, worst_first
    from lianmeng.balance.queries.reading import read_register
    from lianmeng.balance.queries.records import reading_record
    from lianmeng.cli.balance_table import printed

    columns = _columns(asked)
    against = _against(asked, columns)
    reading = read_register(
        asked["file"],
        columns,
        against=against,
        second=asked["second"],
        progress=tell_progress,
    )
    groups = worst_first(figures_by_group(reading))
    if asked["as_json"]:
        record = reading_record(groups, reading.ungrouped, against)
        click.echo(json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False))
        return
    for line in printed(groups, reading.units, reading.ungrouped, against):
        click.echo(line)


def _columns(asked: Asked) -> Columns:
    from lianmeng.balance.rules.columns import Columns, added, resource_written
    from lianmeng.tables import Layout, peek

    decimal = asked["decimal"]
    if decimal not in {"", ".", ","}:
        raise Refused(say("The decimal sign is “.” or “,”, not “{mark}”.", mark=decimal))
    headings = peek(asked["file"], layout=Layout(heading_row=asked["heading_row"])).headings
    if asked["second"] is not None:
        if not asked["key"]:
            raise Refused(say("--with needs --key: the column that names the school in both files."))
        headings = [*headings, *peek(asked["second"]).headings]
    written = [resource_written(text, headings) for text in asked["resource"]]
    already = [resource_written(text, headings, per_pupil=True) for text in asked["per_pupil"]]
    if asked["key"] and asked["second"] is None:
        raise Refused(say("--key needs --with: the second file."))
    return Columns(
        tuple(dict.fromkeys(asked["by"])),
        added(asked["pupils"], headings),
        (*written, *already),
        kind=asked["kind"],
        second_key=asked["key"],
        heading_row=asked["heading_row"],
        decimal=decimal,
    )


def _against(asked: Asked, columns: Columns) -> Comparison | None:
    from lianmeng.balance.rules.comparison import comparison
    from lianmeng.standards.queries import standard_named

    if asked["standard"] is None:
        if asked["stage"] is not None:
            raise Refused(say("--stage needs --standard."))
        return None
    standard = standard_named(asked["standard"])
    if asked["stage"] is None:
        known = tuple(standard.stages)
        raise Refused(say("--standard needs --stage, one of: {known}.", known=known))
    return comparison(standard, asked["stage"], [one.name for one in columns.resources])
