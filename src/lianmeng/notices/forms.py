"""Nothing is filled in: the button is all."""

from django import forms


class Nothing(forms.Form):
    pass
