"""Signing in, one's own account, and the accounts and roles of others."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from tests.ring.rule import EVERYBODY, SIGNED_IN, Rule, World

from lianmeng.people.models import Account, RoleHeld

SENT_ON = (200, 302)
SECURITY = ("security_administrator",)
# The person looked at is a teacher of SCHOOL: the city, the own district, the own school and the two powers see them.
LOOK = ("city_officer", "district_officer", "school_leader", "security_administrator", "auditor")
READERS = (*LOOK, "other_district_officer", "other_school_leader")
TEACHER_GIVERS = ("school_leader", *SECURITY)


def prepare(world: World) -> None:
    teacher = Account.objects.get(pk=world.cast.account("teacher").pk)
    world.ids["person"] = teacher.public_id
    world.ids["role"] = RoleHeld.objects.get(account=teacher).public_id


def one_time_link(world: World) -> list[Any]:
    account = world.cast.account("stranger")
    return [user_pk_to_url_str(account), default_token_generator.make_token(account)]


def person(world: World) -> list[Any]:
    return [world.ids["person"]]


def entrance(**more: Any) -> Rule:
    """For everybody; who is signed in already is sent on."""
    return Rule(**{"sends": EVERYBODY, "read_answers": SENT_ON} | more)


def own(**more: Any) -> Rule:
    """One's own account: whoever is signed in, each for themselves."""
    return Rule(**{"reads": SIGNED_IN, "sends": SIGNED_IN, "read_answers": SENT_ON} | more)


def by_oneself_again(**more: Any) -> Rule:
    """Asks for the password or a code first: who has neither, as the cast, is refused."""
    return own(**{"read_answers": (200, 302, 403), "sent_answers": (200, 302, 403, 422)} | more)


def of_a_person(may: tuple[str, ...], **more: Any) -> Rule:
    """Who sees people but not this one is told that there is none; who sees this one may be refused the change."""
    refusals = dict.fromkeys((one for one in READERS if one not in LOOK), 404)
    return Rule(**{"reads": may, "sends": may, "args": person, "refused_otherwise": refusals} | more)


LOGGED = ("people_securityevent",)  # who tries without the power is written down
RULES = {
    "account_login": entrance(),
    "account_logout": entrance(),
    "account_inactive": Rule(),
    "account_reauthenticate": by_oneself_again(),
    "mfa_authenticate": entrance(read_answers=(302,), sent_answers=(302,)),
    "mfa_reauthenticate": by_oneself_again(),
    "account_change_password": own(),
    "account_set_password": own(),
    "account_reset_password": entrance(),
    "account_reset_password_done": Rule(),
    "account_reset_password_from_key": entrance(args=one_time_link, wrong_args=()),
    "account_reset_password_from_key_done": Rule(),
    "mfa_index": own(sends=None),
    "mfa_activate_totp": by_oneself_again(),
    # Without a second step there is nothing to switch off and there are no codes.
    "mfa_deactivate_totp": own(read_answers=(302, 404), sent_answers=(302, 404)),
    "mfa_view_recovery_codes": own(sends=None, read_answers=(302, 404)),
    "mfa_generate_recovery_codes": by_oneself_again(),
    "socialaccount_login_cancelled": Rule(),
    # No sign-in service is configured: its doors are not there. Nor is the demonstration's.
    "openid_connect_login": entrance(
        args=lambda world: ["city"], read_answers=(404,), sent_answers=(404,), wrong_args=(), heads=False
    ),
    "openid_connect_callback": Rule(
        args=lambda world: ["city"], read_answers=(404,), wrong_args=(), heads=False
    ),
    "people:demo": Rule(read_answers=(404,)),
    "people:enter": Rule(
        reads=None, sends=EVERYBODY, sent_answers=(404,), args=lambda world: ["city_officer"]
    ),
    "people:account": Rule(reads=SIGNED_IN),
    "people:sessions": own(
        unaudited=("people_account",)
    ),  # only that the sessions ended: the security log has it
    "people:log": Rule(reads=("security_administrator", "auditor")),
    "people:people": Rule(reads=READERS),
    "people:new": Rule(
        **dict.fromkeys(("reads", "sends"), tuple(one for one in READERS if one != "auditor")), fills=LOGGED
    ),
    "people:person": of_a_person(LOOK, sends=None),
    "people:change": of_a_person(TEACHER_GIVERS),
    "people:close": of_a_person(TEACHER_GIVERS),
    "people:reopen": of_a_person(TEACHER_GIVERS),
    "people:link": of_a_person(TEACHER_GIVERS),
    "people:give": of_a_person(tuple(one for one in LOOK if one != "auditor"), fills=LOGGED),
    "people:end": of_a_person(
        TEACHER_GIVERS, args=lambda world: [world.ids["person"], world.ids["role"]], fills=LOGGED
    ),
}
