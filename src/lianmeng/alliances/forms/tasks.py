"""What people fill in about a task of the work plan."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianmeng.alliances.forms import Seen, long_text
from lianmeng.schools.forms.choices import Day


class DoneForm(Seen):
    day = Day(required=False, label=_("Done on"), help_text=_("Today if left empty."))
    text = long_text(
        _("What shows it"), required=True, help_text=_("What was found, and where it is kept. Name no pupil.")
    )


class UndoneForm(Seen):
    reason = long_text(_("Reason"), required=True)


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File that shows it"),
        help_text=_("PDF, JPEG or PNG, at most 20 MB. It shows and names no pupil."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )
