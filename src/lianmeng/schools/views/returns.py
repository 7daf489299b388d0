"""The yearly return of a section, entered or corrected, as a form in three steps."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate

from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.actions.returns import enter_return
from lianmeng.schools.forms.returns import REASONS, ReturnForm, filled_figures, written
from lianmeng.schools.models import Section
from lianmeng.schools.queries.checks import doubts_about
from lianmeng.schools.queries.profile import returns_of
from lianmeng.schools.rules.returns import Doubt
from lianmeng.schools.rules.years import FIRST_YEAR, school_year
from lianmeng.schools.templatetags.schools import school_year as spoken_year
from lianmeng.schools.views.doors import for_declarers
from lianmeng.schools.views.frame import SchoolFrame
from lianmeng.schools.views.parts import part_of
from lianmeng.schools.vocabulary import Stage, YearlyFigure
from lianmeng.web.steps import Deed, Done, answer


@for_declarers
def yearly_return(request: HttpRequest, frame: SchoolFrame, part_id: str, year: int) -> HttpResponse:
    section = part_of(frame, Section, part_id)
    if not FIRST_YEAR <= year <= school_year(localdate()):
        raise Http404
    kept = returns_of(section, (year - 1, year))
    now, before = kept.get(year), kept.get(year - 1)
    stage = Stage(section.stage).label

    def act(filled: dict[str, Any]) -> Done:
        values = filled_figures(filled)
        doubts = doubts_about(section, year, values)
        enter_return(section.public_id, year, values, by=frame.actor, seen=filled["seen"])
        told = say(
            "The return {year} of {name}, {stage}, has {count} figures.",
            year=spoken_year(year),
            name=frame.name,
            stage=stage,
            count=len(values),
        )
        return Done(frame.address, (told, *map(_told, doubts)))

    values = now.values if now else {}
    initial = {key.value: written(values.get(key.value)) for key in YearlyFigure}
    about = {"year": spoken_year(year), "name": frame.name, "stage": stage}
    entering = say("Enter the return {year}: {name}, {stage}", **about)
    deed = Deed(
        title=say("Correct the return {year}: {name}, {stage}", **about) if now else entering,
        verb=say("Record the return"),
        form=ReturnForm,
        act=act,
        lead=say(
            "Write a number, or why there is none: {reasons}. What is left empty counts as not sent, never as 0.",
            reasons=tuple(one.label for one in REASONS),
        ),
        crumbs=frame.crumbs,
        initial={"seen": now.version if now else 0, **initial},
        choices={"before": before.values if before else {}},
    )
    return answer(request, deed)


def _told(doubt: Doubt) -> Sentence:
    return say("{figure}: {doubt}", figure=YearlyFigure(doubt.figure).label, doubt=doubt.sentence)
