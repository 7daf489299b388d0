"""Which region of the register a row of a file is about: by its code, by the code it had before, by its name in its
region above.

A county that became a district has another code and is the same place; an education-management area has no code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from lianmeng.imports.rules.fields import PLACE
from lianmeng.imports.rules.reasons import Reason
from lianmeng.imports.rules.rows import WRONG
from lianmeng.imports.rules.understanding import ADDED, AMBIGUOUS
from lianmeng.schools.vocabulary import RegionKind

if TYPE_CHECKING:
    import polars as pl

_FILLED = ("code", PLACE)
_Wrong = tuple[str, str, str]


class There(Protocol):
    """A region as it is on the day of the file; `parent` is a public id."""

    @property
    def public_id(self) -> str: ...

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def parent(self) -> str: ...


class Places:
    """The register's regions, and what the rows so far say of which lies in which.

    `codes`: whose each code is, or was last.
    """

    def __init__(self, regions: Iterable[There], codes: Mapping[str, str]) -> None:
        self._codes, self._code_of, self._above = codes, {}, dict[str, str]()
        self._names: dict[tuple[str | None, str], str] = {}
        told = hashlib.sha256(repr(sorted(codes.items())).encode())
        for one in sorted(regions, key=lambda one: one.public_id):
            self._code_of[one.public_id], self._above[one.public_id] = one.code, one.parent
            for within in (one.parent, None):  # a file need not say what lies above
                known = self._names.setdefault((within, one.name), one.public_id)
                if known != one.public_id:
                    self._names[within, one.name] = AMBIGUOUS
            told.update(repr((one.public_id, one.code, one.name, one.parent)).encode())
        self.told = told.hexdigest()

    def found(self, rows: pl.DataFrame) -> pl.DataFrame:
        """With `place`, the public id of the row's region or a word of its own for a new one."""
        import polars as pl

        kept = [self._placed(row) for row in rows.to_dicts()]
        names = (*_FILLED, *WRONG)
        schema = dict.fromkeys(names, pl.String)
        return rows.with_columns(pl.DataFrame(kept, schema=schema, orient="row").get_columns())

    def _placed(self, row: dict[str, Any]) -> tuple[str | None, ...]:
        code = row.get("code") or ""
        if row[WRONG[1]] is not None or row["left_out"]:
            return (code, "", *(row[name] for name in WRONG))
        place, wrong = self._place_of(row, code)
        code = code or self._code_of.get(place, "")
        if row["region_kind"] == RegionKind.AREA and code:
            wrong = wrong or ("code", Reason.AREA_CODE, code)
        wrong = wrong or self._moved(place, row)
        return (code, place, *(wrong or (None, None, None)))

    def _place_of(self, row: dict[str, Any], code: str) -> tuple[str, _Wrong | None]:
        above, name, former = row.get("region"), row["name"], row.get("former") or ""
        now = self._codes.get(code) if code else None
        before = self._codes.get(former) or self._names.get((above, former)) if former else None
        if now and before and now != before:
            return now, ("code", Reason.TWO_PLACES, code)
        if before == AMBIGUOUS:
            return "", ("former", Reason.TWO_REGIONS, former)
        if now or before:
            return str(now or before), None
        called = self._names.get((above, name))
        if called == AMBIGUOUS and not code:
            return "", ("name", Reason.TWO_REGIONS, name)
        if called and called != AMBIGUOUS and not (code and self._code_of[called]):
            return called, None
        return (ADDED + code if code else f"{ADDED}{above or ''}/{name}"), None

    def _moved(self, place: str, row: dict[str, Any]) -> _Wrong | None:
        """Nothing lies within itself, whatever the rows before have moved."""
        if place not in self._above or "region" not in row:
            return None
        above, passed = row["region"], set[str]()
        while above and above not in passed:
            if above == place:
                return ("region", Reason.WITHIN_ITSELF, row["name"])
            passed.add(above)
            above = self._above.get(above, "")
        self._above[place] = row["region"]
        return None
