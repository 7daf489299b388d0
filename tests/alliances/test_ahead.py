"""What of an alliance's life is still to come, on its line; and where an even pace would have come."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from tests.alliances.conftest import alliance, approved, drafted, leader, step
from tests.alliances.test_pages import page, signed_in

from lianmeng.alliances.queries.periods import reminders
from lianmeng.alliances.rules.ahead import stages_ahead
from lianmeng.alliances.rules.targets import even_pace
from lianmeng.alliances.vocabulary import Ground, State

TERM = date(2024, 9, 1), date(2027, 8, 31)


@pytest.mark.parametrize(
    ("state", "day", "labels"),
    [
        (
            State.DRAFT,
            "2024-06-01",
            ["Comes into effect", "Mid-way assessment", "Final assessment", "End of the term"],
        ),
        (State.APPROVED, "2026-03-02", ["Mid-way assessment", "Final assessment", "End of the term"]),
        (State.APPROVED, "2026-03-03", ["Final assessment", "End of the term"]),
        (State.PAUSED, "2027-08-31", ["End of the term"]),
        (State.APPROVED, "2027-09-01", []),
        (State.ENDING, "2025-01-01", [State.ENDED.label.text]),
        (State.ENDED, "2025-01-01", []),
    ],
)
def test_what_is_ahead_follows_from_the_term_and_the_state(state: State, day: str, labels: list[str]) -> None:
    ahead = stages_ahead(state, TERM, date.fromisoformat(day), before=60)
    assert [one.label.text for one in ahead] == labels


def test_the_days_are_the_middle_and_the_end_of_the_term() -> None:
    days = [one.day for one in stages_ahead(State.APPROVED, TERM, TERM[0], before=60)]
    assert days == [date(2026, 3, 2), date(2027, 7, 2), date(2027, 8, 31)]
    assert stages_ahead(State.DRAFT, None, TERM[0], before=60) == []


@pytest.mark.parametrize(
    ("years", "share"),
    [
        ((2015, 2016, 2019), 0.25),
        ((2015, 2020, 2019), 1.0),
        ((2015, 2014, 2019), 0.0),
        ((2015, 2016, 2015), None),
    ],
)
def test_an_even_pace_brings_the_same_each_year(years: tuple[int, int, int], share: float | None) -> None:
    assert even_pace(*years) == share


def later(text: str) -> list[str]:
    return re.findall(r'<li class="is-later">.*?<b>([^<]+)</b>', text)


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("zh-hans", ["终期评估", "期满决定"]),
        ("en", ["Final assessment", "End of the term"]),
    ],
)
def test_the_line_of_life_goes_on_to_the_end_of_the_term(language: str, labels: list[str]) -> None:
    made = approved()  # in the middle of its term: 400 days before and after today
    text = page(Client(), f"/{language}/alliances/{made}/")
    assert later(text)[-2:] == labels
    until = alliance(made).until
    assert until is not None
    for day in (until, until - timedelta(days=reminders().term_end)):
        assert f'<time datetime="{day.isoformat()}">' in text


@pytest.mark.usefixtures("city")
def test_of_a_draft_the_beginning_is_ahead_and_of_what_is_over_nothing() -> None:
    made, reader = drafted(), signed_in("school_leader", "a")
    assert later(page(reader, f"/en/alliances/{made}/"))[0] == "Comes into effect"
    step(made, "withdraw", by=leader("a"))
    assert later(page(reader, f"/en/alliances/{made}/")) == []
    ending = approved("trusteeship", (("lead", "a"), ("led", "c")))
    step(ending, "propose_end", by=leader("a"), ground=Ground.AGREEMENT)
    assert later(page(Client(), f"/en/alliances/{ending}/")) == [State.ENDED.label.text]
