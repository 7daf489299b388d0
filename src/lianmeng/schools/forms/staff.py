"""What is filled in about somebody of the staff."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianmeng.schools.forms.choices import NOT_SENT, Choice, Day
from lianmeng.schools.forms.life import Seen
from lianmeng.schools.vocabulary import Degree, KeyLevel, Stage, Subject, Title

ALL_STAGES = _("No section, or all")


class PersonForm(forms.Form):
    number = forms.CharField(label=_("Staff number"), max_length=40)
    name = forms.CharField(label=_("Full name"), max_length=100)
    identity = forms.CharField(
        label=_("Identity number"),
        max_length=40,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "It is sealed and never shown again. It only serves to notice that somebody is there already."
        ),
    )


class TermsForm(forms.Form):
    """Who employs somebody, and as what. `employers`: the public id and name of each that may be chosen."""

    employer = forms.ChoiceField(label=_("Employer"), required=False)
    degree = Choice(Degree, label=_("Degree"), empty=NOT_SENT)
    title = Choice(Title, label=_("Professional title"), empty=NOT_SENT)
    key_level = Choice(KeyLevel, label=_("Key teacher"), empty=NOT_SENT)

    def __init__(self, *arguments: Any, employers: Iterable[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["employer"].choices = [("", NOT_SENT), *employers]  # type: ignore[attr-defined]


class DutiesForm(forms.Form):
    subject = Choice(Subject, label=_("Subject"), empty=NOT_SENT)
    stage = Choice(Stage, label=_("Stage"), empty=ALL_STAGES)
    share_percent = forms.IntegerField(
        label=_("Share of a full post, in per cent"), min_value=1, max_value=100, initial=100
    )


class TakeOnForm(PersonForm, TermsForm, DutiesForm):
    field_order = tuple(PersonForm.base_fields)  # who it is stands first

    day = Day(label=_("From which day"))


class CorrectForm(Seen, PersonForm):
    pass


class ChangeTermsForm(Seen, TermsForm):
    day = Day(label=_("From which day"))


class AppointForm(Seen, DutiesForm):
    school = forms.CharField(label=_("Code of the school"), max_length=40)
    day = Day(label=_("From which day"))
    field_order = ("school", "subject", "stage", "share_percent", "day")


class LeaveForm(Seen):
    day = Day(label=_("The first day without it"))


class AgainForm(Seen):
    day = Day(label=_("From which day"))
