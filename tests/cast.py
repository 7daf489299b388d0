"""The cast of every test: one person a role, with the places that they hold it at.

    @pytest.fixture(scope="module") or a test calls `make()`; then `cast.client("district_officer").get(…)`.

`cast` (below, also in tests/conftest.py) is the same as a fixture of one test.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.test import Client
from django.utils import timezone

from lianmeng.core.actors import NOBODY, Actor
from lianmeng.people.actions.demo import make_cast
from lianmeng.people.models import Account
from lianmeng.people.queries.actors import actor_of
from lianmeng.schools.models import Region, School, SchoolVersion, Section

DISTRICT, OTHER_DISTRICT = "d000000000000001", "d000000000000002"
SCHOOL, OTHER_SCHOOL = "5000000000000001", "5000000000000002"  # in DISTRICT and in OTHER_DISTRICT
GROUP = SCHOOL  # a school group is named by its core school
PLACES = {
    "district": DISTRICT,
    "other_district": OTHER_DISTRICT,
    "school": SCHOOL,
    "other_school": OTHER_SCHOOL,
    "group": GROUP,
}
HOLDERS = (
    "city_officer",
    "district_officer",
    "other_district_officer",
    "school_leader",
    "other_school_leader",
    "teacher",
    "evaluator",
    "group_office",
    "system_administrator",
    "security_administrator",
    "auditor",
)
# Signed in without a role; signed in once, and closed since; not signed in.
EVERYBODY = (*HOLDERS, "stranger", "removed", "nobody")


@dataclass
class Cast:
    accounts: dict[str, Account]
    _clients: dict[str, Client] = field(default_factory=dict)

    def account(self, who: str) -> Account:
        return self.accounts[who]

    def actor(self, who: str) -> Actor:
        """The person as actions know them."""
        return actor_of(self.accounts[who], timezone.localdate()) if who in self.accounts else NOBODY

    def client(self, who: str) -> Client:
        """The person's browser, signed in; the same one each time."""
        if who not in self._clients:
            self._clients[who] = Client()
            if who in self.accounts:
                self._clients[who].force_login(self.accounts[who])
        return self._clients[who]


def make_places() -> None:
    """Two districts of a city, and a school with a primary section in each."""
    since = date(2010, 9, 1)
    city = Region.objects.create(kind="city", name="锦城市")
    pairs = ((DISTRICT, SCHOOL, "990104"), (OTHER_DISTRICT, OTHER_SCHOOL, "990105"))
    for district, school, code in pairs:
        region = Region.objects.create(public_id=district, kind="district", code=code, name=code, parent=city)
        Region.objects.filter(pk=region.pk).update(district=region)
        made = School.objects.create(public_id=school, scheme="cn", code=f"2151{code}", opened_on=since)
        SchoolVersion.objects.create(
            school=made, code=made.code, name=f"{code} 小学", region=region, since=since
        )
        Section.objects.create(public_id=f"c{school[1:]}", school=made, stage="primary", since=since)


def make() -> Cast:
    """The whole cast in the database of the test; the removed person was signed in before the account was closed."""
    make_places()
    cast = Cast(make_cast(PLACES))
    for who, name in (("stranger", "过路人"), ("removed", "离职者")):
        cast.accounts[who] = Account.objects.create(username=f"test-{who}", name=name)
        cast.client(who)
    Account.objects.filter(username="test-removed").update(is_active=False)
    return cast
