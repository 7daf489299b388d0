"""The ledger to read: sums that agree with one another on every page and in the files, for whom they are."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests.alliances.conftest import TODAY, approved, leader, withdraw_booked
from tests.alliances.test_activities import lesson
from tests.alliances.test_pages import BUDGET, page, signed_in

from lianmeng.alliances.actions.activities import confirm_activity, record_activity
from lianmeng.alliances.views.drawing import month_bars
from lianmeng.core.language import day_in_words
from lianmeng.ledger.queries.reading import Amount, Sums

pytestmark = pytest.mark.usefixtures("city")


def gave(made: str, giver: str, receiver: str, *, days: int = 0, minutes: int = 90, yuan: int = 10) -> str:
    done = lesson(
        giver=giver,
        day=TODAY - timedelta(days=days),
        minutes=minutes,
        cost_yuan=Decimal(yuan),
        people={giver: (1, 0), receiver: (4, 30)},
    )
    activity = record_activity(made, done, by=leader(giver))
    confirm_activity(activity, receiver, by=leader(receiver))
    return activity


def tie(partner: str = "c") -> str:
    made = approved("twinning", (("lead", "a"), ("partner", partner)))
    gave(made, "a", partner, minutes=1200)
    gave(made, partner, "a", days=40, minutes=300, yuan=20)
    return made


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_city_school_and_alliance_tell_the_same_sums(language: str) -> None:
    made = tie()
    for end, minutes in (
        ("", ("1,500",)),
        ("c/", ("300", "1,200")),
        (f"../{made}/ledger/", ("1,500", "1,200", "300")),
    ):
        text = page(Client(), f"/{language}/alliances/ledger/{end}".replace("ledger/../", ""))
        assert 'role="img"' in text
        assert all(one in text for one in minutes), end
    assert "0.40" in page(Client(), f"/{language}/alliances/{made}/ledger/")  # 2 × 300 of 1,500
    assert "/ledger/c/" in page(Client(), f"/{language}/schools/c/")


def test_path_and_year_narrow_it_and_what_is_neither_is_told() -> None:
    tie()
    nothing = "Nothing that fits was booked yet"
    address = "/en/alliances/ledger/"
    assert nothing not in page(Client(), f"{address}?path=twinning&year={TODAY.year}")
    assert nothing in page(Client(), f"{address}c/?path=pupils")
    text = page(Client(), f"{address}?year=1066&path=war")
    assert text.count("Select a valid choice") == 2
    assert "1,500" in text


def test_costs_and_entries_are_for_those_whom_they_concern() -> None:
    made = tie()
    withdraw_booked(gave(made, "a", "c", days=3), by=leader("a"), other=leader("c"))
    address = f"/en/alliances/{made}/ledger/"
    outside = page(Client(), address)
    assert "Cost in yuan" not in outside
    assert "It was another day" not in outside
    inside = page(signed_in("school_leader", "a"), address)
    assert "30.00" in inside
    assert '<td class="n">\u22121</td>' in inside  # a whole number has no decimals, its minus is a true one
    day = day_in_words(TODAY - timedelta(days=3), "en")
    assert f"Takes back the entry of {day}. It was" in inside
    assert "It was another day" in inside


def test_the_files_hold_what_the_page_tells() -> None:
    made = tie()
    reader = signed_in("school_leader", "a")
    for end in ("ledger/", "ledger/c/", f"{made}/ledger/"):
        text = reader.get(f"/en/alliances/{end}?as=csv").content.decode("utf-8-sig")
        heads, *rows = [line.split(",") for line in text.splitlines()]
        assert sum(int(row[heads.index("Minutes")]) for row in rows) == 1500
        assert sum(float(row[heads.index("Cost in yuan")]) for row in rows) == 30
        book = load_workbook(io.BytesIO(reader.get(f"/en/alliances/{end}?as=xlsx").content))
        assert [len(rows) + 1] == [sheet.max_row for sheet in book]
    assert "丙小学" in text
    assert "Cost" not in Client().get("/en/alliances/ledger/?as=csv").content.decode()


def test_three_alliances_ask_as_often_as_one() -> None:
    asked: dict[str, list[int]] = {"ledger/": [], "ledger/a/": [], "ledger/a/?as=csv": []}
    reader = signed_in("school_leader", "a")
    reader.get("/en/alliances/")  # the first page of a session asks more
    for partner in ("c", "d", "f"):
        made = tie(partner)
        for end, counts in asked.items():
            with CaptureQueriesContext(connection) as queries:
                reader.get(f"/en/alliances/{end}")
            counts.append(len(queries))
    assert all(one[0] == one[-1] <= BUDGET for one in asked.values()), asked
    counts = []
    for days in (70, 71):
        with CaptureQueriesContext(connection) as queries:
            reader.get(f"/en/alliances/{made}/ledger/")
        counts.append(len(queries))
        gave(made, "a", "f", days=days)
    assert counts[0] == counts[1] <= BUDGET


def test_a_school_that_is_not_there_has_no_ledger() -> None:
    assert Client().get("/en/alliances/ledger/nowhere/").status_code == 404


def test_a_month_without_entries_has_its_place_in_the_drawing() -> None:
    months = [
        Sums((date(2025, month, 1),), Amount(minutes=10), Amount(minutes=got))
        for month, got in ((11, 0), (12, 40))
    ]
    months.append(Sums((date(2026, 2, 1),), Amount(minutes=20)))
    drawing = month_bars(months)
    assert drawing is not None
    assert [one.month.month for one in drawing.bars] == [11, 12, 1, 2]
    assert drawing.bars[1].down == drawing.height - 18 - drawing.line  # the most, down to the foot
    assert drawing.bars[2].up == drawing.bars[2].down == 0
    assert month_bars([]) is None
