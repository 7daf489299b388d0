"""Who may give which role: by the rules, by the actions, and against oneself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import DISTRICT, OTHER_SCHOOL, SCHOOL, Cast

from lianmeng.audit.models import Line
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import CITY, Role
from lianmeng.people.actions.roles import end_role, give_role
from lianmeng.people.models import RoleHeld, SecurityEvent


def give(cast: Cast, by: str, role: Role, place: str, *, to: str = "stranger") -> RoleHeld:
    account = cast.account(to)
    return give_role(account.public_id, role, place, since=timezone.localdate(), by=cast.actor(by))


GOOD = [
    ("security_administrator", Role.AUDITOR, CITY),
    ("security_administrator", Role.CITY_OFFICER, CITY),
    ("security_administrator", Role.TEACHER, SCHOOL),
    ("city_officer", Role.DISTRICT_OFFICER, DISTRICT),
    ("city_officer", Role.EVALUATOR, CITY),
    ("district_officer", Role.SCHOOL_LEADER, SCHOOL),
    ("school_leader", Role.TEACHER, SCHOOL),
]
BAD = [
    ("city_officer", Role.CITY_OFFICER, CITY),
    ("city_officer", Role.SECURITY_ADMINISTRATOR, CITY),
    ("system_administrator", Role.SYSTEM_ADMINISTRATOR, CITY),
    ("auditor", Role.TEACHER, SCHOOL),
    ("district_officer", Role.DISTRICT_OFFICER, DISTRICT),
    ("district_officer", Role.SCHOOL_LEADER, OTHER_SCHOOL),
    ("school_leader", Role.TEACHER, OTHER_SCHOOL),
    ("school_leader", Role.SCHOOL_LEADER, SCHOOL),
    ("teacher", Role.TEACHER, SCHOOL),
    ("stranger", Role.TEACHER, SCHOOL),
    ("nobody", Role.TEACHER, SCHOOL),
]


@pytest.mark.parametrize(("by", "role", "place"), GOOD)
def test_whoever_has_the_power_gives_the_role(cast: Cast, by: str, role: Role, place: str) -> None:
    held = give(cast, by, role, place)
    assert cast.actor("stranger").holds(role, place)
    assert held.given_by == cast.actor(by).id
    assert Line.objects.filter(
        text__startswith="Gave the role", place=place, actor=cast.actor(by).id
    ).exists()
    assert SecurityEvent.objects.filter(happening="role_given", detail=f"{role} {place}").exists()


@pytest.mark.parametrize(("by", "role", "place"), BAD)
def test_whoever_has_not_is_refused_with_a_sentence(cast: Cast, by: str, role: Role, place: str) -> None:
    with pytest.raises(Refused, match=r"(may not give|Nobody gives)"):
        give(cast, by, role, place)
    assert not cast.actor("stranger").roles


def test_nobody_gives_or_ends_a_role_of_their_own(cast: Cast) -> None:
    with pytest.raises(Refused, match="to themselves"):
        give(cast, "security_administrator", Role.CITY_OFFICER, CITY, to="security_administrator")
    own = RoleHeld.objects.get(account=cast.account("security_administrator"))
    with pytest.raises(Refused, match="of their own"):
        end_role(own.public_id, until=timezone.localdate(), by=cast.actor("security_administrator"))


def test_nobody_holds_two_of_the_three_powers(cast: Cast) -> None:
    with pytest.raises(Refused, match="two of the three powers"):
        give(cast, "security_administrator", Role.AUDITOR, CITY, to="system_administrator")
    later = timezone.localdate() + timedelta(days=30)
    give_role(
        cast.account("stranger").public_id,
        Role.AUDITOR,
        CITY,
        since=later,
        by=cast.actor("security_administrator"),
    )
    with pytest.raises(Refused, match="two of the three powers"):
        give(cast, "security_administrator", Role.SYSTEM_ADMINISTRATOR, CITY)


@pytest.mark.parametrize(
    ("role", "place"),
    [(Role.SCHOOL_LEADER, DISTRICT), (Role.DISTRICT_OFFICER, SCHOOL), (Role.AUDITOR, SCHOOL)],
)
def test_a_role_fits_its_place(cast: Cast, role: Role, place: str) -> None:
    with pytest.raises(Refused, match="not held at such a place"):
        give(cast, "security_administrator", role, place)


def test_a_role_has_its_days(cast: Cast) -> None:
    today, by = timezone.localdate(), cast.actor("school_leader")
    account = cast.account("stranger").public_id
    with pytest.raises(Refused, match="begins today or later"):
        give_role(account, Role.TEACHER, SCHOOL, since=today - timedelta(days=1), by=by)
    with pytest.raises(Refused, match="ends after it begins"):
        give_role(account, Role.TEACHER, SCHOOL, since=today, until=today, by=by)
    held = give(cast, "school_leader", Role.TEACHER, SCHOOL)
    with pytest.raises(Refused, match="already"):
        give(cast, "school_leader", Role.TEACHER, SCHOOL)
    with pytest.raises(Refused, match="today or later"):
        end_role(held.public_id, until=today - timedelta(days=1), by=by)
    end_role(held.public_id, until=today, by=by)
    assert not cast.actor("stranger").roles
    give(cast, "school_leader", Role.TEACHER, SCHOOL)
    assert RoleHeld.objects.filter(account__public_id=account).count() == 2


def test_a_school_is_named_by_its_code_too(cast: Cast) -> None:
    assert give(cast, "district_officer", Role.SCHOOL_LEADER, "2151990104").place == SCHOOL
    with pytest.raises(Refused, match="names no district or school"):
        give(cast, "district_officer", Role.SCHOOL_LEADER, "不存在的学校")


def test_the_page_refuses_a_role_without_the_power(cast: Cast) -> None:
    """The form of somebody who may give some role, sent for a place of somebody else."""
    stranger = cast.account("teacher").public_id
    sent = {
        "role": "school_leader",
        "place": OTHER_SCHOOL,
        "since": str(timezone.localdate()),
        "confirmed": "1",
    }
    answer = cast.client("district_officer").post(f"/en/people/{stranger}/role/", sent)
    assert answer.status_code == 422
    assert not cast.actor("teacher").holds(Role.SCHOOL_LEADER)
    forged = sent | {"role": "security_administrator", "place": CITY}
    assert cast.client("district_officer").post(f"/en/people/{stranger}/role/", forged).status_code == 422
    assert not cast.actor("teacher").holds(Role.SECURITY_ADMINISTRATOR)


def test_the_page_gives_and_ends_a_role(cast: Cast) -> None:
    person = f"/en/people/{cast.account('teacher').public_id}/"
    leader = cast.client("district_officer")
    sent = {"role": "school_leader", "place": SCHOOL, "since": str(timezone.localdate())}
    preview = leader.post(f"{person}role/", sent)
    assert "is School leader of 990104 小学" in preview.content.decode()
    assert not cast.actor("teacher").holds(Role.SCHOOL_LEADER)
    assert leader.post(f"{person}role/", sent | {"confirmed": "1"}).status_code == 302
    assert cast.actor("teacher").holds(Role.SCHOOL_LEADER, SCHOOL)
    held = RoleHeld.objects.get(account=cast.account("teacher"), role="school_leader")
    ended = leader.post(
        f"{person}role/{held.public_id}/end/", {"until": str(timezone.localdate()), "confirmed": "1"}
    )
    assert ended.status_code == 302
    assert not cast.actor("teacher").holds(Role.SCHOOL_LEADER)


def test_who_tries_without_the_power_stands_in_the_security_log(cast: Cast) -> None:
    teacher = cast.account("teacher").public_id
    held = RoleHeld.objects.get(account=cast.account("teacher")).public_id
    day = str(timezone.localdate())
    sent = {"role": "school_leader", "place": OTHER_SCHOOL, "since": day, "confirmed": "1"}
    tried = (
        ("district_officer", f"{teacher}/role/", sent),
        ("district_officer", f"{teacher}/role/", sent | {"role": "auditor", "place": CITY}),
        ("teacher", f"{teacher}/role/", sent),
        ("other_school_leader", f"{teacher}/role/", sent),
        ("auditor", f"{teacher}/role/{held}/end/", {"until": day, "confirmed": "1"}),
        ("teacher", "new/", sent | {"username": "x", "name": "X"}),
    )
    for who, address, form in tried:
        assert cast.client(who).post(f"/en/people/{address}", form).status_code in {403, 404, 422}, who
    noted = SecurityEvent.objects.filter(happening="role_refused").order_by("id")
    assert [one.by for one in noted] == [cast.account(who).public_id for who, _, _ in tried]
    assert [one.detail for one in noted][:2] == ["school_leader", "auditor"]
    assert "without the power" in cast.client("auditor").get("/en/people/log/").content.decode()


def test_a_slip_of_somebody_who_may_is_no_attempt(cast: Cast) -> None:
    teacher = cast.account("teacher").public_id
    for slip in ({"since": "never"}, {"since": "2000-01-01", "confirmed": "1"}, {"place": "不存在的学校"}):
        form = {"role": "school_leader", "place": SCHOOL, "since": str(timezone.localdate())} | slip
        assert cast.client("district_officer").post(f"/en/people/{teacher}/role/", form).status_code == 422
    cast.client("district_officer").get(f"/en/people/{teacher}/role/")
    assert not SecurityEvent.objects.filter(happening="role_refused").exists()
