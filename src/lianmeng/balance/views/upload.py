"""Bring a register, and take it away again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lianmeng.balance.actions.registers import add_register, forget_register
from lianmeng.balance.forms import UploadForm
from lianmeng.balance.rules.registers import why_not_change
from lianmeng.balance.views.frame import frame_of
from lianmeng.balance.views.registers import registers_page
from lianmeng.balance.views.visitor import known_visitor, visitor_of
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":  # a page that was refused, loaded again or in the other language
        return redirect("balance:registers")
    form = UploadForm(request.POST, request.FILES)
    file = form.cleaned_data.get("file") if form.is_valid() else None
    try:
        if file is None:
            raise Refused(say("Choose a file first: CSV or XLSX."), field="file")
        register = add_register(file, by=known_visitor(request))
    except Refused as refused:
        page = registers_page(request, form) | {"refusal": refused.sentence}
        return render(request, "balance/registers.html", page, status=REFUSED)
    return redirect("balance:columns", register_id=register.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, register_id: str) -> HttpResponse:
    """A page that says what will go; its button does it."""
    frame = frame_of(request, register_id, read=False)
    refusal = why_not_change(frame.register.owner, visitor_of(request))
    if request.method == "POST":
        try:
            forget_register(register_id, by=visitor_of(request))
        except Refused as refused:
            return render(
                request, "balance/delete.html", {"frame": frame, "refusal": refused.sentence}, status=REFUSED
            )
        return redirect("balance:registers")
    status = REFUSED if refusal else 200
    return render(request, "balance/delete.html", {"frame": frame, "refusal": refusal}, status=status)
