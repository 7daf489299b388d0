"""What a school says to the city alone stays between them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.cast import SCHOOL, Cast

from lianmeng.core.refusal import Refused
from lianmeng.schools.actions.needs import NeedDraft, correct_need, withdraw_need
from lianmeng.schools.models import Need, School

pytestmark = pytest.mark.django_db
SECRET = "Two teachers are ill"


@pytest.fixture
def need(cast: Cast) -> Need:
    school = School.objects.get(public_id=SCHOOL)
    told = {"side": "need", "kind": "management", "text": SECRET, "seen_by": "city"}
    return Need.objects.create(school=school, since=date(2020, 9, 1), **told)


@pytest.mark.parametrize("deed", ["", "withdraw/"])
def test_a_need_for_the_city_alone_is_not_there_for_the_district(cast: Cast, need: Need, deed: str) -> None:
    address = f"/en/schools/{SCHOOL}/needs/{need.public_id}/{deed}"
    assert cast.client("district_officer").get(address).status_code == 404
    assert cast.client("district_officer").post(address, {"seen": 1}).status_code == 404
    for who in ("school_leader", "city_officer"):
        assert cast.client(who).get(address).status_code == 200


def test_nor_can_the_district_change_it_unseen(cast: Cast, need: Need) -> None:
    by, day = cast.actor("district_officer"), timezone.localdate()
    with pytest.raises(Refused):
        withdraw_need(need.public_id, by=by, day=day + timedelta(days=1), seen=None)
    with pytest.raises(Refused):
        correct_need(need.public_id, NeedDraft(side="need", kind="management"), by=by, day=day, seen=None)
