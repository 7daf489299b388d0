"""The ledger to read: of the city, of a school, of an alliance; with tables, a drawing and a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lianmeng.alliances.forms.finding import LedgerForm
from lianmeng.alliances.models import Alliance
from lianmeng.alliances.queries.parties import names_on, titles_of
from lianmeng.alliances.views.doors import frame_of
from lianmeng.alliances.views.drawing import month_bars
from lianmeng.alliances.views.finding import rest_of
from lianmeng.core.language import CHINESE, spoken
from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.ledger.queries.reading import (
    MOST_ENTRIES,
    Amount,
    Scope,
    Sums,
    entries_from,
    every_sum,
    latest_entries,
    merged,
    sums_by,
    years_booked,
)
from lianmeng.ledger.rules.reciprocity import reciprocity
from lianmeng.ledger.vocabulary import Path, Unit
from lianmeng.tables import Column
from lianmeng.tables.writing import Value
from lianmeng.web.asking import asker
from lianmeng.web.files import FORMATS, table_file


@dataclass(frozen=True, slots=True)
class Read:
    """Whose ledger: its name, the pages above it; `costs` may be seen, and `entries` one by one, and corrected."""

    scope: Scope
    name: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()
    costs: bool = False
    entries: bool = False
    corrects: bool = False
    names: dict[str, str] = field(default_factory=dict)


@require_safe
def ledger_of_city(request: HttpRequest) -> HttpResponse:
    return _answer(request, Read(Scope()))


@require_safe
def ledger_of_school(request: HttpRequest, school: str) -> HttpResponse:
    name = names_on([school], localdate()).get(school)
    if name is None:
        raise Http404
    crumb = (name, reverse("schools:school", args=[school]))
    return _answer(request, Read(Scope(school=school), name, (crumb,)))


@require_safe
def ledger_of_alliance(request: HttpRequest, alliance_id: str) -> HttpResponse:
    frame = frame_of(request, alliance_id)
    read = Read(
        Scope(alliance=alliance_id),
        frame.alliance.title,
        ((frame.alliance.number, frame.address),),
        entries=frame.inside,
        corrects=frame.asked.authority,
        names=dict(frame.choices),
    )
    return _answer(request, read)


def _answer(request: HttpRequest, read: Read) -> HttpResponse:
    """Costs are for those who hold an office; everybody sees what was given."""
    form = LedgerForm(request.GET, years=years_booked())
    year, path = form.wanted()
    read = replace(read, scope=replace(read.scope, year=year, path=path), costs=bool(asker(request).roles))
    if (suffix := request.GET.get("as", "")) in FORMATS:
        return _file(suffix, read)
    kinds = sums_by(read.scope, "path", "unit", *(["alliance"] if read.scope.school else []))
    months = sums_by(read.scope, "month")
    total = sum((one.both for one in months), Amount())
    shown = {
        "read": read,
        "form": form,
        "title": _title(read, months, total),
        "total": total,
        "paths": [(Path(one.key[0]).label, one) for one in merged(kinds, 0)],
        "units": [(Unit(one.key[0]).label, one) for one in sorted(merged(kinds, 1), key=_place)],
        "months": [(f"{one.key[0]:%Y-%m}", one) for one in months[::-1]],
        "drawing": month_bars(months),
        "query": rest_of(request),
        "last_year": localdate().year - 1,
    }
    return render(request, "alliances/ledger.html", shown | _told_apart(request, read, kinds))


def _told_apart(request: HttpRequest, read: Read, kinds: list[Sums]) -> dict[str, Any]:
    """A school's by alliance; an alliance's by party, and its entries one by one for those inside."""
    if read.scope.school:
        return {"alliances": _by_alliance(merged(kinds, 2))}
    if not read.scope.alliance:
        return {}
    ways = sums_by(read.scope, "giver", "receiver")
    names = read.names | names_on({side for one in ways for side in one.key} - read.names.keys(), localdate())
    gave = {one.key[0]: one.given for one in merged(ways, 0)}
    got = {one.key[0]: one.given for one in merged(ways, 1)}
    parties = sorted(gave.keys() | got.keys(), key=lambda one: (-gave.get(one, Amount()).minutes, one))
    told: dict[str, Any] = {
        "parties": [
            (names.get(one, one), gave.get(one, Amount()), got.get(one, Amount())) for one in parties
        ],
        "reciprocity": reciprocity({(a, b): one.given.minutes for one in ways for a, b in [one.key]}),
    }
    return told | (_one_by_one(request, read, names) if read.entries else {})


def _one_by_one(request: HttpRequest, read: Read, names: Mapping[str, str]) -> dict[str, Any]:
    """A page of entries, each with its number and the names of its sides."""
    entries, many = latest_entries(read.scope)
    page = Paginator(range(many), MOST_ENTRIES).get_page(request.GET.get("page"))
    if page.number > 1:
        entries = entries_from(read.scope, page.start_index() - 1)
    return {
        "page": page,
        "page_prefix": rest_of(request),
        "entries": [
            (number, one, (names.get(one.giver, one.giver), names.get(one.receiver, one.receiver)))
            for number, one in enumerate(entries, page.start_index())
        ],
    }


def _by_alliance(rows: list[Sums]) -> list[tuple[str, str, Sums]]:
    """Public id, title and sums, the most minutes first; without an alliance, the empty title."""
    rows.sort(key=lambda one: (-one.both.minutes, one.key))
    titles = titles_of(one.key[0] for one in rows)
    return [(one.key[0], titles.get(one.key[0], ""), one) for one in rows]


def _place(one: Sums) -> int:
    return list(Unit).index(Unit(one.key[0]))


def _title(read: Read, months: list[Sums], total: Amount) -> Sentence:
    if read.scope.school:
        gave = sum(one.given.minutes for one in months)
        got = sum(one.received.minutes for one in months)
        return say(
            "{name}: gave {gave} minutes, received {got}", name=read.name, gave=f"{gave:,}", got=f"{got:,}"
        )
    minutes, entries = f"{total.minutes:,}", f"{total.entries:,}"
    if read.scope.alliance:
        return say("{name}: {minutes} minutes in the ledger", name=read.name, minutes=minutes)
    return say_count(
        "{minutes} minutes given in {entries} entry",
        "{minutes} minutes given in {entries} entries",
        total.entries,
        minutes=minutes,
        entries=entries,
    )


def _file(suffix: str, read: Read) -> HttpResponse:
    heads = [say("Month"), say("Path"), say("What (unit)"), say("Entries"), say("How much"), say("Minutes")]
    heads += [say("Cost in yuan")] if read.costs else []
    if read.scope.alliance or read.scope.school:
        heads += [say("Alliance"), say("Giver"), say("Receiver")]
    columns = [Column(_spoken(one), width=16) for one in heads]
    name = f"ledger-{read.scope.alliance or read.scope.school or 'city'}"
    return table_file(suffix, name, sheet=say("Ledger"), columns=columns, rows=_rows(read))


def _rows(read: Read) -> Iterator[list[Value]]:
    found = list(every_sum(read.scope))
    numbers = dict(
        Alliance.objects.filter(public_id__in={row[7] for row in found if row[7:]}).values_list(
            "public_id", "number"
        )
    )
    names = names_on({side for row in found for side in row[8:]}, localdate())
    for month, path, unit, entries, quantity, minutes, cost, *more in found:
        row: list[Value] = [f"{month:%Y-%m}", _spoken(Path(path).label), _spoken(Unit(unit).label)]
        row += [entries, float(quantity), minutes]
        row += [float(cost)] if read.costs else []
        row += [numbers.get(more[0], ""), *(names.get(side, side) for side in more[1:])] if more else []
        yield row


def _spoken(sentence: Sentence) -> str:
    return spoken(sentence, get_language() or CHINESE)
