"""The alliances of the made-up city are as many as the source prints for 2016, counted from its own records."""

import pytest
from tests.cities import small_rows

from lianmeng.alliances.actions.founding import found_alliances
from lianmeng.alliances.models import Alliance
from lianmeng.alliances.queries.counts import counts_of_year
from lianmeng.alliances.queries.effect import in_effect_on, why_not
from lianmeng.cities.rules.alliances import COUNTED_ON, agreed
from lianmeng.cities.rules.city import demo_city
from lianmeng.core.actors import NOBODY, OPERATOR
from lianmeng.core.refusal import Refused

pytestmark = pytest.mark.django_db


def test_the_year_2016_prints_what_the_source_prints() -> None:
    found_alliances(list(agreed(demo_city())), by=OPERATOR)
    counts = counts_of_year(2016)
    assert (counts.framed, len(counts.pairs), counts.within) == (207, 11, 0)
    assert (counts.led_and_entrusted, counts.led, counts.entrusted) == (27, 11, 16)
    effective = set(in_effect_on(COUNTED_ON).values_list("pk", flat=True))
    some = list(Alliance.objects.select_related("in_force").order_by("pk")[::60])
    assert {why_not(one, COUNTED_ON) for one in some} == {None}
    assert {one.pk for one in some} <= effective


def test_they_are_entered_once_and_by_the_bureau() -> None:
    with pytest.raises(Refused, match="Only an officer"):
        found_alliances([], by=NOBODY)
    made = list(agreed(small_rows()))
    assert made == []  # the districts of the small city are not a pair
    large = list(agreed(demo_city()))[:1]
    found_alliances(large, by=OPERATOR)
    with pytest.raises(Refused, match="already"):
        found_alliances(large, by=OPERATOR)
