"""Apply what was looked at, look again, take a file away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lianmeng.core.sentences import say
from lianmeng.imports.actions.files import forget
from lianmeng.imports.actions.mapping import ask_to_apply, look_again
from lianmeng.imports.forms import ApplyForm, EmptyForm
from lianmeng.imports.views.frame import crumbs, import_of, officer
from lianmeng.web.steps import Deed, Done, answer


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, import_id: str) -> HttpResponse:
    one = import_of(request, import_id)
    actor, counts = officer(request), one.counts

    def act(filled: dict[str, Any]) -> Done:
        closes = filled.get("closes_gone", False)
        ask_to_apply(import_id, seen=filled["seen"], closes_gone=closes, by=actor)
        tells = [
            say(
                "{new} rows are added and {changed} records changed, all together or none.",
                new=counts.get("new", 0),
                changed=counts.get("changed", 0),
            )
        ]
        if counts.get("refused"):
            tells.append(say("{refused} refused rows stay out.", refused=counts["refused"]))
        if closes:
            tells.append(
                say("{gone} records that the file does not name are closed.", gone=counts.get("gone", 0))
            )
        return Done(reverse("imports:preview", args=[import_id]), tuple(tells))

    deed = Deed(
        title=say("Apply {file}", file=one.file_name),
        verb=say("Apply it to the register"),
        form=ApplyForm,
        act=act,
        crumbs=crumbs(one),
        initial={"seen": one.version},
        choices={"gone": counts.get("gone", 0)},
    )
    return answer(request, deed)


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, import_id: str) -> HttpResponse:
    one, actor = import_of(request, import_id), officer(request)

    def act(filled: dict[str, Any]) -> Done:
        look_again(import_id, by=actor)
        return Done(reverse("imports:preview", args=[import_id]))

    deed = Deed(
        title=say("Compare {file} with the register again", file=one.file_name),
        verb=say("Compare again"),
        form=EmptyForm,
        act=act,
        crumbs=crumbs(one),
        plain=True,
    )
    return answer(request, deed)


@require_http_methods(["GET", "HEAD", "POST"])
def forget_import(request: HttpRequest, import_id: str) -> HttpResponse:
    one, actor = import_of(request, import_id), officer(request)

    def act(filled: dict[str, Any]) -> Done:
        forget(import_id, by=actor)
        return Done(reverse("imports:imports"), (say("The file {file} is taken away.", file=one.file_name),))

    deed = Deed(
        title=say("Take {file} away", file=one.file_name),
        verb=say("Take it away"),
        form=EmptyForm,
        act=act,
        lead=say("The file goes with all that was read of it. The register stays as it is."),
        crumbs=crumbs(one),
        plain=True,
    )
    return answer(request, deed)
