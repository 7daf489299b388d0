"""Everybody signed in has an inbox of their own; a calendar opens by its secret alone."""

from __future__ import annotations

from tests.ring.rule import EVERYBODY, SIGNED_IN, Rule, World

from lianmeng.core.sentences import say
from lianmeng.notices.actions.calendars import renew_calendar
from lianmeng.notices.actions.telling import tell_accounts
from lianmeng.notices.models import Notice
from lianmeng.notices.vocabulary import Tidings


def prepare(world: World) -> None:
    about = ("ring", "1")
    told = Tidings(about, "1", say("Signed by all"), say("You lead a party."), say("Open"), "alliances/")
    tell_accounts(told, [(world.cast.actor("teacher").id, "city")])
    world.ids["notice"] = Notice.objects.get(subject="ring:1").public_id
    world.ids["token"] = renew_calendar(by=world.cast.actor("teacher"))


RULES: dict[str, Rule] = {
    "notices:inbox": Rule(reads=SIGNED_IN),
    "notices:notice": Rule(reads=("teacher",), refused=404, args=lambda world: [world.ids["notice"]]),
    "notices:open": Rule(
        reads=None,
        sends=("teacher",),
        refused=404,
        args=lambda world: [world.ids["notice"]],
        unaudited=("notices_notice",),  # that its reader opened it
    ),
    "notices:calendar": Rule(reads=SIGNED_IN),
    "notices:renew": Rule(reads=SIGNED_IN, sends=SIGNED_IN),
    "notices:feed": Rule(reads=EVERYBODY, args=lambda world: [world.ids["token"]]),
}
