"""Which city this installation was begun with."""

from lianmeng.cities.models import BegunCity


def begun_city() -> BegunCity | None:
    return BegunCity.objects.first()
