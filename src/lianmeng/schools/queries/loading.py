"""The register as an import compares its rows with: compact frames, some thousand records at a time.

Every frame holds the records of one part: the words by which a file names them (`code`, `stage`, `number` …), `id`,
`since` of a dated state, `district` (public id) for the rights of a district's officer, `open` (whether it is there on
the day), and its fields as `imports` reads them: text "", numbers and days null where not sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from lianmeng.database.bulk import frames_of
from lianmeng.schools.models import (
    Appointment,
    Campus,
    Employment,
    Need,
    Region,
    Return,
    School,
    SchoolVersion,
    Section,
    Staff,
)
from lianmeng.schools.queries.calendar_lines import known_lines, names_of_lines
from lianmeng.schools.queries.endings import known_endings
from lianmeng.schools.queries.region_states import other_names, regions_as_at

if TYPE_CHECKING:
    import polars as pl

AT_ONCE = 20_000
_FEW = 200
Part = tuple[str, "pl.DataFrame"]


@dataclass(frozen=True, slots=True)
class Asked:
    """`scheme` of the codes, the `day` on which the file's facts hold, the `figures` that are compared."""

    scheme: str
    day: date
    figures: Sequence[str] = ()
    heads: Sequence[str] | None = None  # only what these codes or numbers name

    def only(self, column: str) -> dict[str, object]:
        return {} if self.heads is None else {f"{column}__in": list(self.heads)}


def known_regions(day: date) -> list[tuple[str, str, str, str]]:
    """Every region that is there: public id, code, name, and the public id of its district (or its own).

    One that is called otherwise now stands there twice, as it is now last.
    """
    there = Region.objects.filter(Q(until__isnull=True) | Q(until__gt=day))
    rows = there.values_list("public_id", "code", "name", "district__public_id")
    now = [(public_id, code, name, district or public_id) for public_id, code, name, district in rows]
    return [*other_names(day), *now]


def known_codes(scheme: str, day: date) -> list[tuple[str, str]]:
    """The code of every school under a scheme, with the public id of the district it lies in."""
    states = SchoolVersion.objects.filter(school__scheme=scheme, since__lte=day).order_by("since")
    district = states.values_list("school__code", "region__district__public_id")
    return list({code: (code, place or "") for code, place in district.iterator()}.values())


def former_codes(scheme: str) -> dict[str, tuple[str, str]]:
    """The codes that schools no longer have, each with the school's name and the code that it has."""
    states = SchoolVersion.objects.filter(school__scheme=scheme).exclude(code=F("school__code"))
    taken = Exists(School.objects.filter(scheme=scheme, code=OuterRef("code")))
    free = states.filter(~taken).order_by("since")
    return {code: (name, now) for code, name, now in free.values_list("code", "name", "school__code")}


def count_of(kind: str) -> int:
    """How many records that files of this kind are about there are."""
    tables: dict[str, Any] = {"staff": Staff, "needs": Need, "campuses": Campus, "regions": Region}
    return int(tables.get(kind, School).objects.count())


def known_parts(kind: str, asked: Asked) -> Iterator[Part]:
    """All records of the parts that files of this kind can change."""
    return {
        "schools": _schools,
        "returns": _returns,
        "staff": _staff,
        "needs": _needs,
        "campuses": _campuses,
        "endings": lambda asked: iter((("ending", known_endings(asked.scheme)),)),
        "calendar": lambda asked: iter((("line", known_lines(asked.heads)),)),
        "regions": _regions,
    }[kind](asked)


def schemes_in_use() -> list[str]:
    """The code schemes of the register, the most used first where it has several."""
    return list(School.objects.order_by("scheme").values_list("scheme", flat=True).distinct())


def _schools(asked: Asked) -> Iterator[Part]:
    import polars as pl

    for schools in _by_id(
        School, ("code", "opened_on", "closed_on"), scheme=asked.scheme, **asked.only("code")
    ):
        states = _states(schools, asked.day)
        placed = schools.join(states.select("code", "district"), on="code", how="left")
        open_then = pl.col("closed_on").is_null() | (pl.col("closed_on") > asked.day)
        yield "school", placed.with_columns(open_then.alias("open"))
        yield "state", states.with_columns(pl.lit(True).alias("open"))
        yield from _sections(schools, states, asked)


def _states(schools: pl.DataFrame, day: date) -> pl.DataFrame:
    """For each school its state on the day, else its last before, else its first."""
    import polars as pl

    rows = _frame(
        SchoolVersion.objects.filter(_within("school_id", schools)),
        {
            "school_id": pl.Int64,
            "id": pl.Int64,
            "since": pl.Date,
            "name": pl.String,
            "setting": pl.String,
            "ownership": pl.String,
            "kind": pl.String,
            "address": pl.String,
            "longitude": pl.Float64,
            "latitude": pl.Float64,
        },
        region=(F("region__public_id"), pl.String),
        district=(F("region__district__public_id"), pl.String),
    )
    begun = pl.col("since") <= day
    rank = (
        pl.when(begun)
        .then(pl.col("since").to_physical())
        .otherwise(-10_000_000 - pl.col("since").to_physical())
    )
    nearest = rows.sort("school_id", rank).unique("school_id", keep="last", maintain_order=True)
    named = schools.select("code", school_id="id").join(nearest, on="school_id")
    return named.drop("school_id").with_columns(pl.col("region", "district").fill_null(""))


def _sections(schools: pl.DataFrame, states: pl.DataFrame, asked: Asked) -> Iterator[Part]:
    import polars as pl

    wanted = {"school_id": pl.Int64, "id": pl.Int64, "stage": pl.String, "since": pl.Date, "until": pl.Date}
    rows = _frame(Section.objects.filter(_within("school_id", schools)), wanted)
    latest = rows.sort("since").unique(["school_id", "stage"], keep="last", maintain_order=True)
    open_then = pl.col("until").is_null() | (pl.col("until") > asked.day)
    sections = (
        schools.select("code", school_id="id")
        .join(latest, on="school_id")
        .join(states.select("code", "district"), on="code", how="left")
        .with_columns(open_then.alias("open"))
        .drop("school_id", "until")
    )
    yield "section", sections
    if asked.figures and sections.height:
        yield "return", _figures(sections, asked)


def _figures(sections: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    import polars as pl

    rows = _frame(
        Return.objects.filter(_within("section_id", sections)),
        {"section_id": pl.Int64, "id": pl.Int64, "year": pl.Float64},
        text=(Cast("values", TextField()), pl.String),
    )
    figures = [
        pl.col("text").str.json_path_match(f"$.{key}").cast(pl.Float64, strict=False).alias(f"figure:{key}")
        for key in asked.figures
    ]
    named = sections.select("code", "stage", "district", "open", section_id="id").join(rows, on="section_id")
    return named.with_columns(figures).drop("text", "section_id")


def _returns(asked: Asked) -> Iterator[Part]:
    return (part for part in _schools(asked) if part[0] in ("section", "return"))


def _staff(asked: Asked) -> Iterator[Part]:
    import polars as pl

    for people in _by_id(Staff, ("number", "name", "identity_hash"), **asked.only("number")):
        numbers = people.select("number", staff_id="id")
        appointments = _appointments(people, numbers, asked.day)
        districts = appointments.filter("open").group_by("number").agg(pl.col("district").first())
        placed = people.join(districts, on="number", how="left").rename({"identity_hash": "identity"})
        working = pl.col("district").is_not_null().alias("open")
        yield "person", placed.with_columns(working)
        yield "employment", _employments(people, numbers, asked.day)
        yield "appointment", appointments


def _appointments(people: pl.DataFrame, numbers: pl.DataFrame, day: date) -> pl.DataFrame:
    import polars as pl

    rows = _frame(
        Appointment.objects.filter(_within("staff_id", people)),
        {
            "staff_id": pl.Int64,
            "id": pl.Int64,
            "since": pl.Date,
            "until": pl.Date,
            "subject": pl.String,
            "share_percent": pl.Float64,
        },
        school=(F("school__code"), pl.String),
        post_stage=(F("stage"), pl.String),
        region=(F("school_id"), pl.Int64),
    )
    latest = rows.sort("since").unique(["staff_id", "school"], keep="last", maintain_order=True)
    places = _places_of_schools(latest["region"].unique().to_list())
    district = pl.col("region").replace_strict(
        list(places), list(places.values()), default="", return_dtype=pl.String
    )
    open_then = pl.col("until").is_null() | (pl.col("until") > day)
    named = numbers.join(latest, on="staff_id").with_columns(
        district.alias("district"), open_then.alias("open")
    )
    return named.drop("staff_id", "until", "region")


def _places_of_schools(ids: list[int]) -> dict[int, str]:
    """The public id of the district in which each school lies, or lay last."""
    states = SchoolVersion.objects.order_by("since")
    if len(ids) < AT_ONCE:
        states = states.filter(school_id__in=ids)
    return {
        school: place or ""
        for school, place in states.values_list("school_id", "region__district__public_id")
    }


def _employments(people: pl.DataFrame, numbers: pl.DataFrame, day: date) -> pl.DataFrame:
    import polars as pl

    rows = _frame(
        Employment.objects.filter(_within("staff_id", people), since__lte=day),
        {
            "staff_id": pl.Int64,
            "id": pl.Int64,
            "since": pl.Date,
            "degree": pl.String,
            "title": pl.String,
            "key_level": pl.String,
        },
        by_school=(F("employer_school__code"), pl.String),
        by_region=(F("employer_region__public_id"), pl.String),
    )
    latest = rows.sort("since").unique("staff_id", keep="last", maintain_order=True)
    employer = pl.coalesce(pl.col("by_school"), "+" + pl.col("by_region"), pl.lit("")).alias("employer")
    named = numbers.join(latest, on="staff_id").with_columns(employer, pl.lit(True).alias("open"))
    return named.with_columns(pl.lit("").alias("district")).drop("staff_id", "by_school", "by_region")


def _needs(asked: Asked) -> Iterator[Part]:
    import polars as pl

    rows = _frame(
        Need.objects.filter(
            Q(until__isnull=True) | Q(until__gt=asked.day),
            school__scheme=asked.scheme,
            **asked.only("school__code"),
        ),
        {
            "id": pl.Int64,
            "since": pl.Date,
            "side": pl.String,
            "subject": pl.String,
            "text": pl.String,
            "level": pl.Float64,
            "seen_by": pl.String,
        },
        need_kind=(F("kind"), pl.String),
        code=(F("school__code"), pl.String),
    ).rename({"code": "school"})
    keyed = rows.unique(["school", "side", "need_kind", "subject"], keep="first", maintain_order=True)
    yield "need", keyed.with_columns(_district(asked), pl.lit(True).alias("open"))


def _campuses(asked: Asked) -> Iterator[Part]:
    import polars as pl

    there = Campus.objects.filter(Q(until__isnull=True) | Q(until__gt=asked.day), school__scheme=asked.scheme)
    kinds = {"id": pl.Int64, "since": pl.Date, "name": pl.String, "address": pl.String}
    kinds |= {"longitude": pl.Float64, "latitude": pl.Float64}
    rows = _frame(
        there.filter(**asked.only("school__code")), kinds, school=(F("school__code"), pl.String)
    ).unique(["school", "name"], keep="first", maintain_order=True)
    yield "campus", rows.with_columns(_district(asked), pl.lit(True).alias("open"))


def _district(asked: Asked) -> pl.Expr:
    """The district of the column `school`."""
    import polars as pl

    places = dict(known_codes(asked.scheme, asked.day))
    district = pl.col("school").replace_strict(
        list(places), list(places.values()), default="", return_dtype=pl.String
    )
    return district.alias("district")


def _regions(asked: Asked) -> Iterator[Part]:
    import polars as pl

    schema = {"id": pl.Int64, "place": pl.String, "code": pl.String, "name": pl.String}
    schema |= {"region_kind": pl.String, "layer": pl.Float64, "region": pl.String, "district": pl.String}
    wanted = None if asked.heads is None else set(asked.heads)
    rows = [one for one in regions_as_at(asked.day) if wanted is None or one.public_id in wanted]
    yield "region", pl.DataFrame(rows, schema=schema | {"open": pl.Boolean}, orient="row")


def _by_id(table: Any, columns: Sequence[str], **conditions: object) -> Iterator[pl.DataFrame]:
    """The rows of a table with these columns, so many at a time."""
    import polars as pl

    last = 0
    kinds: dict[str, Any] = {"id": pl.Int64, **dict.fromkeys(columns, pl.String)}
    kinds |= {name: pl.Date for name in columns if name.endswith("_on")}
    while True:
        rows = _frame(table.objects.filter(id__gt=last, **conditions).order_by("id")[:AT_ONCE], kinds)
        if rows.is_empty():
            return
        last = rows["id"][-1]
        yield rows


def _within(column: str, records: pl.DataFrame) -> Q:
    """Rows that may belong to these records: those between their first id and their last. A join keeps the right."""
    if records.is_empty():
        return Q(pk__in=[])
    if records.height <= _FEW:
        return Q(**{f"{column}__in": records["id"].to_list()})
    return Q(**{f"{column}__gte": records["id"].min(), f"{column}__lte": records["id"].max()})


def _frame(rows: QuerySet[Any], kinds: dict[str, Any], **more: tuple[Any, Any]) -> pl.DataFrame:
    import polars as pl

    schema = {**kinds, **{name: kind for name, (_, kind) in more.items()}}
    named = rows.annotate(**{f"as_{name}": one for name, (one, _) in more.items()})
    found = named.values_list(*kinds, *(f"as_{name}" for name in more))
    frames = list(frames_of(found, schema, AT_ONCE))
    return pl.concat(frames) if frames else pl.DataFrame(schema=schema)


def names_of(part: str, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The code or number of records and what they are called: of a section its stage, of an appointment its school."""
    if part == "school":
        states = SchoolVersion.objects.filter(school_id__in=ids).order_by("since")
        return {
            key: (code, name) for key, code, name in states.values_list("school_id", "school__code", "name")
        }
    if part == "line":
        return names_of_lines(ids)
    tables: dict[str, tuple[Any, tuple[str, str]]] = {
        "section": (Section, ("school__code", "stage")),
        "person": (Staff, ("number", "name")),
        "appointment": (Appointment, ("staff__number", "school__code")),
        "need": (Need, ("school__code", "text")),
        "campus": (Campus, ("school__code", "name")),
        "region": (Region, ("code", "name")),
    }
    table, columns = tables[part]
    rows = table.objects.filter(id__in=ids)
    return {key: (code, name) for key, code, name in rows.values_list("id", *columns)}
