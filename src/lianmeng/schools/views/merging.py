"""Schools that become one, and a school that becomes several, as forms in three steps."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.actions.drafts import NewSchool
from lianmeng.schools.actions.merging import merge_schools, split_school
from lianmeng.schools.forms.parts import PARTS, MergeForm, SplitForm
from lianmeng.schools.models import SchoolVersion
from lianmeng.schools.queries.regions import districts
from lianmeng.schools.queries.schools import schools_at
from lianmeng.schools.rules.permissions import may_keep, may_keep_regions
from lianmeng.schools.views.doors import for_keepers, form_verbs, turned_away
from lianmeng.schools.views.frame import SchoolFrame
from lianmeng.web.asking import asker
from lianmeng.web.steps import Deed, Done, answer


@form_verbs
def merge(request: HttpRequest) -> HttpResponse:
    by = asker(request)
    regions = [one for one in districts(localdate()) if may_keep(by, {one.public_id})]
    if not regions and not may_keep_regions(by):
        return turned_away(request)

    def act(filled: dict[str, Any]) -> Done:
        day, named = filled["day"], _named(filled)
        survivor = named.get(filled["into"].strip())
        ids = [one.school.public_id for one in named.values()]
        into = survivor.school.public_id if survivor else _new(filled, next(iter(named.values())))
        seen = {one.school.public_id: one.school.version for one in named.values()}
        school = merge_schools(ids, into, by=by, day=day, seen=seen)
        names = tuple(one.name for one in named.values() if one != survivor)
        told = say(
            "From {day} on {name} takes in {names}.",
            names=names,
            name=survivor.name if survivor else filled["name"],
            day=day,
        )
        kept = say(
            "Sections and staff go over; the campuses, needs and strengths of what closes end with it; the yearly "
            "returns of each stay its own. It cannot be undone."
        )
        return Done(reverse("schools:school", args=[school.public_id]), (told, kept))

    deed = Deed(
        title=say("Merge schools"),
        verb=say("Merge the schools"),
        form=MergeForm,
        act=act,
        crumbs=((say("Schools"), reverse("schools:schools")),),
        initial={"day": localdate(), "codes": request.GET.get("code", "")[:40]},
        choices={"regions": regions},
    )
    return answer(request, deed)


def _named(filled: dict[str, Any]) -> dict[str, SchoolVersion]:
    """The schools whose codes were written, by code, as they are on the day."""
    into = filled["into"].strip()
    wanted = [*filled["codes"].split(), *filter(None, [into])]
    named = {one.code: one for one in schools_at(filled["day"]).filter(code__in=wanted)}
    for code in wanted:
        if code not in named:
            told = say("No school has the code {code} on {day}. Correct it.", code=code, day=filled["day"])
            raise Refused(told, field="into" if code == into else "codes")
    return named


def _new(filled: dict[str, Any], like: SchoolVersion) -> NewSchool:
    """The new school, in setting, ownership and kind like the first of those that it carries on."""
    region = filled["region"] or (like.region.public_id if like.region else "")
    return NewSchool(
        scheme=like.school.scheme,
        code=filled["code"],
        name=filled["name"],
        region=region,
        setting=like.setting,
        ownership=like.ownership,
        kind=like.kind,
    )


@for_keepers
def split(request: HttpRequest, frame: SchoolFrame) -> HttpResponse:
    def act(filled: dict[str, Any]) -> Done:
        parts = [_part(filled, part, frame.state) for part in PARTS if filled[f"code{part}"]]
        split_school(
            frame.school.public_id,
            parts,
            continues=filled["continues"],
            by=frame.actor,
            day=filled["day"],
            seen=filled["seen"],
        )
        names = tuple(part.name for part in parts)
        told = say(
            "From {day} on {name} is carried on by {names}.", names=names, name=frame.name, day=filled["day"]
        )
        return Done(frame.address, (told, *_what_becomes_of(frame.name, continues=filled["continues"])))

    deed = Deed(
        title=say("Split {name}", name=frame.name),
        verb=say("Split the school"),
        form=SplitForm,
        act=act,
        lead=say("The new schools lie where this one lies, and are like it in setting, ownership and kind."),
        crumbs=frame.crumbs,
        initial={"seen": frame.school.version, "day": localdate()},
    )
    return answer(request, deed)


def _what_becomes_of(name: str, *, continues: bool) -> tuple[Sentence, ...]:
    """Of sections, staff, campuses, needs and strengths, and of the yearly returns."""
    begin = say(
        "The new schools begin with the sections that you named, without staff, campuses, needs and strengths."
    )
    if continues:
        stays = say(
            "{name} itself goes on with all its sections, staff, campuses, needs and strengths. "
            "Close what has gone over, and move staff, on their own pages.",
            name=name,
        )
        return begin, stays
    ends = say(
        "{name} itself closes: its sections, campuses, needs and strengths end with it, and so do the appointments "
        "of whoever was not moved before. Its yearly returns stay its own. It cannot be undone.",
        name=name,
    )
    return begin, ends


def _part(filled: dict[str, Any], part: int, like: SchoolVersion) -> NewSchool:
    return NewSchool(
        scheme=like.school.scheme,
        code=filled[f"code{part}"],
        name=filled[f"name{part}"],
        region=like.region.public_id if like.region else "",
        stages=tuple(filled[f"stages{part}"]),
        setting=like.setting,
        ownership=like.ownership,
        kind=like.kind,
        address=like.address,
        longitude=like.longitude,
        latitude=like.latitude,
    )
