"""What an alliance turns into: the draft of another one that grows from it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from lianmeng.alliances.actions.turning import turn_into
from lianmeng.alliances.forms import RolesForm
from lianmeng.alliances.queries.forms import form_named
from lianmeng.alliances.rules.form import Form, Party
from lianmeng.alliances.views.doors import Frame, for_those
from lianmeng.alliances.views.drafting import roles_filled
from lianmeng.alliances.views.ways import turns
from lianmeng.core.sentences import say
from lianmeng.web.steps import Deed, Done, answer


@for_those(lambda frame: bool(turns(frame.alliance, frame.asked, frame.form)))
def turn(request: HttpRequest, frame: Frame, code: str) -> HttpResponse:
    """The parties of today stand filled in; who stays out is taken out."""
    if code not in turns(frame.alliance, frame.asked, frame.form):
        raise Http404
    kind = form_named(code)

    def act(filled: dict[str, Any]) -> Done:
        made = turn_into(frame.alliance.public_id, code, roles_filled(kind, filled), by=frame.actor)
        told = say(
            "A draft is begun; “{title}” goes on until the new agreement is signed and approved.",
            title=frame.alliance.title,
        )
        return Done(reverse("alliances:alliance", args=[made]), (told,))

    own = code == frame.form.code
    deed = Deed(
        title=say("A member becomes the core of its own: {form}", form=kind.label)
        if own
        else say("Turn it into: {form}", form=kind.label),
        verb=say("Begin the draft"),
        form=RolesForm,
        act=act,
        lead=say("When it is approved, the member leaves the old alliance.")
        if own
        else say("When it is approved and all parties have come along, the end of the old one is proposed."),
        crumbs=frame.crumbs,
        initial={} if own else _as_now(kind, frame.parties),
        choices={"kind": kind},
    )
    return answer(request, deed)


def _as_now(kind: Form, parties: list[Party]) -> dict[str, str]:
    """The names of today's parties, role by role as far as there is room."""
    names, found = [one.name for one in parties], {}
    for role in kind.roles:
        room = role.most or len(names)
        found[f"role_{role.code}"] = "\n".join(names[:room])
        names = names[room:]
    return found
