"""The audit of a district: its own lines and those of its schools, by name."""

from datetime import date

import pytest

from lianmeng.audit.queries.names import place_names, places_within
from lianmeng.schools.models import Region, School, SchoolVersion

pytestmark = pytest.mark.django_db


def test_a_district_holds_its_parts_and_its_schools() -> None:
    city = Region.objects.create(kind="city", name="成都市", since=date(2000, 1, 1))
    district, other = (
        Region.objects.create(kind="district", name=name, parent=city, since=date(2000, 1, 1))
        for name in ("锦江区", "青羊区")
    )
    school = School.objects.create(scheme="CN", code="2151010401")
    SchoolVersion.objects.create(school=school, since=date(2000, 1, 1), name="一小", region=district)
    within = places_within([district.public_id])
    assert within == {district.public_id, school.public_id}
    assert places_within([other.public_id]) == {other.public_id}
    assert place_names([district.public_id, school.public_id])[school.public_id] == "一小"
