"""Read the file once, block by block, into a staged folder: rows as the register would keep them, and their digests.

The folder is `<token>.part` until it is whole: a worker that is killed leaves nothing that looks whole.
"""

from __future__ import annotations

import secrets
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.database.secrets import MARK, as_brought, keyed_hash
from lianmeng.imports.models import Import
from lianmeng.imports.queries.folders import first_file, folder_of, second_file
from lianmeng.imports.queries.known import day_of, endings_for, known_for, places_of
from lianmeng.imports.queries.staged import Staged
from lianmeng.imports.rules.calendar_rows import MAX_LINES, lines_of
from lianmeng.imports.rules.columns import Columns, columns_from, headings_of
from lianmeng.imports.rules.digests import Plan, digests, plan_of
from lianmeng.imports.rules.endings import Endings
from lianmeng.imports.rules.fields import Shape, shape_of
from lianmeng.imports.rules.places import Places
from lianmeng.imports.rules.reasons import Reason
from lianmeng.imports.rules.rows import WRONG, completed, completing, gathered, parted, refused_by, understood
from lianmeng.imports.rules.understanding import ADDED, Known
from lianmeng.imports.vocabulary import Kind
from lianmeng.schools.queries.loading import count_of
from lianmeng.schools.queries.regions import city
from lianmeng.tables import text_blocks

if TYPE_CHECKING:
    import polars as pl

Told = Callable[[int, int], None]
_Second = tuple["pl.DataFrame", "pl.DataFrame"]
MAX_ROWS = 2_000_000
_MOST_WORDS = 1_000  # told apart
_BYTES_A_SLOT, _RECORDS_A_SLOT = 4_500_000, 75_000
_NAMED = {
    Kind.SCHOOLS: ("region", "stage"),
    Kind.RETURNS: (),
    Kind.STAFF: ("school",),
    Kind.NEEDS: ("school",),
    Kind.CAMPUSES: ("school",),
    Kind.REGIONS: ("region", "region_kind"),
    Kind.ENDINGS: (),
    Kind.CALENDAR: ("region", "school_year", "slot"),
}


@dataclass(slots=True)
class Reading:
    """A file that is being staged: what is asked, what is known, and what the rows have named so far."""

    kind: Kind
    columns: Columns
    within: frozenset[str]
    known: Known
    plan: Plan
    places: Places | None = None
    city: str = ""
    endings: Endings | None = None
    named: dict[str, set[str]] = field(default_factory=dict)
    unknown: Counter[tuple[str, str]] = field(
        default_factory=Counter
    )  # words that nobody explained, by field

    @property
    def shape(self) -> Shape:
        return self.plan.shape


def reading_of(one: Import) -> Reading:
    kind, columns = Kind(one.kind), columns_from(one.columns)
    within = frozenset(one.within)
    known = known_for(kind, columns, within)
    plan = plan_of(shape_of(kind), sorted(columns.sent))
    places = places_of(day_of(columns)) if kind is Kind.REGIONS else None
    top = city()
    return Reading(kind, columns, within, known, plan, places, top.public_id if top else "")


def stage(one: Import, reading: Reading, tell: Told) -> str:
    """The name of the new folder, with the rows and their digests."""
    import polars as pl

    token = secrets.token_hex(6)
    part = folder_of(one) / f"{token}.part"
    if reading.kind is Kind.ENDINGS:
        reading.endings = endings_for(reading.columns, reading.within)
    staged, second, slots = Staged(part), _second(one, reading), _slots(one)
    number = rows = 0
    for block in _blocks(one, reading, second, tell):
        if block is None:  # the file is read again in another encoding
            shutil.rmtree(part, ignore_errors=True)
            number, rows, reading.named, reading.unknown = 0, 0, {}, Counter()
            reading.places = places_of(day_of(reading.columns)) if reading.places else None
            reading.endings = endings_for(reading.columns, reading.within) if reading.endings else None
            continue
        staged.rows.add(block, number)
        at = pl.int_range(rows, rows + block.height, dtype=pl.UInt32).alias("at")
        found = _digested(block, reading).with_columns(at, pl.lit(number, dtype=pl.UInt16).alias("block"))
        staged.digests.add(found, pl.col("head") % slots, number)
        if "identity_key" in found.columns:
            told = found.select("at", "good", "person_key", "identity_key")
            staged.identities.add(told, pl.col("identity_key") % slots, number)
        number, rows = number + 1, rows + block.height
        most = MAX_LINES if reading.kind is Kind.CALENDAR else MAX_ROWS
        if rows > most:
            raise Refused(say("The file has more than {most} rows. Load it in parts.", most=most))
    found_by = reading.places.told if reading.places else ""
    if second is not None and second[1].height:
        staged.second.add(second[1].select("row", *WRONG), 0)
    staged.keep_read(reading.named, slots, reading.unknown, places=found_by)
    part.rename(part.with_suffix(""))
    return token


def _slots(one: Import) -> int:
    """Into how many slots rows and records are parted, so that each has some ten thousand."""
    bytes_of_rows = first_file(one).size_bytes()
    return 1 + max(bytes_of_rows // _BYTES_A_SLOT, count_of(one.kind) // _RECORDS_A_SLOT)


def _blocks(
    one: Import, reading: Reading, second: _Second | None, tell: Told
) -> Iterator[pl.DataFrame | None]:
    columns = reading.columns
    headings = headings_of(columns.first)
    for block in text_blocks(first_file(one), headings, layout=columns.layout, name=one.file_name):
        if block.anew:
            yield None
        texts = _opened(block.texts, columns.first.get("identity", ()))
        rows = understood(texts, block.numbers, shape=reading.shape, columns=columns, known=reading.known)
        tell(block.done, block.total)
        if second is not None:
            rows = completed(rows, second[0], reading.shape, columns)
            rows = refused_by(rows, second[1], reading.shape, columns)
        if reading.kind is Kind.CALENDAR:
            rows = lines_of(rows, reading.city)
        if reading.endings:
            rows = reading.endings.judged(rows)
        yield reading.places.found(rows) if reading.places else rows


def _opened(texts: dict[str, pl.Series], secret: Iterable[str]) -> dict[str, pl.Series]:
    """Identity numbers that left sealed with refused rows are read as they were."""
    sealed = [name for name in secret if texts[name].str.starts_with(MARK).any()]
    return texts | {
        name: texts[name].map_elements(as_brought, return_dtype=texts[name].dtype) for name in sealed
    }


def _second(one: Import, reading: Reading) -> _Second | None:
    """What the second file tells of each thing, and its rows of those things of which it cannot be understood."""
    path, columns = second_file(one), reading.columns
    if path is None or not columns.second:
        return None
    frames: list[pl.DataFrame] = []
    for block in text_blocks(
        path, headings_of(columns.second), layout=columns.second_layout, name=one.second_name
    ):
        if block.anew:
            frames = []
        rows = completing(
            block.texts, block.numbers, shape=reading.shape, columns=columns, known=reading.known
        )
        frames.append(rows)
    good, wrong = parted(frames, reading.shape, columns)
    return gathered([good], reading.shape, columns), wrong


def _digested(rows: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """The digests of a block; what its good rows name is kept for the scope of the file."""
    import polars as pl

    for name in _NAMED[reading.kind]:
        if name in rows.columns:
            reading.named.setdefault(name, set()).update(rows[name].drop_nulls().unique().to_list())
    _count_unknown(rows, reading.unknown)
    mine = _mine(rows, reading)
    if "identity" in rows.columns:  # compared by its keyed hash, as the register keeps it
        hashes = pl.Series("identity", map(keyed_hash, rows["identity"].to_list()), dtype=pl.String)
        rows = rows.with_columns(hashes)
    return digests(rows, reading.plan).with_columns(mine.alias("mine"))


def _count_unknown(rows: pl.DataFrame, unknown: Counter[tuple[str, str]]) -> None:
    """A column that holds names instead of words ends the counting soon."""
    wrong = rows.filter(rows["wrong_why"].eq_missing(Reason.NO_WORD.value))
    if wrong.height and len(unknown) < _MOST_WORDS:
        for name, word, count in wrong.group_by("wrong_field", "wrong_value").len().iter_rows():
            unknown[name, word] += count


def _mine(rows: pl.DataFrame, reading: Reading) -> pl.Series:
    """Whether the officer may add what the row is about."""
    import polars as pl

    if not reading.within or reading.kind in (Kind.NEEDS, Kind.RETURNS, Kind.CAMPUSES, Kind.ENDINGS):
        return pl.repeat(True, rows.height, dtype=pl.Boolean, eager=True)
    if reading.kind is Kind.STAFF and "school" in rows.columns:
        return rows["school"] != ""
    if reading.kind is Kind.SCHOOLS and "region" in rows.columns:
        own = [region for region, district in reading.known.districts.items() if district in reading.within]
        return rows["region"].is_in(own).fill_null(False)
    return pl.repeat(False, rows.height, dtype=pl.Boolean, eager=True)


def added_regions(reading: Reading) -> list[str]:
    """Names of districts that the file is the first to name."""
    return sorted(
        name.removeprefix(ADDED) for name in reading.named.get("region", ()) if name.startswith(ADDED)
    )
