"""The lines of the audit, newest first."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lianmeng.audit.queries.lines import Chosen, Entry, lines_page
from lianmeng.audit.queries.names import places_within
from lianmeng.audit.rules.reading import may_read, may_read_all, places_to_read
from lianmeng.audit.views.asking import for_readers
from lianmeng.core.actors import Actor
from lianmeng.core.language import CHINESE
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say

FILTERS = ("place", "day", "actor", "subject")


@require_safe
@for_readers(may_read)
def lines(request: HttpRequest, actor: Actor) -> HttpResponse:
    asked = {name: text[:80] for name in (*FILTERS, "before") if (text := request.GET.get(name, "").strip())}
    chosen = Chosen(
        places=None if may_read_all(actor) else places_within(places_to_read(actor)),
        place=asked.get("place", ""),
        day=_day(asked.get("day", "")),
        actor=asked.get("actor", ""),
        subject=asked.get("subject", ""),
        before=asked.get("before", ""),
    )
    try:
        found = lines_page(chosen)
    except Refused as refused:
        raise Http404 from refused
    kept = {name: text for name, text in asked.items() if name in FILTERS}
    page = {
        "rows": [_row(entry, kept) for entry in found.entries],
        "chosen": list(_chosen(kept, found.entries)),
        "kept": kept,
        "older": urlencode({**kept, "before": found.older}) if found.older else "",
        "newest": "before" not in asked,
        "reads_all": may_read_all(actor),
    }
    return render(request, "audit/lines.html", page)


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text)
    return None


def _row(entry: Entry, kept: dict[str, str]) -> dict[str, object]:
    def only(name: str, value: str) -> str:
        return urlencode({**kept, name: value})

    return {
        "entry": entry,
        "told": entry.told(get_language() or CHINESE),
        "of_place": only("place", entry.place),
        "of_actor": only("actor", entry.actor) if entry.actor else "",
        "of_subject": only("subject", entry.subject) if entry.subject else "",
    }


_LABELS = {"place": say("Place"), "day": say("Day"), "actor": say("Done by"), "subject": say("About")}


def _chosen(kept: dict[str, str], entries: Sequence[Entry]) -> Iterator[tuple[Sentence, Sentence | str, str]]:
    """The filters in force: label, value as a person reads it, and the address without it.

    Only what a line of this reader's names is named: an address that somebody makes up tells nothing of others.
    """
    names: dict[tuple[str, str], Sentence | str] = {}
    for one in entries:
        names["place", one.place], names["actor", one.actor] = one.place_name, one.actor_name
    for name, value in kept.items():
        rest = urlencode({other: text for other, text in kept.items() if other != name})
        yield _LABELS[name], names.get((name, value), value), rest
