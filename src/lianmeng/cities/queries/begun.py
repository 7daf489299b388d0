"""Which city this installation was begun with."""

from lianmeng.cities.models import BegunCity
from lianmeng.database.prepared import Prepared

_MADE_UP = Prepared(lambda: BegunCity.objects.values_list("made_up"))


def begun_city() -> BegunCity | None:
    return BegunCity.objects.first()


def is_made_up() -> bool:
    """Whether the city is the demonstration's; every page asks."""
    return _MADE_UP.rows()[:1] == [(True,)]
