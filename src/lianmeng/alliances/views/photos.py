"""Photos of activities and scans of stamped papers: bring, look, take away."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lianmeng.alliances.actions.drafting import latest_version
from lianmeng.alliances.actions.photos import add_photo, add_scan, remove_photo
from lianmeng.alliances.forms import PhotoForm, PlainForm, ScanForm
from lianmeng.alliances.models import Activity
from lianmeng.alliances.queries.papers import scans
from lianmeng.alliances.rules.rights import may_see_photos
from lianmeng.alliances.views.doors import Frame, done, for_those, frame_of, turned_away
from lianmeng.alliances.vocabulary import State
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.documents.queries.files import Kept, files_of
from lianmeng.web.serving import file_answer
from lianmeng.web.steps import Deed, Done, answer


@for_those(lambda frame: frame.asked.party)
def add(request: HttpRequest, frame: Frame, activity_id: str) -> HttpResponse:
    activity = _activity(frame, activity_id)

    def act(filled: dict[str, Any]) -> Done:
        add_photo(activity_id, filled["file"], by=frame.actor)
        return done(frame, say("The photo is kept without place and device. Parties and bureau see it."))

    title = say("Add a photo to “{title}”", title=activity.title)
    lead = say("Who is in the picture agreed to it; of pupils, their parents did.")
    deed = Deed(title, say("Add the photo"), PhotoForm, act, lead=lead, crumbs=frame.crumbs, plain=True)
    return answer(request, deed)


@for_those(lambda frame: frame.asked.party or frame.asked.authority)
def remove(request: HttpRequest, frame: Frame, activity_id: str, photo_id: str) -> HttpResponse:
    activity = _activity(frame, activity_id)
    _photo(activity_id, photo_id)

    def act(filled: dict[str, Any]) -> Done:
        remove_photo(activity_id, photo_id, by=frame.actor)
        return done(frame, say("The photo is taken away."))

    title = say("Take a photo away from “{title}”", title=activity.title)
    return answer(request, Deed(title, say("Take it away"), PlainForm, act, crumbs=frame.crumbs))


@require_safe
def photo(request: HttpRequest, alliance_id: str, activity_id: str, photo_id: str) -> HttpResponse:
    """As it was kept; small with `?small`."""
    frame = frame_of(request, alliance_id)
    _activity(frame, activity_id)
    found = _photo(activity_id, photo_id)
    if not may_see_photos(frame.actor, frame.parties):
        return turned_away(request)
    return handed_out(found, small="small" in request.GET, shown=True)


@for_those(lambda frame: bool(frame.stamping) and frame.state != State.ENDED)
def scan(request: HttpRequest, frame: Frame) -> HttpResponse:
    """Bring the scan of the stamped paper; then it can be named when signing."""

    def act(filled: dict[str, Any]) -> Done:
        add_scan(frame.alliance.public_id, filled["party"], filled["file"], by=frame.actor)
        told = say("The scan is kept. Choose it now when you sign for the party.")
        return Done(reverse("alliances:sign", args=[frame.alliance.public_id]), (told,))

    number = latest_version(frame.alliance).number
    deed = Deed(
        title=say("Bring the stamped paper of version {number}", number=number),
        verb=say("Keep the scan"),
        form=ScanForm,
        act=act,
        crumbs=frame.crumbs,
        choices={"parties": frame.stamping},
        plain=True,
    )
    return answer(request, deed)


@require_safe
def kept_scan(request: HttpRequest, alliance_id: str, number: int, scan_id: str) -> HttpResponse:
    frame = frame_of(request, alliance_id)
    found = next((one for _, one in scans(alliance_id, [number]) if one.public_id == scan_id), None)
    if found is None:
        raise Http404
    if not frame.inside:
        return turned_away(request)
    return handed_out(found)


def handed_out(kept: Kept, *, small: bool = False, shown: bool = False) -> HttpResponse:
    """What the folder of files has lost is not there."""
    try:
        content = kept.small() if small else kept.content()
    except Refused:
        raise Http404 from None
    return file_answer(content, kept.media_type, kept.name, shown=shown)


def _activity(frame: Frame, activity_id: str) -> Activity:
    found = Activity.objects.filter(alliance=frame.alliance, public_id=activity_id).first()
    if found is None:
        raise Http404
    return found


def _photo(activity_id: str, photo_id: str) -> Kept:
    kept = files_of("activity", [activity_id]).get(activity_id, ())
    found = next((one for one in kept if one.public_id == photo_id), None)
    if found is None:
        raise Http404
    return found
