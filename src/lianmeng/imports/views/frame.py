"""Who may come in, and which import is meant."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse

from lianmeng.core.actors import Actor
from lianmeng.core.sentences import Sentence, say
from lianmeng.imports.models import Import
from lianmeng.imports.queries.listing import import_for
from lianmeng.imports.rules.rights import may_import
from lianmeng.web.asking import asker

TITLE = say("Loading files")


def officer(request: HttpRequest) -> Actor:
    """The officer who asks; anybody else may not."""
    actor = asker(request)
    if not may_import(actor):
        raise PermissionDenied
    return actor


def import_of(request: HttpRequest, import_id: str) -> Import:
    """The import, if it is for whoever asks; for others there is none."""
    try:
        return import_for(asker(request), import_id)
    except Import.DoesNotExist:
        raise Http404 from None


def crumbs(one: Import | None = None) -> tuple[tuple[Sentence | str, str], ...]:
    first: tuple[tuple[Sentence | str, str], ...] = ((TITLE, reverse("imports:imports")),)
    return (
        first if one is None else (*first, (one.file_name, reverse("imports:preview", args=[one.public_id])))
    )
