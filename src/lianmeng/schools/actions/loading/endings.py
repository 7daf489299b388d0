"""Mergers, splits and closings, each as on the page; the schools that carry on are in the register."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.schools.actions.following import tell_of_end
from lianmeng.schools.actions.holding import count_on
from lianmeng.schools.actions.life import shut
from lianmeng.schools.actions.loading.frames import Loading, Rows
from lianmeng.schools.actions.merging import carry_over, still_open
from lianmeng.schools.models import School, Succession
from lianmeng.schools.queries.places import regions_over
from lianmeng.schools.vocabulary import SuccessionKind

_Row = Mapping[str, Any]


def load_endings(rows: Rows, loading: Loading) -> None:
    """In the order of their days. What the page would refuse is refused with its row, and nothing is applied."""
    codes = {code for name in ("school", "into") for code in rows[name].to_list() if code}
    schools = {one.code: one for one in School.objects.filter(scheme=loading.scheme, code__in=codes)}
    splits: dict[tuple[date, str], list[_Row]] = {}
    for row in rows.sort("on", maintain_order=True).to_dicts():
        _told_with_row(row, partial(_permit, loading.within), schools)
        if row["what"] == SuccessionKind.SPLIT:
            splits.setdefault((row["on"], row["school"]), []).append(row)
        else:
            _told_with_row(row, _merge if row["into"] else _close, schools)
    for some in splits.values():
        _told_with_row(some[0], lambda first, known, some=some: _split(some, known), schools)


def _told_with_row(row: _Row, act: Any, schools: Mapping[str, School]) -> None:
    try:
        act(row, schools)
    except Refused as refused:
        raise Refused(say("Row {row}: {told}", row=row["row"], told=refused.sentence)) from None


def _permit(within: Collection[str], row: _Row, schools: Mapping[str, School]) -> None:
    """An officer of districts ends, and lets carry on, what lies in them on the day, as on the page."""
    for code in filter(None, (row["school"], row["into"])):
        if within and regions_over(schools[code], row["on"]).isdisjoint(within):
            raise Refused(
                say(
                    "“{school}” lies in another district on {day}. Leave the row out, or ask the city bureau.",
                    school=code,
                    day=row["on"],
                )
            )


def _fresh(school: School) -> School:
    """As it is now: rows before may have changed it."""
    return School.objects.select_for_update().get(pk=school.pk)


def _close(row: _Row, schools: Mapping[str, School]) -> None:
    school = _fresh(schools[row["school"]])
    shut(school, row["on"], row.get("reason") or "")
    tell_of_end(school.public_id, row["on"])


def _merge(row: _Row, schools: Mapping[str, School]) -> None:
    school, successor = _fresh(schools[row["school"]]), _fresh(schools[row["into"]])
    if school == successor:
        raise Refused(say("A merger needs two schools or more. Choose another one."))
    carry_over(school, still_open(successor, row["on"]), row["on"])
    count_on(successor)
    tell_of_end(school.public_id, row["on"], successors=[successor.public_id], merged=True)


def _split(rows: Iterable[_Row], schools: Mapping[str, School]) -> None:
    """A row that names the school itself says that it goes on."""
    told = list(rows)
    school, day = _fresh(schools[told[0]["school"]]), told[0]["on"]
    successors = [schools[row["into"]] for row in told]
    others = [still_open(one, day) for one in successors if one != school]
    if len(successors) < 2 or not others:
        raise Refused(say("A split needs two schools or more to carry it on. Add another one."))
    if school in successors:
        count_on(still_open(school, day))
    else:
        shut(school, day, "")
        tell_of_end(school.public_id, day, successors=[one.public_id for one in others])
    Succession.objects.bulk_create(
        Succession(predecessor=school, successor=one, day=day, kind=SuccessionKind.SPLIT) for one in others
    )
