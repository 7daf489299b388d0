"""What stands on the paper, filled in to confirm it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ConfirmForm(forms.Form):
    number = forms.CharField(max_length=250, label=_("Number"), help_text=_("As it stands under the issuer."))
    code = forms.CharField(
        max_length=20, label=_("Check code"), help_text=_("Eight letters on the last page.")
    )
