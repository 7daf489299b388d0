"""The entries of an alliance: read inside, corrected by the bureau with a reason; a year that is closed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from tests.alliances.conftest import CITY_OFFICER, TODAY, approved, leader, officer, withdraw_booked
from tests.alliances.test_activities import lesson
from tests.alliances.test_pages import page, sent, signed_in

from lianmeng.alliances.actions.activities import confirm_activity, record_activity
from lianmeng.alliances.actions.correcting import Right, correct_entry
from lianmeng.alliances.actions.steps import declare_interest
from lianmeng.alliances.models import Activity
from lianmeng.core.refusal import Refused
from lianmeng.ledger.models import ClosedYear, Entry
from lianmeng.ledger.queries.sums import given_in_alliance
from lianmeng.notices.models import Notice

pytestmark = pytest.mark.usefixtures("city")
A, C = leader("a"), leader("c")
RIGHT = Right(TODAY - timedelta(days=3), Decimal(2), 80, Decimal("60.00"), "Two lessons, not one")


def booked() -> tuple[str, str, str]:
    """An alliance, an activity, and its entry."""
    made = approved()
    activity = record_activity(made, lesson(), by=A)
    confirm_activity(activity, "c", by=C)
    return made, activity, Entry.objects.get().public_id


def test_a_correction_takes_the_entry_back_and_books_the_right_one() -> None:
    made, activity, entry = booked()
    correct_entry(made, entry, RIGHT, by=CITY_OFFICER)
    (given,) = given_in_alliance(made)
    assert (given.quantity, given.minutes, given.cost_yuan) == (2, 80, 60)
    assert Entry.objects.count() == 3
    found = Activity.objects.get()
    assert (found.quantity, found.minutes, found.cost_yuan) == (2, 80, 60)
    withdraw_booked(activity, by=A, other=C)
    assert given_in_alliance(made) == []  # the right entry was taken back, not the wrong one once more


def test_an_activity_says_what_all_its_entries_say() -> None:
    made = approved("elite_group", (("core", "a"), ("member", "c"), ("member", "d")))
    activity = record_activity(made, lesson(people={"c": (2, 0), "d": (2, 0)}), by=A)
    for who in "cd":
        confirm_activity(activity, who, by=leader(who))
    first, second = Entry.objects.values_list("public_id", flat=True)
    correct_entry(made, first, RIGHT, by=CITY_OFFICER)
    assert Activity.objects.get().minutes == 40  # the other entry still says so
    correct_entry(made, second, RIGHT, by=CITY_OFFICER)
    assert (Activity.objects.get().minutes, Activity.objects.get().cost_yuan) == (80, 120)


@pytest.mark.parametrize(
    ("other", "complaint"),
    [
        ({"reason": " "}, "Say what was wrong"),
        ({"day": TODAY - timedelta(days=900)}, "not in effect"),
        ({"quantity": Decimal(0)}, "must be above 0"),
        ({"quantity": Decimal(1), "minutes": 40, "cost_yuan": Decimal("100.00")}, "Nothing was changed"),
    ],
)
def test_what_no_correction_is(other: dict[str, Any], complaint: str) -> None:
    from dataclasses import replace

    made, _, entry = booked()
    with pytest.raises(Refused, match=complaint):
        correct_entry(made, entry, replace(RIGHT, **other), by=CITY_OFFICER)
    assert Entry.objects.count() == 1


def test_a_party_does_not_correct_and_nobody_corrects_twice() -> None:
    made, _, entry = booked()
    with pytest.raises(Refused, match="education bureau in charge"):
        correct_entry(made, entry, RIGHT, by=A)
    declare_interest(made, "My sister teaches there", by=officer("d1"))
    with pytest.raises(Refused, match="another officer decides"):
        correct_entry(made, entry, RIGHT, by=officer("d1"))
    correct_entry(made, entry, RIGHT, by=CITY_OFFICER)
    with pytest.raises(Refused, match="taken back already"):
        correct_entry(made, entry, RIGHT, by=CITY_OFFICER)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_bureau_corrects_on_a_page_and_both_sides_are_told(language: str) -> None:
    made, _, entry = booked()
    first, bureau = signed_in("school_leader", "a"), signed_in("district_officer", "d1")
    address = f"/{language}/alliances/{made}/ledger/"
    assert f"{address}{entry}/correct/" not in page(first, address)
    assert first.get(f"{address}{entry}/correct/").status_code == 403
    assert f"{address}{entry}/correct/" in page(bureau, address)
    values = {
        "day": (TODAY - timedelta(days=3)).isoformat(),
        "quantity": "2",
        "minutes": "80",
        "cost_yuan": "60",
    }
    answered = sent(bureau, f"{address}{entry}/correct/", reason="两节课", **values)
    assert (answered.status_code, answered.headers["Location"]) == (302, address)
    assert "两节课" in page(first, address)
    assert Notice.objects.filter(subject__startswith="entry:", place="a").exists()
    assert bureau.get(f"{address}{entry}/correct/").status_code == 404


def test_what_was_held_in_a_year_that_is_closed_is_confirmed_with_a_reason() -> None:
    made = approved()
    activity = record_activity(made, lesson(), by=A)
    ClosedYear.objects.create(year=lesson().day.year, closed_at=timezone.now(), closed_by="x")
    client = signed_in("school_leader", "c")
    address = f"/en/alliances/{made}/activities/{activity}/confirm/"
    assert "of the ledger is closed" in page(client, address)
    assert sent(client, address).status_code == 422
    assert sent(client, address, reason="Our leader was ill").status_code == 302
    assert Entry.objects.get().reason == "Our leader was ill"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_city_bureau_closes_a_year_once(language: str) -> None:
    booked()
    officer, year = signed_in("city_officer", "city"), TODAY.year - 1
    address = f"/{language}/ledger/{year}/"
    assert f"{address}close/" in page(officer, address)
    assert sent(officer, f"{address}close/").status_code == 302
    assert ClosedYear.objects.get().year == year
    assert f"{address}close/" not in page(officer, address)
    assert sent(officer, f"{address}close/").status_code == 422
    assert sent(officer, f"/{language}/ledger/{TODAY.year}/close/").status_code == 422
    sums = f"/{language}/alliances/ledger/?year={TODAY.year}"
    assert f'href="{sums}"' in page(officer, f"/{language}/ledger/{TODAY.year}/")
    assert "100.00" in page(officer, sums)
    for wrong in (1066, TODAY.year + 1):
        assert officer.get(f"/{language}/ledger/{wrong}/").status_code == 404
    assert signed_in("school_leader", "a").get(address).status_code == 403
