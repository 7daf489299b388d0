"""Apply what was looked at, look again, take a file away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lianmeng.core.sentences import Sentence, say, say_count
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
        tells = _told(counts, closes=closes)
        return Done(reverse("imports:preview", args=[import_id]), tells)

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


def _told(counts: dict[str, int], *, closes: bool) -> tuple[Sentence, ...]:
    """What will become of the rows, before it is made so."""
    added, changed = counts.get("new", 0), counts.get("changed", 0)
    tells = [say("Added: {new}; changed: {changed}; all together or none.", new=added, changed=changed)]
    if refused := counts.get("refused", 0):
        tells.append(say_count("{count} refused row stays out.", "{count} refused rows stay out.", refused))
    if closes:
        tells.append(
            say_count(
                "{count} record that the file does not name is closed.",
                "{count} records that the file does not name are closed.",
                counts.get("gone", 0),
            )
        )
    return tuple(tells)
