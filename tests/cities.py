"""A small made-up city for tests: two districts, a dozen schools, three school years."""

from __future__ import annotations

from functools import cache

from django.utils import timezone

from lianmeng.alliances.rules.agreed import Agreed
from lianmeng.cities.actions.demo import write_city
from lianmeng.cities.rules.alliances import agreed
from lianmeng.cities.rules.city import demo_city
from lianmeng.cities.rules.rows import CityRows, District
from lianmeng.core.actors import OPERATOR
from lianmeng.schools.models import Region, Return, School, SchoolVersion, Section

AREAS = ("cd-jinjiang", "cd-dayi")


@cache
def small_rows() -> CityRows:
    """The rows of 锦江区 (inner city) and 大邑县 (outer county), the same at every run."""
    return demo_city(schools=12, areas=AREAS)


@cache
def whole_rows() -> CityRows:
    """The rows of the whole made-up city."""
    return demo_city()


@cache
def whole_agreed() -> tuple[Agreed, ...]:
    """Its alliances."""
    return tuple(agreed(whole_rows()))


def write_small_city() -> dict[str, str]:
    """The whole small city with its staff and the demonstration's cast, in an empty register; where the cast is."""
    return write_city(small_rows(), by=OPERATOR)


def write_schools(rows: CityRows) -> None:
    """The regions, schools, sections and returns of a city, as bare rows: for tests that read them only."""
    city = Region.objects.create(kind="city", code="510100", name="成都市", public_id="cd")
    regions = {one.id: _region(one, city) for one in rows.districts}
    schools = {
        one.id: School.objects.create(
            public_id=one.id, scheme="cn", code=one.code, opened_on=one.opened, closed_on=one.closed
        )
        for one in rows.schools
    }
    versions, sections = [], []
    for one in rows.schools:
        state = {"region": regions[one.district.id], "setting": one.setting, "ownership": one.ownership}
        for version in one.versions:
            held = {"name": version.name, "since": version.since, "until": version.until}
            versions.append(
                SchoolVersion(school=schools[one.id], code=one.code, kind=one.kind, **state, **held)
            )
        sections += [
            Section(school=schools[one.id], stage=stage, since=one.opened, until=one.closed)
            for stage in one.stages
        ]
    SchoolVersion.objects.bulk_create(versions)
    Section.objects.bulk_create(sections)
    known = {(one.school.public_id, one.stage): one for one in Section.objects.select_related("school")}
    Return.objects.bulk_create(
        Return(
            section=known[one.school, one.stage], year=one.year, values=one.values, entered_at=timezone.now()
        )
        for one in rows.returns
    )


def _region(district: District, city: Region) -> Region:
    region = Region.objects.create(
        public_id=district.id,
        kind="district",
        code=district.code,
        name=district.name,
        layer=district.layer,
        parent=city,
    )
    region.district = region
    region.save()
    return region
