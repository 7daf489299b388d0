"""What is filled in when schools merge or split, and about sections and campuses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianmeng.schools.forms.choices import Choice, Day, labelled
from lianmeng.schools.forms.life import Seen, WithRegions
from lianmeng.schools.vocabulary import Stage

PARTS = (1, 2, 3)


class MergeForm(WithRegions):
    no_region = _("Where the first of the schools lies")
    codes = forms.CharField(
        label=_("Codes of the schools that become one"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("One code a line, two or more."),
    )
    into = forms.CharField(
        label=_("Code of the school that goes on"),
        required=False,
        max_length=40,
        help_text=_("Leave it empty if a new school carries them on; then fill in the new school below."),
    )
    code = forms.CharField(label=_("New school: code"), required=False, max_length=40)
    name = forms.CharField(label=_("New school: name"), required=False, max_length=200)
    region = forms.ChoiceField(label=_("New school: region"), required=False)
    day = Day(label=_("From which day"))

    def clean(self) -> dict[str, Any]:
        filled = super().clean() or self.cleaned_data
        if not filled.get("into"):
            for name in ("code", "name"):
                if not filled.get(name):
                    self.add_error(name, _("Name the school that goes on above, or fill in the new school."))
        return filled


class SplitForm(Seen):
    continues = forms.BooleanField(
        label=_("The school itself goes on"), required=False, widget=forms.CheckboxInput
    )
    day = Day(label=_("From which day"))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for part in PARTS:
            first = part == PARTS[0]
            self.fields[f"code{part}"] = forms.CharField(
                label=_("New school %(number)s: code") % {"number": part}, required=first, max_length=40
            )
            self.fields[f"name{part}"] = forms.CharField(
                label=_("New school %(number)s: name") % {"number": part}, required=first, max_length=200
            )
            self.fields[f"stages{part}"] = forms.MultipleChoiceField(
                choices=labelled(Stage),
                label=_("New school %(number)s: sections") % {"number": part},
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )


class SectionForm(Seen):
    stage = Choice(Stage, label=_("Stage"))
    day = Day(label=_("From which day"))


class EndForm(Seen):
    """Something ends; the day is the first without it."""

    day = Day(label=_("The first day without it"))


class CampusForm(Seen):
    name = forms.CharField(label=_("Name of the campus"), max_length=200)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    longitude = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    day = Day(label=_("From which day"))
