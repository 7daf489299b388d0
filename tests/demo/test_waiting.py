"""On the first day something waits for everybody of the cast who acts in alliances, and targets have baselines."""

from __future__ import annotations

import pytest
from tests.cities import small_rows

from lianmeng.alliances.actions.founding import found_alliances
from lianmeng.alliances.models import Activity, Agreement
from lianmeng.alliances.queries.targets import targets_of
from lianmeng.alliances.rules.content import content_of
from lianmeng.cities.actions import demo as making
from lianmeng.cities.actions.demo import begin_demo_city, founded
from lianmeng.cities.actions.given import let_schools_give
from lianmeng.cities.actions.targets import with_targets
from lianmeng.cities.rules.alliances import COUNTED_ON, agreed
from lianmeng.cities.rules.city import demo_city
from lianmeng.core.actors import OPERATOR
from lianmeng.core.figures import Absence
from lianmeng.ledger.queries.sums import given_by_each
from lianmeng.notices.models import Notice
from lianmeng.people.queries.accounts import cast_ids
from lianmeng.schools.actions.founding import found_register

pytestmark = pytest.mark.django_db
PAIRED = ("cd-jinjiang", "cd-pidu")


def test_everybody_who_acts_finds_something_on_the_first_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "demo_city", small_rows)
    begin_demo_city(by=OPERATOR)
    cast = cast_ids()
    waits = {
        key: set(
            Notice.objects.filter(account=cast[key], asks=True, done_at=None).values_list("topic", flat=True)
        )
        for key in ("school_leader", "other_school_leader", "district_officer", "other_district_officer")
    }
    assert waits["school_leader"] == {"confirm"}
    assert waits["other_school_leader"] == {"confirm", "sign"}
    assert waits["district_officer"] == {"decide"}
    assert waits["other_district_officer"] <= {"decide"}  # where there is another school to pair with
    assert Notice.objects.filter(account=cast["city_officer"]).exists()


def test_the_second_school_is_to_reach_what_it_lacks_most_counted_from_its_own_return() -> None:
    rows = demo_city(schools=24, areas=PAIRED)
    found_register(founded(rows), by=OPERATOR)
    found_alliances(with_targets(agreed(rows)), by=OPERATOR)
    targets = []
    for one in Agreement.objects.filter(number=1).exclude(alliance__form="district_pair"):
        content = content_of(one.content)
        before = int(content.since[:4]) - 1  # the last return sent before the term
        targets += [(each, before) for each in targets_of(content, {}, COUNTED_ON) if each.indicator]
    assert len(targets) > 5
    for each, before in targets:
        amount, pupils = each.counted or ("", "")
        assert each.indicator is not None
        assert each.baseline.value == pytest.approx(
            float(amount) * each.indicator.per / float(pupils), abs=0.51 * 10**-each.indicator.decimals
        )
        assert (each.baseline_year, each.year) == (before, 2016)
        assert each.now.known or each.now.absence == Absence.NOT_SENT


def test_groups_and_the_pairs_of_the_district_of_the_cast_gave_both_ways() -> None:
    rows = demo_city(schools=24, areas=PAIRED)
    found_register(founded(rows), by=OPERATOR)
    every = list(agreed(rows))
    groups = [one for one in every if not one.frame and one.content.form != "district_pair"]
    made = [*every[:8], *groups]  # of the pairs in this one frame a few will do
    found_alliances(made, by=OPERATOR)
    let_schools_give(made, PAIRED[0])
    gave = {one.public_id: {given.giver for given in given_by_each([one.public_id])} for one in made}
    for one in (*groups, *(one for one in made if one.frame and not one.ended)):
        assert gave[one.public_id] == {party.party for party in one.contents[-1].parties[:2]}
    assert {one.content.form for one in groups} == {"elite_group", "school_district", "bundle"}
    assert set(Activity.objects.values_list("state", flat=True)) == {"confirmed"}
    assert all(day.weekday() < 5 for day in Activity.objects.values_list("day", flat=True))
