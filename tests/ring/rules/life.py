"""Every form begun, every row of the life taken, every turn made: each by everybody, with all that it needs.

Who may take a row stands here once more, apart from the table; a row that is not here has a page of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests import cast
from tests.alliances.conftest import (
    DECISION,
    TODAY,
    alliance,
    approved,
    digest,
    drafted,
    leader,
    signed,
    step,
)
from tests.ring.rule import EVERYBODY, Rule, World

from lianmeng.alliances.actions.drafting import change
from lianmeng.alliances.actions.ending import HandedOver, hand_over
from lianmeng.alliances.actions.signing import offer, sign
from lianmeng.alliances.queries.forms import form_named, forms
from lianmeng.alliances.rules.form import Form
from lianmeng.alliances.rules.life import LIFE
from lianmeng.alliances.vocabulary import Ground, HandOverKind, PartyKind
from lianmeng.core.actors import OPERATOR
from lianmeng.schools.models import Region, School, SchoolVersion

FIRST, SECOND = "school_leader", "other_school_leader"
CITY, PARTIES = ("city_officer",), (FIRST, SECOND)
BOTH = (*CITY, *PARTIES)
# Whoever may read a draft is told that a step is not theirs; to all others there is no such alliance.
READERS = ("district_officer", "other_district_officer", "teacher", "evaluator", "group_office")
INSIDE = dict.fromkeys((*BOTH, *READERS), 403)
SOON, LONG_AGO = TODAY + timedelta(days=9), TODAY - timedelta(days=60)
ROLES = (("lead", cast.SCHOOL), ("led", cast.OTHER_SCHOOL))
NEIGHBOURS = [f"500000000000001{at}" for at in range(5)]  # in the district of the first school

# Row: the alliance that it is tried on, who may take it, and who of them is told why not.
TAKEN: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "offer": ("draft", PARTIES, ()),
    "decline": ("offered", PARTIES, ()),
    "withdraw": ("offered", PARTIES, ()),
    "send_back": ("signed", CITY, ()),
    "approve": ("signed", CITY, ()),
    "take_back_next": ("next", PARTIES, (SECOND,)),
    "decline_next": ("next", PARTIES, (FIRST,)),
    "approve_next": ("next signed", CITY, ()),
    "send_back_next": ("next signed", CITY, ()),
    "pause": ("approved", BOTH, ()),
    "resume": ("paused", BOTH, ()),
    "assess": ("approved", CITY, ()),
    "award": ("assessed", CITY, ()),
    "keep": ("assessed", CITY, ()),
    "renew": ("next assessed", CITY, ()),
    "criticise": ("assessed", CITY, ()),
    "rectify": ("criticised", CITY, ()),
    "rectified": ("rectifying", CITY, ()),
    "fail_check": ("rectifying", CITY, ()),
    "fail_again": ("failed", CITY, ()),
    "propose_end": ("approved", BOTH, ()),
    "end_with_honour": ("awarded", BOTH, ()),
    "reply": ("ending", PARTIES, ()),
    "take_back": ("proposed", (FIRST,), ()),
    "go_on": ("ending", CITY, ()),
    "end": ("ending", CITY, ()),
}
BEFORE = {"draft", "offered", "signed"}


def prepare(world: World) -> None:
    _neighbours()
    standing = {name: _standing(name) for name in {one for one, _, _ in TAKEN.values()}}
    world.ids["standing"] = {name: (made, alliance(made).turn) for name, made in standing.items()}
    world.ids["of form"] = {one.code: approved(one.code, roles_of(one)) for one in forms() if _turns(one)}


def _neighbours() -> None:
    region, since = Region.objects.get(public_id=cast.DISTRICT), date(2010, 9, 1)
    for at, one in enumerate(NEIGHBOURS):
        made = School.objects.create(public_id=one, scheme="cn", code=f"215199020{at}", opened_on=since)
        version = {"code": made.code, "name": f"{made.code} 小学", "region": region, "since": since}
        SchoolVersion.objects.create(school=made, **version)


def _standing(name: str) -> str:
    """A trusteeship of the two schools that stands so."""
    if name in BEFORE:
        made = signed("trusteeship", ROLES) if name == "signed" else drafted("trusteeship", ROLES)
        if name == "offered":
            offer(made, seen=None, by=leader(cast.SCHOOL))
        return made
    made = approved("trusteeship", ROLES)
    for one in LIVED[name]:
        one(made)
    return made


def _changed(made: str) -> None:
    change(made, lambda was: replace(was, money="Shared"), seen=None, by=leader(cast.SCHOOL))


def _signed_again(made: str) -> None:
    for _, party in ROLES:
        sign(made, party, digest(made), by=leader(party))


def _taken(code: str, **more: Any) -> Callable[[str], None]:
    return lambda made: step(made, code, **{"deadline": SOON, "ground": Ground.AGREEMENT, **more})


def _handed_over(made: str) -> None:
    for kind in HandOverKind:
        hand_over(made, HandedOver(kind), seen=None, by=OPERATOR)


# What was lived through since the approval.
LIVED: dict[str, tuple[Callable[[str], None], ...]] = {
    "approved": (),
    "next": (_changed,),
    "next signed": (_changed, _signed_again),
    "next assessed": (_changed, _signed_again, _taken("assess")),
    "paused": (_taken("pause"),),
    "assessed": (_taken("assess"),),
    "awarded": (_taken("assess"), _taken("award")),
    "criticised": (_taken("assess"), _taken("criticise")),
    "rectifying": (_taken("assess"), _taken("rectify")),
    "failed": (_taken("assess"), _taken("rectify"), _taken("fail_check")),
    "proposed": (_taken("propose_end", by=leader(cast.SCHOOL)),),
    "ending": (_taken("propose_end", day=LONG_AGO), _handed_over),
}


def roles_of(form: Form, first: int = 0) -> tuple[tuple[str, str], ...]:
    """The least that the form needs: the first school and its neighbours, or the two districts."""
    if form.of == PartyKind.DISTRICTS:
        return (("district", cast.DISTRICT), ("district", cast.OTHER_DISTRICT))
    count = sum(one.least for one in form.roles)
    parties = [cast.SCHOOL, *NEIGHBOURS][:count]
    parties = iter([*parties[first:], *parties[:first]])
    return tuple((role.code, next(parties)) for role in form.roles for _ in range(role.least))


def _turns(form: Form) -> tuple[str, ...]:
    return (*form.turns_into, *([form.code] if Ground.BECAME_CORE in form.members_may else []))


def _filled(form: Form, first: int = 0) -> dict[str, Any]:
    """The form of roles, as somebody fills it in."""
    roles = roles_of(form, first)
    if form.of == PartyKind.DISTRICTS:
        return {"role_district": [party for _, party in roles], "confirmed": "1"}
    codes = dict(School.objects.values_list("public_id", "code"))
    named = {
        f"role_{role.code}": "\n".join(codes[party] for at, party in roles if at == role.code)
        for role in form.roles
    }
    return {**named, "confirmed": "1"}


def _begun(form: Form) -> Rule:
    pair = form.of == PartyKind.DISTRICTS
    others = () if pair else ("other_district_officer", SECOND)
    may = (*CITY, "district_officer", "other_district_officer", *(() if pair else PARTIES))
    return Rule(
        reads=may,
        sends=may,
        stopped=others,
        args=lambda world: [form.code],
        sent=lambda world: _filled(form),
        sent_answers=(302,),
        told=form.code,
    )


def _of(name: str, *more: str) -> Callable[[World], list[Any]]:
    return lambda world: [world.ids["standing"][name][0], *more]


NOT_THERE: dict[str, Any] = {
    "reads": EVERYBODY,
    "sends": EVERYBODY,
    "read_answers": (404,),
    "sent_answers": (404,),
}


def _step(code: str) -> Rule:
    if code not in TAKEN:
        return Rule(args=_of("approved", code), told=code, **NOT_THERE)
    standing, may, stopped = TAKEN[code]
    words = {one: str(value) for one, value in DECISION.items()}
    words |= {"deadline": SOON.isoformat(), "ground": Ground.AGREEMENT.value, "confirmed": "1"}
    hidden: dict[str, Any] = (
        {"refused": 404, "signed_out": 404, "refused_otherwise": INSIDE} if standing in BEFORE else {}
    )
    return Rule(
        reads=may,
        sends=may,
        stopped=stopped,
        args=_of(standing, code),
        sent=lambda world: {**words, "seen": world.ids["standing"][standing][1]},
        sent_answers=(302,),
        told=code,
        **hidden,
    )


def _turned(old: Form, code: str) -> Rule:
    may = (*CITY, "district_officer", FIRST)
    return Rule(
        reads=may,
        sends=may,
        args=lambda world: [world.ids["of form"][old.code], code],
        sent=lambda world: _filled(form_named(code), first=int(code == old.code)),
        sent_answers=(302,),
        told=f"{old.code}-{code}",
    )


def _other(old: Form) -> Rule:
    """What a form does not turn into is not there, for those either who may turn it."""
    code = next(one.code for one in forms() if one.code not in _turns(old))
    may = (*CITY, "district_officer", FIRST)
    return Rule(
        reads=may,
        sends=may,
        read_answers=(404,),
        sent_answers=(404,),
        args=lambda world: [world.ids["of form"][old.code], code],
        told=f"{old.code}, not {code}",
    )


RULES: dict[str, tuple[Rule, ...]] = {
    "alliances:begin": tuple(_begun(one) for one in forms()),
    "alliances:step": tuple(_step(row.code) for row in LIFE),
    "alliances:turn": (
        *(_turned(one, code) for one in forms() for code in _turns(one)),
        _other(form_named("trusteeship")),
    ),
}
