"""Whatever happens to a school in whatever order it is entered: asked as at any day, it is what a naive replay says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.schools.conftest import OFFICER, OPENED, City

from lianmeng.core.refusal import Refused
from lianmeng.schools.actions.drafts import Change
from lianmeng.schools.actions.life import change_school, close_school, reopen_school
from lianmeng.schools.models import School
from lianmeng.schools.queries.schools import schools_at, sections_at

LAST = 12  # days of the replay; the last one stands for ever after
Event = tuple[str, int, str]
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["name"]), st.integers(0, LAST), st.sampled_from("甲乙丙")),
        st.tuples(st.sampled_from(["setting"]), st.integers(0, LAST), st.sampled_from(["urban", "rural"])),
        st.tuples(st.sampled_from(["close", "reopen"]), st.integers(0, LAST), st.just("")),
    ),
    max_size=9,
)


class Replay:
    """A row of days, each painted by hand: what the school is then, or None where it is closed."""

    def __init__(self) -> None:
        self.days: list[dict[str, str] | None] = [{"name": "甲", "setting": "urban"} for _ in range(LAST + 1)]
        self.days[0] = None  # it opens on day 1

    def apply(self, event: Event) -> bool:
        """Whether it can be; then the days are painted."""
        what, day, value = event
        if what == "reopen":
            return self._reopen(day)
        here = self.days[day]
        if here is None:
            return False
        return self._close(day) if what == "close" else self._paint(day, what, value, here[what])

    def _paint(self, day: int, what: str, value: str, old: str) -> bool:
        if value == old:
            return False
        for at in range(day, LAST + 1):
            there = self.days[at]
            if there is not None and there[what] != old:
                break
            if there is not None:
                self.days[at] = {**there, what: value}
        return True

    def _close(self, day: int) -> bool:
        rest, before = self.days[day:], self.days[day - 1]
        after_end = rest[rest.index(None) :] if None in rest else []
        open_part = rest[: len(rest) - len(after_end)]
        if before != rest[0] or any(one != rest[0] for one in open_part) or any(after_end):
            return False
        self.days[day:] = [None] * len(rest)
        return True

    def _reopen(self, day: int) -> bool:
        if self.days[LAST] is not None:
            return False
        last = max(at for at, there in enumerate(self.days) if there is not None)
        if day <= last:
            return False
        self.days[day:] = [self.days[last]] * (LAST + 1 - day)
        return True


def on(day: int) -> date:
    return OPENED + timedelta(days=day - 1)


def act(school: School, event: Event) -> bool:
    what, day, value = event
    try:
        if what == "close":
            close_school(school.public_id, "", by=OFFICER, day=on(day), seen=None)
        elif what == "reopen":
            reopen_school(school.public_id, by=OFFICER, day=on(day), seen=None)
        else:
            change_school(school.public_id, Change(**{what: value}), by=OFFICER, day=on(day), seen=None)
    except Refused:
        return False
    return True


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS)
@example(events=[("close", 2, ""), ("reopen", 2, ""), ("close", 2, "")])
def test_as_at_any_day_a_school_is_what_the_replay_says(city: City, events: list[Event]) -> None:
    with taken_back():
        school, replay = city.school(1, "甲"), Replay()
        for event in events:
            assert act(school, event) == replay.apply(event), event
        for day, painted in enumerate(replay.days):
            states = [{"name": one.name, "setting": one.setting} for one in schools_at(on(day))]
            assert states == ([painted] if painted else []), day
            assert sections_at(school, on(day)).exists() == bool(painted), day


def test_the_replay_itself_can_tell_the_difference() -> None:
    replay = Replay()
    assert [replay.apply(one) for one in (("name", 6, "丙"), ("name", 3, "乙"), ("close", 4, ""))] == [
        True,
        True,
        False,
    ]
    assert [one and one["name"] for one in replay.days[:8]] == [
        None,
        "甲",
        "甲",
        "乙",
        "乙",
        "乙",
        "丙",
        "丙",
    ]
