"""The heads of the files of an import, by the sheet and the row of headings that the officer chose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from django.http import QueryDict

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence
from lianmeng.imports.models import Import
from lianmeng.imports.queries.folders import first_file, second_file
from lianmeng.imports.rules.columns import columns_from
from lianmeng.imports.rules.guess import heading_row
from lianmeng.imports.vocabulary import Kind
from lianmeng.tables import Layout, Peek, peek

_MOST_ROWS = 50


@dataclass(frozen=True, slots=True)
class Heads:
    """`turned`: another row or sheet was chosen than the page had shown, so what was said of the columns does not
    count. `posted` is what was sent, with the row that is shown now; `refusal` why the row chosen is none."""

    first: Peek
    second: Peek | None
    turned: bool
    posted: QueryDict
    refusal: Sentence | None = None

    @property
    def shown(self) -> str:
        return _shown(self.first)


def look(one: Import, posted: QueryDict) -> Heads:
    finds = partial(heading_row, Kind(one.kind))
    second = second_file(one)
    there = peek(second, finds=finds) if second else None
    if not posted:
        kept = columns_from(one.columns).layout if one.columns else None
        path = first_file(one)
        return Heads(peek(path, layout=kept) if kept else peek(path, finds=finds), there, False, posted)
    first, refusal = _chosen(one, posted)
    turned = posted.get("shown", "") not in ("", _shown(first))
    if turned or refusal:
        posted = posted.copy()
        posted["shown"], posted["heading_row"] = _shown(first), str(first.heading_row)
    return Heads(first, there, turned, posted, refusal)


def _chosen(one: Import, posted: QueryDict) -> tuple[Peek, Sentence | None]:
    """By the row that was chosen; where it is none, or the sheet is another, by the row that is found."""
    path, finds = first_file(one), partial(heading_row, Kind(one.kind))
    row, _, before = posted.get("shown", "").partition(" ")
    layout = Layout(sheet=posted.get("sheet") or None)
    chosen = posted.get("heading_row", "")
    if (
        not chosen.isdecimal()
        or not 1 <= int(chosen) <= _MOST_ROWS
        or (row and (layout.sheet or "") != before)
    ):
        return peek(path, layout=layout, finds=finds), None
    try:
        return peek(path, layout=replace(layout, heading_row=int(chosen))), None
    except Refused as refused:
        return peek(path, layout=layout, finds=finds), refused.sentence


def _shown(first: Peek) -> str:
    sheet = (first.origin.sheet or "") if len(first.sheets) > 1 else ""
    return f"{first.heading_row} {sheet}"
