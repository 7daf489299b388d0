"""The official documents of an alliance."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lianmeng.alliances.views.doors import frame_of, turned_away
from lianmeng.documents.actions.issuing import printed
from lianmeng.documents.queries.documents import documents_of
from lianmeng.web.serving import file_answer


@require_safe
def document(request: HttpRequest, alliance_id: str, document_id: str) -> HttpResponse:
    """The PDF, for those who may see inside."""
    frame = frame_of(request, alliance_id)
    found = [one.row for one in documents_of(("alliance", alliance_id)) if one.row.public_id == document_id]
    if not found:
        raise Http404
    if not frame.inside:
        return turned_away(request)
    return file_answer(printed(document_id), "application/pdf", f"{found[0].number}.pdf")
