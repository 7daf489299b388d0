"""Pages that cannot change until their records do are drawn once and kept for a while in the process's memory."""

import hashlib
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib.messages import get_messages
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import get_language

from lianmeng.web.asking import asker
from lianmeng.web.counting import count_at

KEPT_SECONDS = 15 * 60
CHOICES = ("page", "year", "stage", "map")  # what of a query belongs to the page; the rest is overlooked


def kept_page(request: HttpRequest, version: str, draw: Callable[[], HttpResponse]) -> HttpResponse:
    """The page for this address, language, choices, kind of reader and what waits there, drawn if it is not kept.

    `version` changes with the records behind the page. Ask only after the reader's right to see it was checked, and
    only for pages without a form to be posted, since such a form carries a token of its reader's own. A page that has
    something to tell to its reader alone is drawn for that reader, and not kept.
    """
    if len(get_messages(request)):
        return draw()
    chosen = {name: request.GET[name] for name in CHOICES if name in request.GET}
    actor = asker(request)
    kind = (
        bool(actor.id),
        sorted({role for role, _ in actor.roles}),
        count_at("notices:inbox", actor.id),
    )  # on which the way round the site depends
    named = repr((request.path, get_language(), version, sorted(chosen.items()), kind))
    key = f"page-{hashlib.sha256(named.encode()).hexdigest()}"
    kept = caches["pages"]
    content: bytes | None = kept.get(key)
    if content is None:
        request.GET = QueryDict(
            urlencode(chosen)
        )  # what is overlooked must not stand in a page kept for others
        content = draw().content
        kept.set(key, content, KEPT_SECONDS)
    return HttpResponse(content)
