"""Pages that cannot change until their records do are drawn once and kept for a while in the process's memory."""

from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

KEPT_SECONDS = 15 * 60


def kept_page(
    request: HttpRequest, version: str, draw: Callable[[], HttpResponse], *choices: str
) -> HttpResponse:
    """The page for this address, language and `choices` (those of the query that matter), drawn if it is not kept.

    `version` changes with the records behind the page. Ask only after the reader's right to see it was checked, and
    only for pages without a form to be posted, since such a form carries a token of its reader's own.
    """
    key = "|".join(("page", request.path, get_language() or "", version, *choices))
    content: bytes | None = cache.get(key)
    if content is None:
        content = draw().content
        cache.set(key, content, KEPT_SECONDS)
    return HttpResponse(content)
