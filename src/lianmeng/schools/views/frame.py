"""A school as its pages see it: which one, as it is on a day, and who asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate

from lianmeng.core.actors import Actor
from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.forms.choices import Day
from lianmeng.schools.models import School, SchoolVersion
from lianmeng.schools.queries.schools import nearest, states_of
from lianmeng.web.asking import asker

Crumbs = tuple[tuple[Sentence | str, str], ...]


@dataclass(frozen=True)
class SchoolFrame:
    """`state` is what the school is on the day, or was last, or will be first; `there` whether it is there then.
    `states` are all that it ever had, the earliest first."""

    school: School
    states: Sequence[SchoolVersion]
    state: SchoolVersion
    day: date
    actor: Actor

    @property
    def there(self) -> bool:
        return self.state.holds_on(self.day)

    @property
    def over(self) -> frozenset[str]:
        """The region and the district over it, by their public ids."""
        region = self.state.region
        return frozenset(one.public_id for one in (region, region and region.district) if one)

    @property
    def name(self) -> str:
        return self.state.name

    @property
    def address(self) -> str:
        return reverse("schools:school", args=[self.school.public_id])

    @property
    def crumbs(self) -> Crumbs:
        return ((say("Schools"), reverse("schools:schools")), (self.name, self.address))


def school_frame(request: HttpRequest, school_id: str) -> SchoolFrame:
    day = asked_day(request)
    states = states_of(school_id)
    state = nearest(states, day)
    if state is None:
        raise Http404
    return SchoolFrame(state.school, states, state, day, asker(request))


def asked_day(request: HttpRequest) -> date:
    """The day of which the page shall speak; today if none is given that can be understood."""
    field = Day(required=False, label="")
    try:
        return field.clean(request.GET.get("day", "")) or localdate()
    except ValidationError:
        return localdate()
