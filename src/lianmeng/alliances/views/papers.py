"""The official documents of an alliance."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lianmeng.alliances.views.doors import frame_of, turned_away
from lianmeng.core.language import CHINESE, spoken
from lianmeng.core.refusal import Refused
from lianmeng.documents.queries.documents import documents_of, printed
from lianmeng.documents.queries.formats import FORMATS
from lianmeng.web.serving import file_answer


@require_safe
def document(request: HttpRequest, alliance_id: str, document_id: str) -> HttpResponse:
    """For those who may see inside: the PDF, or with `as` another format that there is."""
    frame = frame_of(request, alliance_id)
    found = [one.row for one in documents_of(("alliance", alliance_id)) if one.row.public_id == document_id]
    made = FORMATS.get(request.GET.get("as", "pdf"))
    if not found or made is None:
        raise Http404
    if not frame.inside:
        return turned_away(request)
    try:
        content = printed(document_id, made.suffix)
    except Refused as refused:  # a letter that the font lacks, a file that was lost
        messages.error(request, spoken(refused.sentence, get_language() or CHINESE))
        return HttpResponseRedirect(frame.address)
    return file_answer(content, made.media_type, f"{found[0].number}.{made.suffix}")
