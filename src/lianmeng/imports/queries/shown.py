"""The rows of a preview as a person reads them: what is new, what changes and how, what is refused and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from lianmeng.core.sentences import Sentence, say
from lianmeng.imports.models import Import
from lianmeng.imports.queries.folders import staged_folder
from lianmeng.imports.queries.known import asked_of, day_of
from lianmeng.imports.queries.staged import Staged
from lianmeng.imports.rules.columns import Columns, columns_from
from lianmeng.imports.rules.fields import Field, Shape, shape_of
from lianmeng.imports.rules.reasons import Reason, why
from lianmeng.imports.rules.words import told
from lianmeng.imports.vocabulary import Kind, RowState
from lianmeng.schools.queries.loading import former_codes, known_parts, known_regions, names_of
from lianmeng.schools.queries.region_states import Inside, lived_in

Told = Sentence | str
MOST_OF_SECOND = 50_000
_FIELD_OF_REASON = {Reason.NO_SECTION: "stage"}


@dataclass(frozen=True, slots=True)
class Change:
    """A field with what it was (nothing for a new row) and what it will be."""

    label: Sentence
    old: Told | None
    new: Told


@dataclass(frozen=True, slots=True)
class Row:
    number: int | None
    code: str
    name: str
    state: RowState
    changes: tuple[Change, ...] = ()
    refusal: Sentence | None = None


class Shown:
    """The rows of one import, page by page."""

    def __init__(self, one: Import) -> None:
        self.kind = Kind(one.kind)
        self.columns: Columns = columns_from(one.columns)
        self.shape: Shape = shape_of(self.kind)
        self._staged = Staged(staged_folder(one))
        self._regions = {public_id: name for public_id, _, name, _ in known_regions(day_of(self.columns))}

    def unknown(self) -> list[tuple[Sentence, str, int]]:
        """The words that nobody explained: of which field, and in how many rows."""
        return [(self.shape.field(key).label, word, rows) for key, word, rows in self._staged.unknown()]

    def second_refused(self) -> Iterator[tuple[int, Sentence | None]]:
        """The rows of the second file that were not taken; nothing is wrong with those that others took along."""
        for frame in self._staged.second:
            for row in frame.head(MOST_OF_SECOND).iter_rows(named=True):
                wrong = row["wrong_why"]
                label = self.shape.field(row["wrong_field"]).label if wrong else ""
                told = (
                    why(wrong, row=row["row"], field=label, value=row["wrong_value"] or "") if wrong else None
                )
                yield row["row"], told

    def rows(self, state: RowState, first: int, count: int) -> list[Row]:
        if state is RowState.GONE:
            return self._gone(first, count)
        found = self._staged.page(state, first, count)
        rows: list[dict[str, Any]] = found.to_dicts()
        old = self._old(rows) if state is RowState.CHANGED else {}
        return [self._row(row, old) for row in rows]

    def _row(self, row: Mapping[str, Any], old: Mapping[tuple[str, Any], Mapping[str, Any]]) -> Row:
        state = RowState(row["state"])
        refusal = self._refusal(row) if state is RowState.REFUSED else None
        changes = () if refusal else tuple(self._changes(row, state, old))
        return Row(
            row["row"], str(row.get(self.shape.head, "")), str(row.get("name") or ""), state, changes, refusal
        )

    def _refusal(self, row: Mapping[str, Any]) -> Sentence:
        if row["wrong_why"] is not None:
            label = self.shape.field(row["wrong_field"]).label
            return why(row["wrong_why"], row=row["row"], field=label, value=row["wrong_value"] or "")
        key = _FIELD_OF_REASON.get(row["why"], self.shape.head)
        label = self.shape.field(key).label
        value = str(row.get(key) or row.get("name") or "")
        return why(row["why"], row=row["row"], field=label, value=value, **self._besides(row, value))

    def _besides(self, row: Mapping[str, Any], code: str) -> dict[str, str]:
        """Whose former code it is, and which code that school has now; which other rows contradict this one."""
        if row["also"] is not None:
            others = [number for number in row["also"].split() if number != str(row["row"])]
            return {"others": ", ".join(others)}
        if row["why"] != Reason.FORMER:
            return {}
        school, now = self._former.get(code, ("–", "–"))
        return {"school": school, "now": now}

    @cached_property
    def _former(self) -> dict[str, tuple[str, str]]:
        return former_codes(self.columns.scheme)

    def _changes(
        self, row: Mapping[str, Any], state: RowState, old: Mapping[tuple[str, Any], Any]
    ) -> list[Change]:
        found = []
        for one in self.shape.fields:
            if (
                one.key not in row
                or one.type == "identity"
                or (one.key in (self.shape.head, "name") and state is RowState.NEW)
            ):
                continue
            new = self._told(one, row[one.key])
            if state is RowState.NEW:
                if row[one.key] not in (None, ""):
                    found.append(Change(one.label, None, new))
            elif state is RowState.CHANGED:
                record = old.get((one.part, row.get(f"{one.part}_id")), {})
                if row.get(f"{one.part}_new") is not None or (
                    one.key in record and record[one.key] != row[one.key]
                ):
                    found.append(Change(one.label, self._told(one, record.get(one.key)), new))
        return found

    def _told(self, one: Field, value: Any) -> Told:
        return told(one, self._regions.get(value, value) if one.type == "region" else value)

    def _old(self, rows: list[dict[str, Any]]) -> dict[tuple[str, Any], dict[str, Any]]:
        """What the register says now of the records that these rows change."""
        head = self.shape.parts[0].keys[0]
        heads = sorted({str(row[head]) for row in rows})
        asked = replace(asked_of(self.columns), heads=heads)
        return {
            (part, record["id"]): record
            for part, records in known_parts(self.kind.value, asked)
            for record in records.to_dicts()
        }

    def _gone(self, first: int, count: int) -> list[Row]:
        found: list[Row] = []
        for part, missing in self._staged.gone().items():
            ids = missing.slice(first, count - len(found)).to_list()
            first = max(0, first - len(missing))
            names = names_of(part, ids)
            held = lived_in(ids, day_of(self.columns), set(missing)) if part == "region" else {}
            key = {"section": "stage"}.get(part)
            for record in ids:
                code, name = names.get(record, ("", ""))
                shown = told(self.shape.field(key), name) if key else name
                change, stays = Change(_PARTS[part], None, shown), held.get(record)
                refusal = _not_closed(name, stays) if stays else None
                found.append(Row(None, code, "", RowState.GONE, (change,), refusal))
        return found


def _not_closed(name: str, inside: Inside) -> Sentence:
    return say(
        "{name} cannot be closed as it is now. Schools in it: {schools}, other regions: {regions}. "
        "Place them elsewhere, or apply the file without closing what is gone.",
        name=name,
        schools=inside.schools,
        regions=inside.regions,
    )


_PARTS = {
    "school": say("School"),
    "section": say("Section"),
    "person": say("Person"),
    "appointment": say("Appointment"),
    "need": say("Need or strength"),
    "campus": say("Campus"),
    "region": say("Region"),
    "line": say("Line of the calendar"),
}
