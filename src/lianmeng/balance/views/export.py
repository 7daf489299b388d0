"""Downloads: the same digits as the page in a workbook, with every row that was used."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localtime

from lianmeng.balance.models import RegisterGroup, RegisterSchool
from lianmeng.balance.views.frame import Frame
from lianmeng.balance.vocabulary import LeftOut
from lianmeng.core.figures import Absence
from lianmeng.core.sentences import say
from lianmeng.standards.vocabulary import LimitState, SchoolState
from lianmeng.tables import Column, Sheet, write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MEASURES = ("mean", "cv", "gini", "theil", "range_ratio", "mcloone")


def _answer(sheets: list[Sheet], name: str) -> HttpResponse:
    stream = io.BytesIO()
    write_workbook(stream, sheets)
    response = HttpResponse(stream.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def workbook(
    frame: Frame, name: str, groups: Iterable[RegisterGroup], schools: Iterable[RegisterSchool] | None = None
) -> HttpResponse:
    """The figures of these groups, and, where they are given, the sections behind them."""
    sheets = [_figures_sheet(frame, groups), _about_sheet(frame)]
    if schools is not None:
        sheets.insert(1, _schools_sheet(frame, schools))
    return _answer(sheets, f"lianmeng-{name}")


def _figures_sheet(frame: Frame, groups: Iterable[RegisterGroup]) -> Sheet:
    headings = [
        (say("Group"), None),
        (say("Year"), None),
        (say("Resource"), None),
        (say("Schools counted in"), "#,##0"),
        *((reason.label, "#,##0") for reason in LeftOut),
        (say("Pupils"), "#,##0"),
        (say("Mean per pupil"), "0.000000"),
        (say("Coefficient of variation"), "0.000000"),
        (say("Gini"), "0.000000"),
        (say("Theil"), "0.000000"),
        (say("Range ratio"), "0.000000"),
        (say("McLoone index"), "0.000000"),
        (say("Limit"), "0.00"),
        (say("Verdict"), None),
    ]
    columns = [Column(frame.say(heading), number_format) for heading, number_format in headings]
    return Sheet(frame.say(say("Coefficients")), columns, _figure_rows(frame, groups))


def _figure_rows(frame: Frame, groups: Iterable[RegisterGroup]) -> Iterator[list[str | float | int | None]]:
    for group in groups:
        for words, one in zip(frame.resources, group.reading["resources"], strict=True):
            left_out = [one["left_out"].get(reason, 0) for reason in LeftOut]
            verdict = frame.say(LimitState(one["verdict"]).label) if "verdict" in one else ""
            absence = frame.say(Absence(one.get("absent", Absence.CANNOT_BE_ASSESSED)).label)
            figures = [absence if one[name] is None else one[name] for name in _MEASURES]
            lone = [group.name, group.year, words.label, one["schools"], *left_out, one["pupils"]]
            yield [*lone, *figures, one.get("limit"), verdict]


def _schools_sheet(frame: Frame, schools: Iterable[RegisterSchool]) -> Sheet:
    headings = [
        Column(frame.say(heading)) for heading in (say("Row"), say("Code"), say("School"), say("Verdict"))
    ]
    values = [Column(f"{words.label} ({words.unit})", "0.000000", 20) for words in frame.resources]
    parts = [
        Column(frame.say(say("{resource}: share of the gap", resource=words.label)), "0.0000%", 20)
        for words in frame.resources
    ]
    columns = [*headings, Column(frame.say(say("Pupils")), "#,##0"), *values, *parts]
    return Sheet(frame.say(say("Schools")), columns, _school_rows(frame, schools))


def _school_rows(frame: Frame, schools: Iterable[RegisterSchool]) -> Iterator[list[str | float | int | None]]:
    for one in schools:
        kept = one.figures
        verdict = frame.say(SchoolState(kept["verdict"]).label) if "verdict" in kept else ""
        few = [frame.say(Absence.TOO_FEW.label)] * len(frame.resources) if kept.get("too_few") else None
        values = few or [
            frame.say(_absent(kept).label) if value is None else value * words.per
            for value, words in zip(kept["values"], frame.resources, strict=True)
        ]
        pupils = frame.say(Absence.NOT_SENT.label) if kept["pupils"] is None else kept["pupils"]
        yield [one.row, one.code, one.name, verdict, pupils, *values, *kept["shares"]]


def _absent(kept: dict[str, Any]) -> Absence:
    """Why a school has no value: without pupils there is none per pupil."""
    return Absence.DOES_NOT_APPLY if kept["pupils"] == 0 else Absence.NOT_SENT


def _about_sheet(frame: Frame) -> Sheet:
    register = frame.register
    rows: list[list[str | float | int | None]] = [
        [frame.say(say("Register")), frame.name],
        [frame.say(say("Source")), frame.source],
        ["SHA-256", register.sha256],
        [
            frame.say(say("Computed at")),
            localtime(register.read_at).isoformat(timespec="seconds") if register.read_at else "",
        ],
        [frame.say(say("Standard")), frame.standard_name],
        [frame.say(say("Stage")), frame.stage_name],
        [
            frame.say(say("Formula")),
            frame.say(say("Coefficient of variation, weighted by pupils; missing is not 0.")),
        ],
    ]
    return Sheet(
        frame.say(say("About")), [Column(frame.say(say("What")), None, 20), Column("", None, 90)], rows
    )
