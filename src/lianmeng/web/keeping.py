"""Pages that cannot change until their records do are drawn once and kept for a while in the process's memory."""

import hashlib
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

KEPT_SECONDS = 15 * 60
CHOICES = ("page", "year", "map")  # what of a query belongs to the page; the rest is overlooked


def kept_page(request: HttpRequest, version: str, draw: Callable[[], HttpResponse]) -> HttpResponse:
    """The page for this address, language and choices, drawn if it is not kept.

    `version` changes with the records behind the page. Ask only after the reader's right to see it was checked, and
    only for pages without a form to be posted, since such a form carries a token of its reader's own.
    """
    asked = [request.GET.get(name, "") for name in CHOICES]
    named = repr((request.path, get_language(), version, asked))
    key = f"page-{hashlib.sha256(named.encode()).hexdigest()}"
    content: bytes | None = cache.get(key)
    if content is None:
        content = draw().content
        cache.set(key, content, KEPT_SECONDS)
    return HttpResponse(content)
