"""The places at which roles are held, as the register of schools knows them."""

from collections.abc import Iterable
from datetime import date

from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import CITY, Role
from lianmeng.core.sentences import say
from lianmeng.people.rules.powers import CITY_SEAT, Seat, SeatKind
from lianmeng.schools.queries.regions import districts
from lianmeng.schools.queries.schools import schools_at

MOST_CHOICES = 300  # more places than these are not listed in a form: one types the code or the name


def seats_of(places: Iterable[str], day: date) -> dict[str, Seat]:
    """The places by id, in two queries however many; what the register does not know is left out."""
    wanted = set(places) - {CITY}
    found = {CITY: CITY_SEAT} if CITY in set(places) else {}
    if wanted:
        regions = districts(day).filter(public_id__in=wanted)
        for public_id in regions.values_list("public_id", flat=True):
            found[public_id] = Seat(public_id, SeatKind.DISTRICT, frozenset({CITY}))
        schools = schools_at(day).filter(school__public_id__in=wanted)
        for public_id, district in schools.values_list("school__public_id", "region__district__public_id"):
            found[public_id] = Seat(public_id, SeatKind.SCHOOL, frozenset({CITY, district or CITY}))
    return found


def seat_of(place: str, day: date) -> Seat:
    """A place named by its id, or as people name it: by the code or the full name."""
    known = seats_of([place], day).get(place)
    if known is not None:
        return known
    named = [
        *districts(day).filter(name=place).values_list("public_id", flat=True)[:2],
        *schools_at(day).filter(name=place).values_list("school__public_id", flat=True)[:2],
        *schools_at(day).filter(code=place).values_list("school__public_id", flat=True)[:2],
    ]
    if len(set(named)) != 1:
        raise Refused(
            say("“{place}” names no district or school, or several. Give the school's code.", place=place),
            field="place",
        )
    return seats_of(named, day)[named[0]]


def places_within(actor: Actor, day: date) -> list[tuple[str, str]]:
    """The places that somebody's roles cover, with their names: at most one more than a form can list."""
    if actor.holds(Role.SECURITY_ADMINISTRATOR, CITY) or actor.is_city_officer:
        regions, schools = districts(day), schools_at(day)
    else:
        own = actor.places(Role.DISTRICT_OFFICER)
        regions = districts(day).filter(public_id__in=own)
        schools = schools_at(day).filter(region__district__public_id__in=own)
        if not own:
            schools = schools_at(day).filter(school__public_id__in=actor.places(Role.SCHOOL_LEADER))
    return [
        *regions.values_list("public_id", "name")[: MOST_CHOICES + 1],
        *schools.values_list("school__public_id", "name")[: MOST_CHOICES + 1],
    ][: MOST_CHOICES + 1]


def schools_seen_by(actor: Actor, day: date) -> set[str]:
    """The places whose people somebody sees who does not see everybody."""
    own = actor.places(Role.DISTRICT_OFFICER)
    schools = schools_at(day).filter(region__district__public_id__in=own) if own else schools_at(day).none()
    return {
        *own,
        *schools.values_list("school__public_id", flat=True),
        *actor.places(Role.SCHOOL_LEADER),
    }
