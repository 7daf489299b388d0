"""What one looks for among the schools."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianmeng.schools.forms.choices import ALL, Choice, Day
from lianmeng.schools.queries.finding import Wanted
from lianmeng.schools.vocabulary import Ownership, SchoolKind, Setting, Stage


class FindForm(forms.Form):
    """Read with GET: what cannot be understood is said beside its field, and the rest is looked for."""

    q = forms.CharField(required=False, max_length=100, label=_("Name, initials or code"))
    region = forms.ChoiceField(required=False, label=_("District"))
    stage = Choice(Stage, label=_("Stage"), empty=ALL)
    setting = Choice(Setting, label=_("Setting"), empty=ALL)
    ownership = Choice(Ownership, label=_("Ownership"), empty=ALL)
    kind = Choice(SchoolKind, label=_("Kind of school"), empty=ALL)
    day = Day(required=False, label=_("As at"))

    def __init__(self, *arguments: Any, regions: Iterable[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["region"].choices = [("", ALL), *regions]  # type: ignore[attr-defined]

    def wanted(self, today: date) -> Wanted:
        self.is_valid()
        known = self.cleaned_data
        words = {
            name: str(known.get(name) or "") for name in ("region", "stage", "setting", "ownership", "kind")
        }
        return Wanted(day=known.get("day") or today, text=str(known.get("q") or ""), **words)

    @property
    def narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields if name != "day")
