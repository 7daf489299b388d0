"""Photos of activities, and scans of papers that were signed by stamp."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from lianmeng.alliances.actions.drafting import latest_version
from lianmeng.alliances.actions.holding import Held, hold, refuse_partial
from lianmeng.alliances.models import Activity
from lianmeng.alliances.queries.dropped import newcomers
from lianmeng.alliances.queries.papers import subject_of_scans
from lianmeng.alliances.queries.parties import delegations_for
from lianmeng.alliances.rules.rights import why_not_sign
from lianmeng.alliances.vocabulary import ActivityState
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.documents.actions.files import Brought, drop_photo, keep_photo, keep_scan
from lianmeng.schools.queries import place_names

TAKES_PHOTOS = (ActivityState.RECORDED.value, ActivityState.CONTESTED.value)


@transaction.atomic
def add_photo(activity: str, file: Brought, *, by: Actor) -> str:
    """Add a photo while a side has still to confirm: what is confirmed is what both saw."""
    found, held = _activity(activity, by=by)
    if not held.asked.party:
        raise Refused(say("Photos are brought by the parties."))
    if found.state not in TAKES_PHOTOS:
        raise Refused(say("All sides have spoken on this activity; its photos stay as they saw them."))
    return keep_photo(file, subject=("activity", activity), by=by, place=held.place)


@transaction.atomic
def remove_photo(activity: str, photo: str, *, by: Actor) -> None:
    """At any time, by a party or the bureau: somebody in the picture may ask for it."""
    _, held = _activity(activity, by=by)
    if not (held.asked.party or held.asked.authority):
        raise Refused(say("Photos are taken away by the parties or the bureau."))
    drop_photo(photo, subject=("activity", activity), by=by, place=held.place)


@transaction.atomic
def add_scan(public_id: str, party: str, file: Brought, *, by: Actor) -> str:
    """Keep a scan of the latest version with a party's stamp; whoever signs for it by paper names it."""
    held, today = hold(public_id, seen=None, by=by), timezone.localdate()
    there = [*held.parties, *newcomers(held.alliance, held.parties)]
    signs = why_not_sign(by, party, delegations_for([party]), today)[0] is not None
    if party not in {one.party for one in there} or not (held.asked.authority or signs):
        raise Refused(say("A scan is brought by the party that stamped it, or by the bureau."))
    if not signs:
        refuse_partial(held)
    version = latest_version(held.alliance)
    called = place_names([party], today).get(party, "")
    name = f"{held.alliance.number} v{version.number} {called}"
    return keep_scan(
        file, subject=subject_of_scans(public_id, version.number), name=name, by=by, place=held.place
    )


def _activity(public_id: str, *, by: Actor) -> tuple[Activity, Held]:
    found = Activity.objects.select_related("alliance").filter(public_id=public_id).first()
    if found is None:
        raise Refused(say("There is no such activity."))
    held = hold(found.alliance.public_id, seen=None, by=by)
    found.refresh_from_db(fields=["state"])
    return found, held
