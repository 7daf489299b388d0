"""Begin an installation with the made-up city, its people and the demonstration's cast."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from lianmeng.alliances.actions.founding import found_alliances
from lianmeng.cities.actions.targets import with_targets
from lianmeng.cities.actions.waiting import let_things_wait
from lianmeng.cities.models import BegunCity
from lianmeng.cities.queries.begun import begun_city
from lianmeng.cities.rules import founding
from lianmeng.cities.rules.alliances import agreed
from lianmeng.cities.rules.city import demo_city
from lianmeng.cities.rules.rows import CityRows
from lianmeng.core.actors import Actor
from lianmeng.people.actions.demo import make_cast
from lianmeng.people.queries.accounts import cast_ids
from lianmeng.schools.actions.founding import Founding, found_register

DEMO = "chengdu-2016"
SOURCE = "made up"


def begin_demo_city(*, by: Actor) -> bool:
    """Whether it was made now: a city that is there already is left alone."""
    if begun_city() is not None:
        return False
    rows = demo_city()
    with transaction.atomic():
        places = write_city(rows, by=by)
        let_things_wait(rows, places, cast_ids())
    return True


@transaction.atomic
def write_city(rows: CityRows, *, by: Actor) -> dict[str, str]:
    """The whole city, or nothing; the places of the cast. Refused if the register is not empty."""
    found_register(founded(rows), by=by)
    BegunCity.objects.create(key=DEMO, made_up=True, begun_at=timezone.now())
    if alliances := with_targets(agreed(rows)):
        found_alliances(alliances, by=by)
    places = founding.cast_places(rows)
    make_cast(places, founding.cast_records(rows))
    return places


def founded(rows: CityRows) -> Founding:
    return Founding(
        city={
            "public_id": founding.CITY_ID,
            "kind": "city",
            "code": founding.CITY_CODE,
            "name": founding.city_name(),
        },
        regions=list(founding.regions(rows)),
        region_codes=list(founding.region_codes(rows)),
        terms=list(founding.terms(rows)),
        days=list(founding.special_days(rows)),
        schools=list(founding.schools(rows)),
        states=list(founding.states(rows)),
        sections=list(founding.sections(rows)),
        successions=list(founding.successions(rows)),
        returns=list(founding.returns(rows)),
        needs=list(founding.needs(rows)),
        staff=list(founding.staff(rows)),
        employments=list(founding.employments(rows)),
        appointments=list(founding.appointments(rows)),
        source=SOURCE,
    )
