"""What people fill in to find alliances, and entries of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lianmeng.alliances.forms import Pair, labelled, told
from lianmeng.alliances.queries.finding import IN_EFFECT, OF_PATH, Wanted
from lianmeng.alliances.queries.forms import paths_of_several_forms
from lianmeng.alliances.rules.content import FIRST_DAY, MOST_YEARS
from lianmeng.alliances.rules.form import Form
from lianmeng.alliances.vocabulary import State
from lianmeng.core.language import CHINESE
from lianmeng.ledger.vocabulary import Path
from lianmeng.schools.forms.choices import ALL, Day


class FindForm(forms.Form):
    q = forms.CharField(required=False, max_length=100, label=_("Name or number"))
    form = forms.ChoiceField(required=False, label=_("Form of alliance"))
    district = forms.ChoiceField(required=False, label=_("District"))
    standing = forms.ChoiceField(required=False, label=_("State"))
    day = Day(required=False, label=_("As at"))
    frame = forms.SlugField(required=False, widget=forms.HiddenInput)  # counts of a district pair lead here

    def __init__(self, *given: Any, kinds: Sequence[Form], districts: Iterable[Pair], **named: Any) -> None:
        super().__init__(*given, **named)
        language = get_language() or CHINESE
        choose: Any = self.fields
        each = [(one.code, one.label.spoken(language)) for one in kinds]
        each += [(f"{OF_PATH}{one}", told(one.label)) for one in paths_of_several_forms()]
        choose["form"].choices = [("", ALL), *each]
        choose["district"].choices = [("", ALL), *districts]
        choose["standing"].choices = [("", ALL), (IN_EFFECT, _("In effect on the day")), *labelled(State)]

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day and not FIRST_DAY <= day <= FIRST_DAY.replace(year=localdate().year + MOST_YEARS):
            raise forms.ValidationError(_("Choose a day between 1990 and twenty years from now."))
        return day

    def wanted(self, today: date) -> Wanted:
        self.is_valid()
        known = self.cleaned_data
        words = {name: str(known.get(name) or "") for name in ("form", "district", "standing", "frame")}
        return Wanted(day=known.get("day") or today, text=str(known.get("q") or ""), **words)


class LedgerForm(forms.Form):
    path = forms.ChoiceField(required=False, label=_("Path"))
    year = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Calendar year"))

    def __init__(self, *given: Any, years: Sequence[int], **named: Any) -> None:
        super().__init__(*given, **named)
        choose: Any = self.fields
        choose["path"].choices = [("", ALL), *((one.value, told(one.label)) for one in Path)]
        choose["year"].choices = [("", ALL), *((one, one) for one in years)]

    def wanted(self) -> tuple[int | None, str]:
        """Year and path; what is not among the choices is said at its field, and all is shown."""
        self.is_valid()
        return self.cleaned_data.get("year"), str(self.cleaned_data.get("path") or "")
