"""An import from file to register in one call, as the pages do it in steps."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File

from lianmeng.core.actors import OPERATOR, Actor
from lianmeng.imports.actions.applying import apply, preview
from lianmeng.imports.actions.files import bring
from lianmeng.imports.actions.mapping import ask_to_apply, name_columns
from lianmeng.imports.models import Import
from lianmeng.imports.queries.folders import first_file, second_file
from lianmeng.imports.rules.columns import Columns
from lianmeng.imports.rules.guess import guess_columns
from lianmeng.imports.vocabulary import Kind
from lianmeng.tables import peek


def brought(
    path: Path | bytes, second: Path | None = None, *, kind: Kind, by: Actor = OPERATOR, name: str = ""
) -> Import:
    name = name or (path.name if isinstance(path, Path) else "file.csv")
    with ExitStack() as stack:
        opened = [
            ContentFile(path, name=name)
            if isinstance(path, bytes)
            else File(stack.enter_context(path.open("rb")), name=name)
        ]
        opened += [File(stack.enter_context(second.open("rb")), name=second.name)] if second else []
        return bring(opened[0], opened[1] if second else None, kind=kind, by=by)


def guessed(one: Import) -> Columns:
    second = second_file(one)
    return guess_columns(
        Kind(one.kind), peek(first_file(one)).headings, peek(second).headings if second else ()
    )


def nothing(done: int, total: int) -> None: ...


def previewed(
    path: Path | bytes,
    second: Path | None = None,
    *,
    kind: Kind = Kind.SCHOOLS,
    by: Actor = OPERATOR,
    columns: Columns | None = None,
    name: str = "",
    **known: Any,
) -> Import:
    """The file brought, its columns guessed and completed by what is `known`, and read."""
    one = brought(path, second, kind=kind, by=by, name=name)
    known = {"scheme": "other", "day": "2025-01-01"} | known
    name_columns(one.public_id, replace(columns or guessed(one), **known), by=by)
    preview(one.public_id, nothing)
    one.refresh_from_db()
    return one


def applied(one: Import, *, by: Actor = OPERATOR, closes_gone: bool = False) -> Import:
    ask_to_apply(one.public_id, seen=one.version, closes_gone=closes_gone, by=by)
    apply(one.public_id, nothing)
    one.refresh_from_db()
    return one


def counts(one: Import) -> dict[str, int]:
    """The states that have rows."""
    return {state: count for state, count in one.counts.items() if count}
