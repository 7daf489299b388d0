"""Say what the columns of a file are."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from lianmeng.core.language import CHINESE, spoken
from lianmeng.core.refusal import Refused
from lianmeng.imports.actions.mapping import name_columns
from lianmeng.imports.forms import ColumnChoices, SettingsForm, initial_of
from lianmeng.imports.models import Import
from lianmeng.imports.queries.listing import columns_of_map, last_map_of, maps_of
from lianmeng.imports.rules.columns import Columns, columns_from
from lianmeng.imports.rules.fields import FIGURE, shape_of
from lianmeng.imports.rules.guess import guess_columns
from lianmeng.imports.views.frame import crumbs, import_of, officer
from lianmeng.imports.views.heads import look
from lianmeng.imports.vocabulary import ImportState, Kind
from lianmeng.schools.queries import districts
from lianmeng.schools.queries.loading import schemes_in_use
from lianmeng.schools.queries.regions import parents_to_choose

REFUSED = 422
_CLOSED = (ImportState.APPLYING, ImportState.APPLIED)


class _Page:
    """The page's parts: what the files look like, the columns as known, the form."""

    def __init__(self, request: HttpRequest, one: Import) -> None:
        self.request, self.one, self.kind = request, one, Kind(one.kind)
        self.shape = shape_of(self.kind)
        self.looked = look(one, request.POST)
        self.seen, self.turned = self.looked.first, self.looked.turned
        self.known, self.map_name = self._known()
        self.choices = [ColumnChoices(self.seen.headings, self.seen.rows, "c")]
        if self.looked.second is not None:
            self.choices.append(ColumnChoices(self.looked.second.headings, self.looked.second.rows, "s"))
        above = parents_to_choose if self.kind is Kind.REGIONS else districts
        found = [(one.public_id, one.name) for one in above(localdate())]
        allowed = [(key, name) for key, name in found if not one.within or key in one.within]
        self.form = SettingsForm(
            self.looked.posted or None,
            initial=initial_of(self.known) | {"save_as": self.map_name, "shown": self.looked.shown},
            shape=self.shape,
            kind=self.kind,
            regions=allowed,
            whole_city=officer(request).is_city_officer,
            sheets=self.seen.sheets,
        )
        if self.looked.refusal is not None:
            told = spoken(self.looked.refusal, get_language() or CHINESE)
            self.form.add_error("heading_row", told)

    def _known(self) -> tuple[Columns, str]:
        """The columns as they are known, with where their headings stand in these files."""
        second = self.looked.second
        known, name = self._known_before(second.headings if second else [])
        sheet = (self.seen.origin.sheet or "") if len(self.seen.sheets) > 1 else ""
        row, second_row = self.seen.heading_row, second.heading_row if second else 1
        return replace(known, heading_row=row, second_row=second_row, sheet=sheet), name

    def _known_before(self, second: list[str]) -> tuple[Columns, str]:
        """The map that was asked for, else what was said before, else last year's, else a guess."""
        today = localdate().isoformat()
        asked = self.request.GET.get("map", "")
        chosen = columns_of_map(self.kind, asked) if asked else None
        if chosen is not None:
            return replace(chosen, day=today), next(
                (one.name for one in maps_of(self.kind) if one.public_id == asked), ""
            )
        if self.one.columns and not self.turned:
            return columns_from(self.one.columns), self.one.map_name
        last = last_map_of(self.kind, set(self.seen.headings))
        if last is not None:
            return replace(columns_from(last.columns), day=today), last.name
        schemes = schemes_in_use()
        scheme = schemes[0] if len(schemes) == 1 else ""
        guessed = guess_columns(self.kind, self.seen.headings, second)
        return replace(guessed, day=today, scheme=scheme, adds_regions=not self.one.within), ""

    def posted(self) -> Columns:
        filled, form = self.form.cleaned_data, self.form
        first, *more = [each.posted(self.request.POST, self.shape) for each in self.choices]
        lone = {key: value for key, value in form.lone.items() if key not in first}
        return Columns(
            first,
            more[0] if more else {},
            lone,
            form.meanings,
            scheme=filled.get("scheme", ""),
            day=filled["day"].isoformat(),
            adds_regions=filled.get("adds_regions", False),
            heading_row=filled["heading_row"],
            second_row=self.known.second_row,
            sheet=self.form.chosen_sheet,
            decimal=filled["decimal"],
        )

    def _place(self, refusal: Refused | None) -> str:
        """Where on the page that is put right of which a refusal tells."""
        if refusal is None or refusal.field not in self.form.fields:
            return "columns"
        return str(self.form[refusal.field].id_for_label)

    def answer(self, refusal: Refused | None = None) -> HttpResponse:
        chosen = [self.known.first, self.known.second]
        if self.request.method == "POST" and not self.turned:
            chosen = [each.posted(self.request.POST, self.shape) for each in self.choices]
        shown = {
            "one": self.one,
            "crumbs": crumbs(self.one),
            "kind": self.kind.label,
            "form": self.form,
            "known": self.known,
            "wrong": 0 if refusal else sum(len(found) for found in self.form.errors.values()),
            "files": [
                (each, list(each.choices(dict(some))))
                for each, some in zip(self.choices, chosen, strict=False)
            ],
            "fields": [one for one in self.shape.fields if not one.key.startswith(FIGURE)],
            "figures": [one for one in self.shape.fields if one.key.startswith(FIGURE)],
            "maps": list(maps_of(self.kind)),
            "map_name": self.map_name,
            "refusal": refusal,
            "refusal_at": self._place(refusal),
        }
        bad = refusal is not None or (self.request.method == "POST" and not self.form.is_valid())
        return render(self.request, "imports/columns.html", shown, status=REFUSED if bad else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, import_id: str) -> HttpResponse:
    one = import_of(request, import_id)
    if one.state in _CLOSED or one.files_gone_at is not None:
        return redirect("imports:preview", import_id=import_id)
    page = _Page(request, one)
    if request.method != "POST" or page.turned or not page.form.is_valid():
        return page.answer()
    try:
        name_columns(
            import_id, page.posted(), save_as=page.form.cleaned_data["save_as"].strip(), by=officer(request)
        )
    except Refused as refused:
        if refused.field in page.form.fields:
            page.form.add_error(refused.field, spoken(refused.sentence, get_language() or CHINESE))
        return page.answer(refused)
    return redirect("imports:preview", import_id=import_id)
