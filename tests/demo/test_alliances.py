"""The alliances of the made-up city: led once, renewed, grown out of, within the caps, entered once."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from tests.cities import small_rows, whole_agreed, whole_rows

from lianmeng.alliances.actions.founding import found_alliances
from lianmeng.alliances.models import Alliance
from lianmeng.alliances.queries.effect import in_effect_on, why_not
from lianmeng.alliances.queries.forms import form_named
from lianmeng.alliances.rules.content import content_of
from lianmeng.alliances.rules.form import Pupils, why_not_parties, why_not_pupils
from lianmeng.cities.rules.alliances import agreed
from lianmeng.core.actors import NOBODY, OPERATOR
from lianmeng.core.refusal import Refused

pytestmark = pytest.mark.django_db


def test_no_school_is_both_led_and_entrusted() -> None:
    made = [one for one in whole_agreed() if one.content.form in {"leadership", "trusteeship"}]
    led = [party.party for one in made for party in one.content.parties if party.role == "led"]
    assert len(set(led)) == len(led) == 27


def test_most_are_renewed_until_today_and_some_ended_with_a_term() -> None:
    made = list(whole_agreed())
    found_alliances(made, by=OPERATOR)
    of_schools = [one for one in made if one.frame]
    ended = [one for one in of_schools if one.ended]
    on = {
        day: in_effect_on(date.fromisoformat(day)).count()
        for day in ("2019-08-31", "2019-09-01", "2026-09-01")
    }
    over_at_once = sum(not one.renewed for one in ended)
    assert 0 < over_at_once < len(ended) < len(of_schools) / 4
    assert on == {
        "2019-08-31": len(made),
        "2019-09-01": len(made) - over_at_once,
        "2026-09-01": len(made) - len(ended),
    }
    over, renewed = (Alliance.objects.get(public_id=one.public_id) for one in (ended[-1], of_schools[1]))
    assert (over.state, over.steps.last().code, over.hand_overs.count()) == ("ended", "end", 4)
    assert (renewed.state, renewed.steps.last().code, renewed.in_force.number) == ("approved", "renew", 4)
    assert why_not(renewed, date(2026, 9, 1)) is None


def test_a_renewal_follows_without_a_gap_between_the_same_parties() -> None:
    made = list(whole_agreed())
    one = next(each for each in made if each.renewed)
    pairs = [each for each in made if not each.frame]
    first = one.content
    for spoilt, told in (
        (replace(one, renewed=one.renewed[1:]), "does not follow"),
        (replace(one, renewed=(replace(one.renewed[0], parties=first.parties[::-1]),)), "parties by then"),
    ):
        with pytest.raises(Refused, match=told):
            found_alliances([*pairs, spoilt], by=OPERATOR)


def test_a_member_grows_out_of_a_group_with_a_term_and_stays_in_its_history() -> None:
    made = list(whole_agreed())
    one = next(each for each in made if each.grown_out)
    [(grown, day)] = one.grown_out.items()
    found_alliances([one], by=OPERATOR)
    alliance = Alliance.objects.get(public_id=one.public_id)
    left = [member for member in alliance.memberships.all() if member.until]
    assert [(member.party, member.until, member.ground) for member in left] == [(grown, day, "grown_out")]
    assert [(step.party, step.day) for step in alliance.steps.filter(code="member_left")] == [(grown, day)]
    versions = [content_of(each.content).parties for each in alliance.agreements.order_by("number")]
    assert [grown in {party.party for party in each} for each in versions[:2]] == [True, False]
    assert why_not(alliance, date(2026, 9, 1)) is None


def test_nobody_grows_out_of_a_form_that_does_not_say_so() -> None:
    pair = next(one for one in whole_agreed() if one.content.form == "leadership" and one.renewed)
    alone = replace(pair.renewed[0], parties=pair.content.parties[:1])
    with pytest.raises(Refused):
        found_alliances([replace(pair, renewed=(alone,))], by=OPERATOR)


def test_groups_are_of_seven_forms_and_keep_to_what_these_allow() -> None:
    rows = whole_rows()
    made = [one for one in whole_agreed() if form_named(one.content.form).path == "group"]
    pupils: Counter[str] = Counter()
    for sent in rows.returns:
        count = sent.values["pupils"]
        if sent.year == 2016 and isinstance(count, float):
            pupils[sent.school] += int(count)
    for one in made:
        form, schools = form_named(one.content.form), [party.party for party in one.content.parties]
        assert why_not_parties(form, one.content.parties) is None
        assert why_not_pupils(form, Pupils(tuple((one, pupils[one]) for one in schools))) is None
        assert sum(pupils[school] for school in schools)
    assert len({one.content.form for one in made}) == 7
    seats = Counter(party.party for one in made for party in one.content.parties)
    assert [count for count in seats.values() if count > 1] == [2]  # a core that leads a chain as well


def test_they_are_entered_once_and_by_the_bureau() -> None:
    with pytest.raises(Refused, match="Only an officer"):
        found_alliances([], by=NOBODY)
    made = list(agreed(small_rows()))
    assert made == []  # the districts of the small city are not a pair
    large = list(whole_agreed())[:1]
    found_alliances(large, by=OPERATOR)
    with pytest.raises(Refused, match="already"):
        found_alliances(large, by=OPERATOR)
