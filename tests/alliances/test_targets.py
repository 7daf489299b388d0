"""Baselines counted from the register and frozen; progress by the latest return."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.alliances.conftest import TODAY, alliance, approved, drafted, leader, officer
from tests.alliances.test_pages import sent as confirmed

from lianmeng.alliances.actions.drafting import add_objective, latest_version
from lianmeng.alliances.actions.evidence import give_evidence
from lianmeng.alliances.queries.targets import Target, evidence_of, targets_of
from lianmeng.alliances.rules.content import Content, Objective, content_of, digest_of
from lianmeng.alliances.rules.targets import Standing, key_of, share_of_way, standing
from lianmeng.core.figures import Absence, Figure
from lianmeng.core.refusal import Refused
from lianmeng.people.models import Account, RoleHeld
from lianmeng.schools.models import Return, School, Section

WANTED = Objective(
    "c", "More key teachers", "key_teachers", baseline_year="2015", target="3", due="2099-06-30"
)


def sent(school: str, year: int, stage: str = "primary", **values: Any) -> None:
    section, _ = Section.objects.get_or_create(
        school=School.objects.get(public_id=school), stage=stage, defaults={"since": date(2000, 1, 1)}
    )
    Return.objects.create(section=section, year=year, values=values, entered_at=timezone.now())


@pytest.fixture
def returns(city: None) -> None:
    sent("c", 2015, pupils=800, key_teachers=8)
    sent("c", 2016, pupils=800, key_teachers=16)
    sent("a", 2016, pupils=500, key_teachers="not_sent")


def added(objective: Objective, by: Any = None) -> Objective:
    made = drafted()
    add_objective(made, objective, seen=alliance(made).turn, by=by or leader("c"))
    return content_of(latest_version(alliance(made)).content).objectives[-1]


def now(objective: Objective) -> Target:
    content = Content("twinning", 1, "t", objectives=(objective,))
    return targets_of(content, {"c": "丙小学"}, TODAY)[0]


@pytest.mark.usefixtures("returns")
def test_the_baseline_is_counted_and_stays_whatever_the_return_says_later() -> None:
    objective = added(replace(WANTED, baseline="9", source="typed"))
    assert (objective.baseline, objective.stage, objective.source) == ("1.00", "primary", "8/800")
    Return.objects.filter(year=2015).update(values={"pupils": 1, "key_teachers": 1})
    assert now(objective).baseline == Figure.of(1)


@pytest.mark.usefixtures("returns")
def test_progress_goes_from_the_baseline_to_the_target() -> None:
    target = now(added(WANTED))
    assert (target.year, target.now, target.share) == (2016, Figure.of(2), Figure.of(0.5))
    assert target.standing == Standing.ON_THE_WAY
    Return.objects.filter(year=2016).update(values={"pupils": 800, "key_teachers": 24})
    assert now(target.objective).standing == Standing.REACHED


@pytest.mark.usefixtures("returns")
def test_a_target_is_missed_only_by_a_return_of_its_own_year_or_later() -> None:
    frozen = added(WANTED)
    assert now(replace(frozen, due="2017-08-31")).standing == Standing.MISSED
    assert now(replace(frozen, due="2017-09-01")).standing == Standing.ON_THE_WAY
    before = targets_of(Content("twinning", 1, "t", objectives=(frozen,)), {}, date(2016, 8, 31))[0]
    assert before.now == Figure.missing(Absence.NOT_DUE)  # as the page stood on that day


@pytest.mark.usefixtures("returns")
def test_what_is_absent_has_its_name() -> None:
    objective = added(WANTED)
    Return.objects.filter(section__school__public_id="c", year=2016).delete()
    assert now(objective).now == Figure.missing(Absence.NOT_SENT)
    Return.objects.filter(year=2016).delete()
    assert now(objective).now == Figure.missing(Absence.NOT_DUE)
    assert now(objective).standing == Standing.UNKNOWN


@pytest.mark.usefixtures("returns")
@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"baseline_year": "2014"}, "baseline_year", "has no return of {year}"),
        ({"baseline_year": ""}, "baseline_year", "Choose the school year"),
        ({"party": "a", "baseline_year": "2016"}, "baseline_year", "has not sent “{indicator}”"),
        ({"indicator": "charm"}, "indicator", "Choose an indicator"),
        ({"party": "nobody"}, "party", "one of the parties"),
    ],
)
def test_no_baseline_without_a_return(wrong: dict[str, str], field: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        added(replace(WANTED, **wrong))
    assert (refused.value.field, told in refused.value.sentence.text) == (field, True)


@pytest.mark.usefixtures("returns")
def test_of_two_stages_one_is_chosen() -> None:
    sent("c", 2015, "junior", pupils=400, key_teachers=2)
    with pytest.raises(Refused, match="more than one stage"):
        added(WANTED)
    made = drafted("trusteeship", (("lead", "a"), ("led", "c")))
    junior = replace(WANTED, stage="junior")
    add_objective(made, junior, seen=alliance(made).turn, by=leader("a"))
    assert content_of(latest_version(alliance(made)).content).objectives[-1].baseline == "0.50"


def test_a_districts_outcome_is_described(city: None) -> None:
    made = drafted("district_pair", (("district", "d1"), ("district", "d2")))
    with pytest.raises(Refused, match="For a district"):
        add_objective(made, replace(WANTED, party="d1"), seen=alliance(made).turn, by=officer("d1"))


def test_agreements_that_were_signed_keep_their_digest() -> None:
    content = Content("twinning", 1, "t", objectives=(Objective("a", "Science", due="2027-06-30"),))
    kept = content.as_json()
    assert not {"stage", "source"} & kept["objectives"][0].keys()
    assert digest_of(content_of(kept)) == digest_of(content)


@pytest.mark.usefixtures("returns")
def test_the_page_draws_the_way_with_one_objective_as_with_three(django_assert_max_num_queries: Any) -> None:
    made = approved()
    account = Account.objects.create(public_id="leader-c", username="c", name="c")
    RoleHeld.objects.create(account=account, role="school_leader", place="c", since=TODAY, given_by="x")
    reader = Client()
    reader.force_login(account)
    version = latest_version(alliance(made))
    for count in (1, 3):
        frozen = replace(WANTED, baseline="1.00", stage="primary", source="8/800")
        content = replace(content_of(version.content), objectives=(frozen,) * count)
        version.content = content.as_json()
        version.save()
        with django_assert_max_num_queries(25):
            page = reader.get(f"/en/alliances/{made}/").content.decode()
        assert page.count("50%</span>") == count
        assert page.count('stroke-dasharray="3 2" x1="') == count  # where an even pace would have come
        assert "8 for 800 pupils" in page


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
def test_the_way_is_0_at_the_baseline_and_1_at_the_target(
    baseline: float, here: float, target: float
) -> None:
    first, last = Figure.of(baseline), Figure.of(target)
    if abs(baseline - target) > 1e-6:
        assert share_of_way(first, first, last) == Figure.of(0)
        assert share_of_way(first, last, last).value == pytest.approx(1)
    share = share_of_way(first, Figure.of(here), last)
    reached = (here - target) * (1 if target >= baseline else -1) >= 1e-6
    assert not reached or standing(share, over=True) == Standing.REACHED


def test_evidence_is_given_for_an_outcome_in_force_and_never_changed(city: None) -> None:
    made = approved()
    objective = content_of(latest_version(alliance(made)).content).objectives[0]
    give_evidence(made, key_of(objective), "Timetables of both terms, in the office", by=leader("c"))
    (given,) = evidence_of(alliance(made), TODAY)[key_of(objective)]
    assert (given.party, given.day) == ("c", TODAY)
    with pytest.raises(Refused):
        given.save()
    for by, key, text, told in (
        (leader("b"), key_of(objective), "x", "one of the parties"),
        (leader("a"), "0" * 64, "x", "not in the agreement"),
        (leader("a"), key_of(objective), " ", "Say what shows it"),
    ):
        with pytest.raises(Refused, match=told):
            give_evidence(made, key, text, by=by)
    with pytest.raises(Refused, match="while the agreement is in force"):
        give_evidence(drafted(), key_of(objective), "x", by=leader("a"))


def test_the_page_says_whether_evidence_was_given(city: None) -> None:
    made = approved()
    account = Account.objects.create(public_id="leader-c", username="c", name="c")
    RoleHeld.objects.create(account=account, role="school_leader", place="c", since=TODAY, given_by="x")
    reader = Client()
    reader.force_login(account)
    assert "No evidence yet" in reader.get(f"/en/alliances/{made}/").content.decode()
    assert (
        confirmed(reader, f"/en/alliances/{made}/objectives/0/evidence/", text="Timetables").status_code
        == 302
    )
    page = reader.get(f"/en/alliances/{made}/").content.decode()
    assert "Evidence given" in page
    assert "Timetables" in page
    assert reader.get(f"/en/alliances/{made}/objectives/9/evidence/").status_code == 404
