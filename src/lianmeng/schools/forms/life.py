"""What is filled in when something happens to a school."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianmeng.schools.forms.choices import NOT_SENT, Choice, Day, Words, labelled
from lianmeng.schools.models import Region
from lianmeng.schools.vocabulary import Ownership, Scheme, SchoolKind, Setting, Stage


class Seen(forms.Form):
    """A change to a record carries the number of the version that was seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class WithRegions(forms.Form):
    """A form in which one of these regions is chosen; `no_region` says what it means to choose none."""

    no_region: Words = NOT_SENT

    def __init__(self, *arguments: Any, regions: Iterable[Region], **named: Any) -> None:
        super().__init__(*arguments, **named)
        listed = [(one.public_id, one.name) for one in regions]
        self.fields["region"].choices = [("", self.no_region), *listed]  # type: ignore[attr-defined]


def _name() -> forms.CharField:
    return forms.CharField(label=_("Name of the school"), max_length=200)


def _address() -> forms.CharField:
    return forms.CharField(label=_("Address"), max_length=300, required=False)


def _degrees(label: Any, most: int) -> forms.FloatField:
    return forms.FloatField(label=label, required=False, min_value=-most, max_value=most, localize=False)


class RenameForm(Seen):
    name = _name()
    day = Day(label=_("From which day"))


class MoveForm(Seen, WithRegions):
    region = forms.ChoiceField(label=_("Region"), required=False)
    setting = Choice(Setting, label=_("Setting"), empty=NOT_SENT)
    address = _address()
    longitude = _degrees(_("Longitude"), 180)
    latitude = _degrees(_("Latitude"), 90)
    day = Day(label=_("From which day"))


class KindForm(Seen):
    kind = Choice(SchoolKind, label=_("Kind of school"))
    ownership = Choice(Ownership, label=_("Ownership"), empty=NOT_SENT)
    code = forms.CharField(
        label=_("School code"),
        max_length=40,
        help_text=_("Under some schemes a school that changes its kind gets another code."),
    )
    day = Day(label=_("From which day"))


class CloseForm(Seen):
    reason = forms.CharField(label=_("Why it closes"), max_length=200)
    day = Day(label=_("The first day on which it is no longer there"))


class ReopenForm(Seen):
    day = Day(label=_("From which day"))


class OpenForm(WithRegions):
    scheme = Choice(Scheme, label=_("How school codes are built here"))
    code = forms.CharField(label=_("School code"), max_length=40)
    name = _name()
    region = forms.ChoiceField(label=_("Region"), required=False)
    stages = forms.MultipleChoiceField(
        choices=labelled(Stage), label=_("Sections"), required=False, widget=forms.CheckboxSelectMultiple
    )
    setting = Choice(Setting, label=_("Setting"), empty=NOT_SENT)
    ownership = Choice(Ownership, label=_("Ownership"), empty=NOT_SENT)
    kind = Choice(SchoolKind, label=_("Kind of school"))
    address = _address()
    longitude = _degrees(_("Longitude"), 180)
    latitude = _degrees(_("Latitude"), 90)
    day = Day(label=_("On which day it opens"))
