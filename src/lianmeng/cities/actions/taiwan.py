"""Begin an installation with the published register of northern Taiwan."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from lianmeng.cities.models import BegunCity
from lianmeng.cities.queries.begun import begun_city
from lianmeng.cities.rules import taiwan
from lianmeng.core.actors import Actor
from lianmeng.schools.actions.founding import Founding, found_register


@transaction.atomic
def begin_taiwan(*, by: Actor) -> bool:
    """Whether it was made now. Refused if the register holds another city."""
    begun = begun_city()
    if begun is not None and begun.key == taiwan.CITY_ID:
        return False
    founding = Founding(
        city={"public_id": taiwan.CITY_ID, "kind": "city", "name": taiwan.columns()["name"]},
        regions=list(taiwan.regions()),
        region_codes=list(taiwan.region_codes()),
        schools=list(taiwan.schools()),
        states=list(taiwan.states()),
        sections=list(taiwan.sections()),
        returns=list(taiwan.returns()),
        source=taiwan.columns()["file"].rpartition("/")[2][:60],
    )
    found_register(founding, by=by)
    BegunCity.objects.create(key=taiwan.CITY_ID, made_up=False, begun_at=timezone.now())
    return True
