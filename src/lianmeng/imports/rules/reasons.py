"""Why a row is refused, and what to do about it: one sentence for each reason, with row and field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum

from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.vocabulary import Scheme
from lianmeng.tables.cells import shown


class Reason(StrEnum):
    EMPTY = "empty"
    TOO_LONG = "too_long"
    CODE_SIGNS = "code_signs"
    CODE_SCHEME = "code_scheme"
    FORMULA = "formula"
    TOTAL = "total"
    NO_DATE = "no_date"
    NO_NUMBER = "no_number"
    TWO_NUMBERS = "two_numbers"
    OUTSIDE = "outside"
    NO_WORD = "no_word"
    NO_REGION = "no_region"
    TWO_REGIONS = "two_regions"
    AREA_CODE = "area_code"
    TWO_PLACES = "two_places"
    WITHIN_ITSELF = "within_itself"
    NO_SCHOOL = "no_school"
    NO_SECTION = "no_section"
    NO_IDENTITY = "no_identity"
    IDENTITY_TWICE = "identity_twice"
    TWICE = "twice"
    DIFFERS = "differs"
    TOO_MUCH = "too_much"
    CLOSED = "closed"
    CLOSED_SINCE = "closed_since"
    OPENS_LATER = "opens_later"
    BEGINS = "begins"
    ITSELF = "itself"
    ONE_PART = "one_part"
    HALF_SPLIT = "half_split"
    FORMER = "former"
    ENDS_FIRST = "ends_first"
    NOT_YOURS = "not_yours"
    SECOND = "second"
    CARRIED_ON = "carried_on"
    OUT_OF_ORDER = "out_of_order"
    NO_MAKE_UP = "no_make_up"


_DATED = (Reason.CLOSED_SINCE, Reason.OPENS_LATER, Reason.BEGINS)  # a day stands after the colon
Told = Callable[[dict[str, object]], Sentence]

_TOLD: dict[Reason, Told] = {
    Reason.EMPTY: lambda v: say("Row {row}: {field} is empty. Fill it in.", **v),
    Reason.TOO_LONG: lambda v: say("Row {row}, {field}: “{value}” is too long. Shorten it.", **v),
    Reason.CODE_SIGNS: lambda v: say(
        "Row {row}, {field}: “{value}” has a blank or another sign that no code has. Correct it.", **v
    ),
    Reason.CODE_SCHEME: lambda v: say(
        "Row {row}, {field}: “{value}” is no code of this scheme. Needed: {told}. Correct it.", **v
    ),
    Reason.NO_DATE: lambda v: say("Row {row}, {field}: “{value}” is no date. Write it as 2016-09-01.", **v),
    Reason.NO_NUMBER: lambda v: say(
        "Row {row}, {field}: “{value}” is not a number from 0 up. "
        "Correct it, or leave the cell empty if it was not sent.",
        **v,
    ),
    Reason.FORMULA: lambda v: say(
        "Row {row}, {field}: “{value}” is a formula without its value. Save the file with the value in place of it.",
        **v,
    ),
    Reason.TOTAL: lambda v: say(
        "Row {row}, {field}: “{value}” is a total or a note, no code. Leave the row out.", **v
    ),
    Reason.TWO_NUMBERS: lambda v: say(
        "Row {row}, {field}: “{value}” can be read in two ways. "
        "Say where the columns are named which decimal sign the file has.",
        **v,
    ),
    Reason.OUTSIDE: lambda v: say("Row {row}, {field}: “{value}” cannot be. Correct the number.", **v),
    Reason.NO_WORD: lambda v: say(
        "Row {row}, {field}: nobody said what “{value}” means. "
        "Say it where the columns are named, or correct the cell.",
        **v,
    ),
    Reason.NO_REGION: lambda v: say(
        "Row {row}, {field}: the register has no region “{value}”. "
        "Add it first, by the page or by a file of its own; a file of schools can also add its districts.",
        **v,
    ),
    Reason.TWO_REGIONS: lambda v: say(
        "Row {row}, {field}: “{value}” is the name of two regions. Write the region's code.", **v
    ),
    Reason.AREA_CODE: lambda v: say(
        "Row {row}, {field}: “{value}” cannot be the code of an education-management area, which has none. "
        "Leave it empty, or correct the kind.",
        **v,
    ),
    Reason.TWO_PLACES: lambda v: say(
        "Row {row}, {field}: “{value}” is the code of another region than the code it had before. "
        "Correct one of the two.",
        **v,
    ),
    Reason.WITHIN_ITSELF: lambda v: say(
        "Row {row}, {field}: “{value}” lies in this region itself. Write the region above it.", **v
    ),
    Reason.NO_SCHOOL: lambda v: say(
        "Row {row}, {field}: the register has no school “{value}”. Load the schools first, or correct the code.",
        **v,
    ),
    Reason.NO_SECTION: lambda v: say(
        "Row {row}, {field}: the school has no such section (“{value}”). Load the schools first, or correct it.",
        **v,
    ),
    Reason.NO_IDENTITY: lambda v: say(
        "Row {row}, {field}: this is no identity number of 18 signs. Correct it, or leave it empty.", **v
    ),
    Reason.IDENTITY_TWICE: lambda v: say(
        "Row {row}, {field}: another person has this identity number. Look which of the two is meant.", **v
    ),
    Reason.TWICE: lambda v: say(
        "Row {row}, {field}: “{value}” stands also in row {others}. None of them is taken. Keep the right one.",
        **v,
    ),
    Reason.DIFFERS: lambda v: say(
        "Row {row}, {field}: row {others} tells something else of “{value}”. None of them is taken. "
        "Make the rows agree.",
        **v,
    ),
    Reason.TOO_MUCH: lambda v: say(
        "Row {row}, {field}: all rows of “{value}” together are more than one full post. None of them is taken. "
        "Correct the shares.",
        **v,
    ),
    Reason.CLOSED: lambda v: say(
        "Row {row}, {field}: “{value}” is closed, and its code is never given again. "
        "If it is that school, reopen it on its page first; else write the new code.",
        **v,
    ),
    Reason.CLOSED_SINCE: lambda v: say(
        "Row {row}, {field}: “{value}” is closed since {day}. Correct the code or the day, or reopen the school first.",
        **v,
    ),
    Reason.OPENS_LATER: lambda v: say(
        "Row {row}, {field}: “{value}” opens on {day} only. Correct the code, or choose that day or a later one.",
        **v,
    ),
    Reason.BEGINS: lambda v: say(
        "Row {row}, {field}: something of “{value}” begins or changes on {day}. "
        "End or move that first, or write a later day.",
        **v,
    ),
    Reason.ITSELF: lambda v: say(
        "Row {row}, {field}: “{value}” is the school itself. Write the school that carries it on.", **v
    ),
    Reason.ONE_PART: lambda v: say(
        "Row {row}, {field}: “{value}” alone would carry the school on, and a split needs two. "
        "Add a row for each other one, or write merger.",
        **v,
    ),
    Reason.HALF_SPLIT: lambda v: say(
        "Row {row}, {field}: “{value}” is fine, but another row of the same split is refused, "
        "and a split is taken whole. Mend that row, then load all rows of the split.",
        **v,
    ),
    Reason.FORMER: lambda v: say(
        "Row {row}, {field}: “{value}” is a former code of {school}, whose code is {now}. "
        "A code is never given to a second school. Write {now} if that school is meant, else a code of its own.",
        **v,
    ),
    Reason.ENDS_FIRST: lambda v: say(
        "Row {row}, {field}: “{value}” is not after the day of opening. Correct one of the days.", **v
    ),
    Reason.SECOND: lambda v: say(
        "Row {row}: the second file says of it what cannot be taken. {told}", row=v["row"], told=v["told"]
    ),
    Reason.CARRIED_ON: lambda v: say(
        "Row {row}, {field}: nobody carries on a school that closes. Leave “{value}” out, or write merger or split.",
        **v,
    ),
    Reason.OUT_OF_ORDER: lambda v: say(
        "Row {row}, {field}: “{value}” is before the first day, or a year after it. Correct one of the two.",
        **v,
    ),
    Reason.NO_MAKE_UP: lambda v: say(
        "Row {row}, {field}: {value} is a working day anyway: it needs no make-up day. Take it out.", **v
    ),
    Reason.NOT_YOURS: lambda v: say(
        "Row {row}, {field}: “{value}” belongs to another district. Leave the row out, or ask the city bureau.",
        **v,
    ),
}


def why(reason: str, *, row: int, field: Sentence | str, value: str, **more: str) -> Sentence:
    """The sentence of a refused row. After a colon stands of a code its scheme, of what begins or ended its day, of
    what other rows contradict their numbers, of what the second file says wrongly the row there and the reason.

    `more`: what it tells besides.
    """
    name, _, rest = reason.partition(":")
    values: dict[str, object] = {"row": row, "field": field, "value": shown(value), **more}
    if name == Reason.SECOND:
        other, _, inner = rest.partition(":")
        values["told"] = why(inner, row=int(other), field=field, value=value)
    elif name in _DATED:
        values["day"] = date.fromisoformat(rest)
    elif name == Reason.DIFFERS and rest:
        values["others"] = rest
    elif rest:
        values["told"] = Scheme(rest).told
    return _TOLD[Reason(name)](values)
