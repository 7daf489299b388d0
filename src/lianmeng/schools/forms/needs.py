"""A need or strength of a school."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianmeng.schools.forms.choices import Choice, Day
from lianmeng.schools.forms.life import Seen
from lianmeng.schools.vocabulary import Audience, NeedKind, Side, Subject


class NeedForm(forms.Form):
    side = Choice(Side, label=_("Need or strength"))
    kind = Choice(NeedKind, label=_("About what"))
    subject = Choice(Subject, label=_("Subject"), empty=_("None in particular"))
    text = forms.CharField(label=_("In your words"), max_length=300, required=False)
    level = forms.TypedChoiceField(
        label=_("How urgent, or how strong"),
        choices=[("1", _("1, a little")), ("2", _("2, clearly")), ("3", _("3, very"))],
        coerce=int,
    )
    seen_by = Choice(Audience, label=_("Who may see it"))
    day = Day(label=_("From which day"))


class CorrectNeedForm(Seen, NeedForm):
    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        del self.fields["day"]


class WithdrawForm(Seen):
    day = Day(label=_("The first day without it"))
