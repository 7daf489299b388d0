"""What is filled in about the ledger: nothing yet but a confirmation."""

from django import forms


class CloseForm(forms.Form):
    """Nothing to fill in: only to be confirmed."""
