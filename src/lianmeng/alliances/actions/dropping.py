"""A next agreement is taken back or declined until all have signed, then sent back by the bureau; it and its signatures
stay to be read."""

from __future__ import annotations

from dataclasses import replace

from lianmeng.alliances.actions.drafting import latest_version
from lianmeng.alliances.actions.holding import Held, Taking
from lianmeng.alliances.models import Agreement
from lianmeng.alliances.queries.dropped import newcomers, proposer_of, why_dropped
from lianmeng.alliances.queries.effect import signed_by_all
from lianmeng.alliances.rules.rights import leads, own_parties
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say


def take_back_next(held: Held, taking: Taking) -> None:
    version = _unsigned_next(held)
    if not leads(held.by, proposer_of(version)):
        raise Refused(say("Another party proposed it: decline it, with your reason."))
    _drop(version)


def decline_next(held: Held, taking: Taking) -> None:
    version = _unsigned_next(held)
    if leads(held.by, proposer_of(version)):
        raise Refused(say("Your side proposed it: take it back."))
    _drop(version)


def for_who_joins(held: Held, taking: Taking) -> Taking:
    """Who leads a school that is to join, or whose first day is still to come, declines as a party does: it is to
    sign."""
    named = [one.party for one in newcomers(held.alliance, held.parties)]
    coming = own_parties(held.by, [*sorted(held.to_come), *named])
    if held.asked.party or not coming:
        return taking
    held.asked = replace(held.asked, party=True)
    return replace(taking, party=coming[0])


def send_back_next(held: Held, taking: Taking) -> None:
    version = _open_next(held)
    if not signed_by_all(version):
        raise Refused(say("Not every party has signed the next agreement."))
    _drop(version)


def _unsigned_next(held: Held) -> Agreement:
    version = _open_next(held)
    if signed_by_all(version):
        raise Refused(
            say(
                "All parties have signed it. The education bureau in charge decides, or a party proposes another."
            )
        )
    return version


def _open_next(held: Held) -> Agreement:
    version = latest_version(held.alliance)
    if version.pk == held.alliance.in_force_id:
        raise Refused(say("There is no next agreement."))
    if why := why_dropped(version):
        raise Refused(why)
    return version


def _drop(version: Agreement) -> None:
    version.dropped = True
    version.save()
