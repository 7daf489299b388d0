"""The page on which anybody confirms that a paper is what was issued."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lianmeng.core.language import CHINESE
from lianmeng.documents.forms import ConfirmForm
from lianmeng.documents.queries.documents import confirmed


@require_safe
def confirm(request: HttpRequest, code: str = "") -> HttpResponse:
    """By the code in a link or a QR code, or by number and code as a person types them."""
    asked = bool(request.GET)
    form = ConfirmForm(request.GET if asked else None)
    found = None
    if code:
        found = confirmed(code)
    elif asked and form.is_valid():
        found = confirmed(form.cleaned_data["code"], form.cleaned_data["number"])
    unknown = found is None and bool(code or (asked and form.is_valid()))
    page: dict[str, Any] = {"form": form, "found": found, "unknown": unknown}
    if found is not None:
        language = get_language() or CHINESE
        page |= {"kind": found.kind.label(language), "about": found.kind.told(language)}
    return render(request, "documents/confirm.html", page, status=404 if unknown else 200)
