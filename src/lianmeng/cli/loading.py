"""`lianmeng import FILE`: what a file would change in the register, and with --apply the change itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from lianmeng.cli.site import needs_the_site
from lianmeng.cli.terminal import told
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say

Import = Any  # a row of a table that is private to its domain
_KINDS = ("schools", "returns", "staff", "needs", "campuses", "endings", "regions", "calendar")
_CHUNK = 1 << 20
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class _OnDisk:
    """A file of the terminal as the pages' uploads are."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    def chunks(self) -> Iterable[bytes]:
        with self.path.open("rb") as opened:
            while piece := opened.read(_CHUNK):
                yield piece


@click.command(
    "import",
    help=told(say("Tell what a file (CSV or XLSX) would change in the register; with --apply, change it.")),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(_KINDS), required=True, help=told(say("What the file holds.")))
@click.option(
    "--map", "map_name", required=True, help=told(say("The name of a column map that was kept on the pages."))
)
@click.option(
    "--with", "second", type=click.Path(path_type=Path), help=told(say("A second file that completes it."))
)
@click.option(
    "--year", default="", help=told(say("The school year of its figures, where no column holds it, as 2025."))
)
@click.option("--apply", "applies", is_flag=True, help=told(say("Change the register, whole or not at all.")))
@click.option(
    "--close-gone", "closes", is_flag=True, help=told(say("With --apply: close what the file does not name."))
)
@click.option("--json", "as_json", is_flag=True, help=told(say("Print the counts as JSON.")))
@needs_the_site
def import_file(file: Path, kind: str, map_name: str, *, second: Path | None, year: str, **how: bool) -> None:
    one = _previewed(file, second, kind, map_name, year=year.strip())
    try:
        if how["applies"] and _changes(one, how["closes"]):
            _apply(one, how["closes"])
        _tell(one, as_json=how["as_json"])
    finally:
        _forget(one)


def _previewed(file: Path, second: Path | None, kind: str, map_name: str, *, year: str) -> Import:
    from lianmeng.core.actors import OPERATOR
    from lianmeng.imports.actions.applying import preview
    from lianmeng.imports.actions.files import bring
    from lianmeng.imports.actions.mapping import name_columns
    from lianmeng.imports.queries.listing import columns_of_map
    from lianmeng.imports.vocabulary import Kind
    from lianmeng.tables import peek

    columns = columns_of_map(Kind(kind), map_name)
    if columns is None:
        raise Refused(
            say("There is no column map {name} for this kind of file. Keep one on the pages.", name=map_name)
        )
    if year:
        columns = replace(columns, lone={**columns.lone, "year": year})
    for path, layout in ((file, columns.layout), (second, columns.second_layout)):
        if path is not None:
            peek(path, layout=layout)
    brought = bring(_OnDisk(file), _OnDisk(second) if second else None, kind=Kind(kind), by=OPERATOR)
    one = name_columns(brought.public_id, columns, by=OPERATOR)
    preview(one.public_id, _silent)
    _refuse_stopped(one)
    return one


def _silent(done: int, total: int) -> None: ...


def _refuse_stopped(one: Import) -> None:
    from lianmeng.imports.rules.keeping import sentence_from

    one.refresh_from_db()
    refusal = sentence_from(one.refusal)
    if refusal is not None:
        _forget(one)
        raise Refused(refusal)


def _changes(one: Import, closes: bool) -> bool:
    return bool(one.counts["new"] or one.counts["changed"] or (closes and one.counts["gone"]))


def _apply(one: Import, closes: bool) -> None:
    from lianmeng.core.actors import OPERATOR
    from lianmeng.imports.actions.applying import apply
    from lianmeng.imports.actions.mapping import ask_to_apply

    ask_to_apply(one.public_id, seen=one.version, closes_gone=closes, by=OPERATOR)
    apply(one.public_id, _silent)
    _refuse_stopped(one)


def _tell(one: Import, *, as_json: bool) -> None:
    from lianmeng.imports.vocabulary import ImportState, RowState

    applied = one.state == ImportState.APPLIED
    if as_json:
        click.echo(
            json.dumps(
                {"import": one.public_id, "applied": applied, "counts": one.counts}, ensure_ascii=False
            )
        )
        return
    for state in RowState:
        click.echo(f"{told(state.label)}: {one.counts[state.value]}")
    for line in _refused(one):
        click.echo(line)
    click.echo(
        told(say("Applied.") if applied else say("Nothing was changed. Say --apply to change the register."))
    )


def _refused(one: Import) -> Iterator[str]:
    from lianmeng.imports.queries.shown import Shown
    from lianmeng.imports.vocabulary import RowState

    if one.counts["refused"] and one.files_gone_at is None and one.staged:
        rows = Shown(one).rows(RowState.REFUSED, 0, _SHOWN)
        yield from (told(row.refusal) for row in rows if row.refusal is not None)


def _forget(one: Import) -> None:
    """What was only looked at leaves nothing behind."""
    from lianmeng.core.actors import OPERATOR
    from lianmeng.imports.actions.files import forget
    from lianmeng.imports.vocabulary import ImportState

    one.refresh_from_db()
    if one.state != ImportState.APPLIED:
        forget(one.public_id, by=OPERATOR)
