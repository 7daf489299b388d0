"""The list of imports, and bringing a file."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lianmeng.core.sentences import say
from lianmeng.imports.actions.files import bring
from lianmeng.imports.forms import BringForm
from lianmeng.imports.queries.listing import imports_for
from lianmeng.imports.rules.rights import why_not_import
from lianmeng.imports.views.frame import crumbs, officer
from lianmeng.imports.vocabulary import ImportState, Kind
from lianmeng.web.steps import Deed, Done, answer

_A_PAGE = 20


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    actor = officer(request)
    page = Paginator(imports_for(actor), _A_PAGE).get_page(request.GET.get("page"))
    rows = [(one, Kind(one.kind).label, ImportState(one.state)) for one in page]
    return render(request, "imports/imports.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def bring_file(request: HttpRequest) -> HttpResponse:
    actor = officer(request)

    def act(filled: dict[str, Any]) -> Done:
        one = bring(filled["file"], filled["second"], kind=Kind(filled["kind"]), by=actor)
        return Done(reverse("imports:columns", args=[one.public_id]))

    deed = Deed(
        title=say("Bring a file"),
        verb=say("Upload, then name the columns"),
        form=BringForm,
        act=act,
        lead=say(
            "One row for each school, section, person, need or other entry; up to {most} MB. The sheet and "
            "the row of the headings are chosen next. Nothing changes before you have seen what would change.",
            most=settings.IMPORT_MAX_BYTES // 1024**2,
        ),
        crumbs=crumbs(),
        choices={"kinds": [kind for kind in Kind if why_not_import(actor, kind) is None]},
        plain=True,
    )
    return answer(request, deed)
