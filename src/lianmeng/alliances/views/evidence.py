"""Evidence for an outcome that words describe."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from lianmeng.alliances.actions.evidence import give_evidence
from lianmeng.alliances.actions.holding import CHANGED
from lianmeng.alliances.forms import EvidenceForm
from lianmeng.alliances.queries.history import text_on
from lianmeng.alliances.rules.content import content_of
from lianmeng.alliances.rules.targets import key_of
from lianmeng.alliances.views.doors import Frame, done, for_those, line_gone
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.web.steps import Deed, Done, answer


@for_those(lambda frame: frame.asked.party)
def evidence(request: HttpRequest, frame: Frame, at: int) -> HttpResponse:
    """`at` counts the objectives of the agreement in force from 0."""
    in_force = text_on(frame.alliance, frame.day)
    objectives = content_of(in_force.content).objectives if in_force else ()
    if at >= len(objectives) or objectives[at].indicator:
        return line_gone(request, frame)
    objective = objectives[at]

    def act(filled: dict[str, Any]) -> Done:
        if filled["digest"] != key_of(objective):
            raise Refused(CHANGED)
        give_evidence(frame.alliance.public_id, key_of(objective), filled["text"], by=frame.actor)
        return done(frame, say("The evidence stands beside the objective; it is never changed."))

    deed = Deed(
        title=say("Give evidence for: {text}", text=objective.text),
        verb=say("Give the evidence"),
        form=EvidenceForm,
        act=act,
        lead=say("Agreed to show it: {evidence}", evidence=objective.evidence)
        if objective.evidence
        else None,
        crumbs=frame.crumbs,
        initial={"digest": key_of(objective)},
    )
    return answer(request, deed)
