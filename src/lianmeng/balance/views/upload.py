"""Bring a register, say what its columns mean, take it away again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lianmeng.balance.actions.registers import add_register, forget_register, name_columns
from lianmeng.balance.forms import ROLES, ColumnsForm, UploadForm, as_laid_out
from lianmeng.balance.queries.reading import layout_of
from lianmeng.balance.queries.registers import columns_of
from lianmeng.balance.rules.guess import guess_columns
from lianmeng.balance.rules.registers import why_not_change
from lianmeng.balance.views.frame import Frame, frame_of
from lianmeng.balance.views.registers import registers_page
from lianmeng.balance.views.visitor import known_visitor, visitor_of
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.standards.queries import standards
from lianmeng.tables import peek

REFUSED = 422


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
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
def columns(request: HttpRequest, register_id: str) -> HttpResponse:
    frame = frame_of(request, register_id, read=False)
    posted = request.POST if request.method == "POST" else None
    known = as_laid_out(columns_of(frame.register), posted)
    try:
        form = ColumnsForm(peek(Path(frame.register.file.path), layout=layout_of(known)), known, posted)
    except Refused as refused:  # the headings are not where they were said to be
        seen = peek(Path(frame.register.file.path))
        return _columns_page(
            request, frame, ColumnsForm(seen, replace(known, heading_row=1), posted), refused.sentence
        )
    if posted is None:
        return _columns_page(request, frame, form, None)
    if "look" in posted:
        guessed = replace(guess_columns(form.headings), heading_row=known.heading_row, decimal=known.decimal)
        return _columns_page(request, frame, ColumnsForm(form.seen, guessed), None)
    standard, _, stage = posted.get("standard", "").partition(":")
    try:
        name_columns(register_id, form.columns(), standard=standard, stage=stage, by=visitor_of(request))
    except Refused as refused:
        return _columns_page(request, frame, form, refused.sentence)
    return redirect("balance:register", register_id=register_id)


def _columns_page(
    request: HttpRequest, frame: Frame, form: ColumnsForm, refusal: Sentence | None
) -> HttpResponse:
    register = frame.register
    chosen = request.POST.get("standard", f"{register.standard}:{register.stage}".strip(":"))
    stages = [
        (
            f"{one.code}:{stage.code}",
            f"{one.label.spoken(frame.language)} · {stage.label.spoken(frame.language)}",
        )
        for one in standards()
        for stage in one.stages.values()
    ]
    names = dict.fromkeys(
        measure.indicator.label.spoken(frame.language) for one in standards() for measure in one.measures
    )
    page = {
        "frame": frame,
        "form": form,
        "choices": list(form.choices),
        "roles": list(ROLES.items()),
        "stages": stages,
        "chosen": chosen if register.reading or refusal else (chosen or "cn-2017:primary"),
        "indicators": list(names),
        "refusal": refusal,
        "closed": why_not_change(register.owner, visitor_of(request)),
    }
    return render(request, "balance/columns.html", page, status=REFUSED if refusal else 200)


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
