"""Files that somebody may see, as an answer: kept by nobody between, never guessed at, never run."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def file_answer(content: bytes, media_type: str, name: str, *, shown: bool = False) -> HttpResponse:
    """`shown`: a picture inside a page; everything else is saved under its name."""
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Content-Disposition"] = str(content_disposition_header(not shown, name))
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
