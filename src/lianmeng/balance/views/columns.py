"""Say what the columns of a register mean."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lianmeng.balance.actions.registers import name_columns
from lianmeng.balance.forms import ROLES, ColumnsForm, as_laid_out
from lianmeng.balance.queries.reading import layout_of
from lianmeng.balance.queries.registers import columns_of
from lianmeng.balance.rules.columns import Columns
from lianmeng.balance.rules.guess import guess_columns, guess_stage
from lianmeng.balance.rules.registers import why_not_change
from lianmeng.balance.views.frame import Frame, frame_of
from lianmeng.balance.views.visitor import visitor_of
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence
from lianmeng.standards.queries import standards
from lianmeng.tables import Peek, peek

REFUSED = 422
NOTHING_NAMED = Columns((), (), ())


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, register_id: str) -> HttpResponse:
    frame = frame_of(request, register_id, read=False)
    posted = request.POST if request.method == "POST" else None
    named = columns_of(frame.register) if frame.register.columns else NOTHING_NAMED
    known = as_laid_out(named, posted)
    try:
        seen = peek(Path(frame.register.file.path), layout=layout_of(known))
    except Refused as refused:  # the headings are not where they were said to be
        first = replace(known, heading_row=1)
        form = ColumnsForm(peek(Path(frame.register.file.path)), first, posted)
        return _page(request, frame, form, refused.sentence)
    if posted is not None and "look" not in posted:
        return _read(request, frame, ColumnsForm(seen, known, posted), posted)
    if posted is not None or known == NOTHING_NAMED:
        known = _guessed(frame, seen, known)
    return _page(request, frame, ColumnsForm(seen, known), None)


def _guessed(frame: Frame, seen: Peek, known: Columns) -> Columns:
    measures = [measure for one in standards() for measure in one.measures]
    guessed = guess_columns(seen.headings, measures, language=frame.language)
    return replace(guessed, heading_row=known.heading_row, decimal=known.decimal)


def _read(request: HttpRequest, frame: Frame, form: ColumnsForm, posted: QueryDict) -> HttpResponse:
    standard, _, stage = posted.get("standard", "").partition(":")
    register_id = frame.register.public_id
    try:
        name_columns(register_id, form.columns(), standard=standard, stage=stage, by=visitor_of(request))
    except Refused as refused:
        return _page(request, frame, form, refused.sentence)
    return redirect("balance:register", register_id=register_id)


def _page(request: HttpRequest, frame: Frame, form: ColumnsForm, refusal: Sentence | None) -> HttpResponse:
    stages = [
        (
            f"{one.code}:{stage.code}",
            f"{one.label.spoken(frame.language)} · {stage.label.spoken(frame.language)}",
        )
        for one in standards()
        for stage in one.stages.values()
    ]
    names = [
        measure.indicator.label.spoken(frame.language) for one in standards() for measure in one.measures
    ]
    page = {
        "frame": frame,
        "form": form,
        "choices": list(form.choices),
        "roles": list(ROLES.items()),
        "stages": stages,
        "chosen": request.POST.get("standard", _standard_of(frame, form)),
        "indicators": list(dict.fromkeys(names)),
        "refusal": refusal,
        "closed": why_not_change(frame.register.owner, visitor_of(request)),
    }
    return render(request, "balance/columns.html", page, status=REFUSED if refusal else 200)


def _standard_of(frame: Frame, form: ColumnsForm) -> str:
    """What the register was read with; before that the newest standard, if the file tells its stage."""
    register = frame.register
    if register.reading is not None:
        return f"{register.standard}:{register.stage}".strip(":")
    cells = (cell for row in form.seen.rows for cell in row)
    newest, stage = standards()[0], guess_stage([register.name, *form.headings, *cells])
    return f"{newest.code}:{stage}" if stage in newest.stages else ""
