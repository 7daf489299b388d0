"""The made-up city's rows as the register's tables take them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from lianmeng.cities.rules.alliances import agreed
from lianmeng.cities.rules.plan import holidays, plan
from lianmeng.cities.rules.rows import CityRows, District, MadeSchool
from lianmeng.people.rules.cast import members

Rows = Iterator[dict[str, Any]]
CITY_ID, CITY_CODE = "chengdu", "510100"
ALWAYS = date.min


def city_name() -> str:
    return str(plan()["name"])


def regions(rows: CityRows) -> Rows:
    for one in rows.districts:
        kind = "district" if one.code else "area"
        yield {"public_id": one.id, "kind": kind, "code": one.code, "name": one.name, "layer": one.layer}


def region_codes(rows: CityRows) -> Rows:
    """Today's code of each district, and before it those that it had."""
    for one in rows.districts:
        since = ALWAYS
        for was in _earlier(one):
            yield {
                "region": one.id,
                "code": was["code"],
                "name": was["name"],
                "since": since,
                "until": was["until"],
            }
            since = was["until"]
        yield {"region": one.id, "code": one.code, "name": one.name, "since": since, "until": None}


def _earlier(district: District) -> list[dict[str, Any]]:
    return [one for one in plan()["renamed"] if one["district"] == district.id]


def schools(rows: CityRows) -> Rows:
    for one in rows.schools:
        days = {"opened_on": one.opened, "closed_on": one.closed}
        yield {"public_id": one.id, "scheme": "cn", "code": one.code, **days}


def states(rows: CityRows) -> Rows:
    for one in rows.schools:
        for version in one.versions:
            yield {
                **_lying(one),
                "school": one.id,
                "code": one.code,
                "name": version.name,
                "since": version.since,
                "until": version.until,
            }


def _lying(one: MadeSchool) -> dict[str, Any]:
    east, north = one.at
    where = {"region": one.district.id, "setting": one.setting, "longitude": east, "latitude": north}
    return {**where, "ownership": one.ownership, "kind": one.kind}


def sections(rows: CityRows) -> Rows:
    for one in rows.schools:
        for stage in one.stages:
            yield {"school": one.id, "stage": stage, "since": one.opened, "until": one.closed}


def successions(rows: CityRows) -> Rows:
    for one in rows.successions:
        yield {"predecessor": one.predecessor, "successor": one.successor, "day": one.day, "kind": one.kind}


def returns(rows: CityRows) -> Rows:
    for one in rows.returns:
        yield {"school": one.school, "stage": one.stage, "year": one.year, "values": one.values}


def needs(rows: CityRows) -> Rows:
    """Half of the strengths are for everybody, the rest for the bureaus."""
    since = date(rows.years[-1], 9, 1)
    for one in rows.needs:
        subject, text = (one.text, "") if one.kind == "subject" else ("", one.text)
        seen_by = "public" if one.side == "strength" else "alliance"
        about = {"side": one.side, "kind": one.kind, "subject": subject, "text": text, "level": one.level}
        yield {"school": one.school, "seen_by": seen_by, "since": since, **about}


def staff(rows: CityRows) -> Rows:
    """Whoever of the cast works at a school goes by the cast's name."""
    names = {number: _cast_name(key) for key, number in cast_records(rows).items()}
    for one in rows.people:
        yield {"number": one.number, "name": names.get(one.number, one.name)}


def cast_records(rows: CityRows) -> dict[str, str]:
    """The staff numbers of those of the cast who work at a school: somebody with a post there and nowhere else."""
    school = cast_places(rows)["school"]
    there = [
        one.number
        for one in rows.people
        if len(one.posts) == 1 and one.posts[0].school == school and one.posts[0].until is None
    ]
    return {"teacher": there[0]} if there else {}


def _cast_name(record: str) -> str:
    return next(one.name for one in members() if one.record == record)


def employments(rows: CityRows) -> Rows:
    for one in rows.people:
        about = {"degree": one.degree, "title": one.title, "key_level": one.key_level}
        yield {"staff": one.number, "employer": one.employer, "since": one.posts[0].since, **about}


def appointments(rows: CityRows) -> Rows:
    for one in rows.people:
        for post in one.posts:
            yield {
                "staff": one.number,
                "school": post.school,
                "stage": post.stage,
                "subject": post.subject,
                "share_percent": post.share_percent,
                "since": post.since,
                "until": post.until,
            }


def terms(rows: CityRows) -> Rows:
    """Two a school year; `until` is the first day after it."""
    for year in rows.years:
        yield {"year": year, "number": 1, "since": date(year, 9, 1), "until": date(year + 1, 1, 21)}
        yield {"year": year, "number": 2, "since": date(year + 1, 2, 13), "until": date(year + 1, 7, 8)}


def special_days(rows: CityRows) -> Rows:
    """The holidays and the days worked in their stead of every school year of the city."""
    first, last = date(rows.years[0], 9, 1), date(rows.years[-1] + 1, 8, 31)
    return (one for one in _announced() if first <= one["day"] <= last)


def _announced() -> Rows:
    for announced in holidays():
        for off in announced["off"]:
            for ahead in range((off["last"] - off["first"]).days + 1):
                day = off["first"] + timedelta(days=ahead)
                yield {"day": day, "kind": "holiday", "name": off["name"]}
        for worked in announced["worked"]:
            for day in worked["days"]:
                yield {"day": day, "kind": "make_up", "name": worked["name"]}


def cast_places(rows: CityRows) -> dict[str, str]:
    """Where the demonstration's cast holds its roles: two districts, and an open school with both stages in each, or
    the first that is open."""
    found: dict[str, str] = dict(plan()["cast"])
    known = [one.id for one in rows.districts]
    for key, school, other in (
        ("district", "school", known[0]),
        ("other_district", "other_school", known[-1]),
    ):
        if found[key] not in known:
            found[key] = other
        there = [one for one in rows.schools if one.district.id == found[key] and one.closed is None]
        found[school] = max(there, key=lambda one: (one.kind == "ordinary", len(one.stages))).id
    leads = (one.content.parties[0].party for one in agreed(rows) if one.content.form == "leadership")
    return {"group": next(leads, found["school"])} | found


def neighbour(rows: CityRows, school: str) -> str:
    """Another ordinary school of the same district that is open; empty if there is none."""
    home = next(one.district.id for one in rows.schools if one.id == school)
    near = (
        one.id
        for one in rows.schools
        if one.district.id == home and one.id != school and one.kind == "ordinary" and one.closed is None
    )
    return next(near, "")
