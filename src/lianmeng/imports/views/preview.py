"""What the file would change: while it is read, when it can be looked at, when it is applied."""

from __future__ import annotations

import io
from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lianmeng.core.language import CHINESE, spoken
from lianmeng.imports.actions.mapping import APPLY, PREVIEW
from lianmeng.imports.models import Import
from lianmeng.imports.queries.folders import staged_folder, told_progress
from lianmeng.imports.queries.refused import write_refused, write_refused_of_second
from lianmeng.imports.queries.shown import Row, Shown
from lianmeng.imports.queries.staged import Staged
from lianmeng.imports.rules.keeping import sentence_from
from lianmeng.imports.views.frame import import_of
from lianmeng.imports.vocabulary import ImportState, Kind, RowState
from lianmeng.jobs.queries.jobs import job_about
from lianmeng.jobs.vocabulary import JobState

_A_PAGE = 25
_WAIT_SECONDS = 2
_WORKING = {ImportState.READING: PREVIEW, ImportState.APPLYING: APPLY}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def preview(request: HttpRequest, import_id: str) -> HttpResponse:
    one = import_of(request, import_id)
    state = ImportState(one.state)
    shown = {
        "one": one,
        "kind": Kind(one.kind).label,
        "state": state,
        "refusal": sentence_from(one.refusal),
        "closed": state is ImportState.APPLIED or one.files_gone_at is not None,
    }
    if state in _WORKING:
        return _working(request, one, state, shown)
    if state in (ImportState.PREVIEWED, ImportState.APPLIED):
        shown |= _rows(request, one) | {"second_refused": _second_refused(one)}
    return render(request, "imports/preview.html", shown)


def _working(request: HttpRequest, one: Import, state: ImportState, shown: dict[str, object]) -> HttpResponse:
    """The page comes again by itself, without a script, until the work is done."""
    job = job_about(_WORKING[state], one.public_id)
    failed = job is not None and job.state == JobState.FAILED
    waiting = job is None or job.state == JobState.WAITING
    shown |= {"failed": failed, "waiting": waiting, "percent": 0 if waiting else told_progress(one)}
    answer = render(request, "imports/working.html", shown)
    if not failed:
        answer["Refresh"] = str(_WAIT_SECONDS)
    return answer


def _rows(request: HttpRequest, one: Import) -> dict[str, object]:
    """The counts, and the rows of the chosen state, first those to be mended; of an applied file only these."""
    counts = [(state, one.counts.get(state.value, 0)) for state in RowState]
    refused_first = sorted(RowState, key=lambda state: state is not RowState.REFUSED)
    open_states = [state for state in refused_first if one.counts.get(state.value)]
    if one.files_gone_at is not None:
        open_states = []
    elif one.state == ImportState.APPLIED:
        open_states = [state for state in open_states if state is RowState.REFUSED]
    if not open_states:
        return {"counts": counts, "open_states": open_states}
    asked = request.GET.get("state", "")
    chosen = next((state for state in open_states if state.value == asked), open_states[0])
    total = one.counts[chosen.value]
    page = Paginator(range(total), _A_PAGE).get_page(request.GET.get("page"))
    shown = Shown(one)
    rows: list[Row] = shown.rows(chosen, page.start_index() - 1, _A_PAGE)
    return {
        "unknown": shown.unknown() if one.state == ImportState.PREVIEWED else [],
        "counts": counts,
        "open_states": open_states,
        "chosen": chosen,
        "page": page,
        "rows": rows,
        "page_query": f"state={chosen.value}&",
    }


@require_safe
def refused(request: HttpRequest, import_id: str) -> HttpResponse:
    """The refused rows as a workbook."""
    one = import_of(request, import_id)
    if not one.counts.get(RowState.REFUSED.value) or one.files_gone_at is not None:
        raise Http404
    return _workbook(one, write_refused, f"refused-{one.public_id}.xlsx")


@require_safe
def refused_of_second(request: HttpRequest, import_id: str) -> HttpResponse:
    """The rows of the second file that were not taken, as a workbook."""
    one = import_of(request, import_id)
    if not _second_refused(one):
        raise Http404
    return _workbook(one, write_refused_of_second, f"refused-second-{one.public_id}.xlsx")


def _second_refused(one: Import) -> int:
    """How many rows of the second file were not taken."""
    if not one.second_name or not one.staged or one.files_gone_at is not None:
        return 0
    return sum(frame.height for frame in Staged(staged_folder(one)).second)


def _workbook(one: Import, write: Callable[..., None], name: str) -> HttpResponse:
    language = get_language() or CHINESE
    stream = io.BytesIO()
    write(one, stream, lambda sentence: spoken(sentence, language))
    answer = HttpResponse(stream.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
