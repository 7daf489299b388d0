"""An alliance as it stood on an earlier day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from lianmeng.alliances.queries.effect import why_not
from lianmeng.alliances.queries.history import members_ever, parties_on, state_on, version_on
from lianmeng.alliances.queries.record import life_of, versions_of
from lianmeng.alliances.queries.tasks import marks_of
from lianmeng.alliances.views.doors import Frame
from lianmeng.alliances.views.showing import line_of_life, shown
from lianmeng.alliances.views.targets import shown_targets
from lianmeng.alliances.views.tasks import shown_plan
from lianmeng.core.sentences import say
from lianmeng.schools.forms.choices import Day


def then(request: HttpRequest, frame: Frame, day: date) -> HttpResponse:
    """Who took part, what was in force, what had happened: only what the record knew of on that day."""
    alliance, why = frame.alliance, why_not(frame.alliance, day)
    version = version_on(versions_of(alliance), day)
    state = shown(state_on(alliance, day), effective=why is None)
    page: dict[str, Any] = {
        "frame": frame,
        "alliance": alliance,
        "day": day,
        "title": say(
            "{title}: {state}", title=version.content.title if version else alliance.title, state=state.label
        ),
        "why": why,
        "version": version,
        "inside": frame.inside,
        "parties": [
            {
                "party": one,
                "role": frame.form.role(one.role),
                "gives": version.content.given_by(one.party) if version else [],
            }
            for one in parties_on(alliance, frame.members, day)
        ],
        **line_of_life([one for one in life_of(alliance, frame.names) if one.day <= day]),
        **with_members(frame),
    }
    if frame.inside and version:
        page |= shown_targets(alliance, version.content, day)
        page["plan"] = shown_plan(frame, version, day, holds=False, marks=marks_of(alliance, day), files={})
    return render(request, "alliances/then.html", page)


def asked_day(request: HttpRequest) -> date:
    """The day of which the page shall speak; today if none is given that can be understood."""
    try:
        return Day(required=False, label="").clean(request.GET.get("day", "")) or localdate()
    except ValidationError:
        return localdate()


def with_members(frame: Frame) -> dict[str, Any]:
    """Everybody who was ever a member, once somebody has left."""
    return {
        "members": [
            (one, frame.form.role(one.party.role))
            for one in members_ever(frame.alliance, frame.members, frame.day)
        ]
    }
