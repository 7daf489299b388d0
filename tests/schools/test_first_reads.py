"""The register can be asked as at a day."""

from datetime import date

import pytest

from lianmeng.schools.models import Region, Return, School, SchoolVersion, Section
from lianmeng.schools.queries import figures_of_year, place_names, regions_over, schools_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    city = Region.objects.create(kind="city", code="510100", name="成都市")
    county = Region.objects.create(kind="district", code="510124", name="郫县", parent=city, layer=2)
    Region.objects.filter(pk=county.pk).update(district=county)
    school = School.objects.create(scheme="cn", code="2151000001")
    states = (("郫县一小", None, date(2016, 9, 1)), ("郫都一小", date(2016, 9, 1), None))
    for name, since, until in states:
        SchoolVersion.objects.create(
            school=school,
            code=school.code,
            name=name,
            region=county,
            until=until,
            **({"since": since} if since else {}),
        )
    section = Section.objects.create(school=school, stage="primary")
    Return.objects.create(
        section=section,
        year=2016,
        values={"pupils": 600, "teachers": "not_due"},
        entered_at="2016-10-01T00:00Z",
    )
    return school


def test_a_school_has_the_name_of_the_day(school: School) -> None:
    assert [one.name for one in schools_at(date(2016, 8, 31))] == ["郫县一小"]
    assert [one.name for one in schools_at(date(2016, 9, 1))] == ["郫都一小"]
    assert place_names([school.public_id, "city"], date(2020, 1, 1)) == {
        school.public_id: "郫都一小",
        "city": "成都市",
    }


def test_the_regions_over_a_school_are_its_district_and_city(school: School) -> None:
    assert regions_over(school, date(2016, 9, 1)) == set(Region.objects.values_list("public_id", flat=True))


def test_the_figures_of_a_year_carry_named_absence(school: School) -> None:
    (figures,) = figures_of_year(2016, "primary")
    assert (figures.name, figures.layer, figures.pupils.value) == ("郫都一小", 2, 600)
    assert [figures.figure(key).absence for key in ("teachers", "rooms")] == ["not_due", "not_sent"]
    assert list(figures_of_year(2016, "junior")) == []
