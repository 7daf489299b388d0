"""A yearly return: each figure a number, or the word that says why it is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from unicodedata import normalize

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lianmeng.core.figures import Absence
from lianmeng.core.language import CHINESE, LANGUAGES, spoken
from lianmeng.core.sentences import say
from lianmeng.schools.vocabulary import YearlyFigure

REASONS = (Absence.NOT_SENT, Absence.NOT_DUE, Absence.DOES_NOT_APPLY)
_WORDS = {spoken(one.label, language).casefold(): one.value for one in Absence for language in LANGUAGES}


class FigureField(forms.CharField):
    """A number as people write it (1,236), or a word for its absence in either language."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> float | str | None:
        text = str(super().clean(value)).strip()
        if not text:
            return None
        if text.casefold() in _WORDS:
            return _WORDS[text.casefold()]
        try:
            number = float(normalize("NFKC", text).replace(",", "").replace(" ", ""))
        except ValueError:
            told = say(
                "“{text}” is neither a number nor a reason. Write a number, or one of: {reasons}.",
                text=text,
                reasons=tuple(one.label for one in REASONS),
            )
            raise forms.ValidationError(spoken(told, get_language() or CHINESE)) from None
        return int(number) if number.is_integer() else number


class ReturnForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, before: Mapping[str, float | str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        language = get_language() or CHINESE
        for figure in YearlyFigure:
            last = written(before.get(figure))
            self.fields[figure.value] = FigureField(
                label=spoken(figure.label, language),
                required=False,
                max_length=40,
                help_text=_("Last year: %(last)s") % {"last": last} if last else "",
            )


def filled_figures(filled: Mapping[str, Any]) -> dict[str, float | str]:
    return {one.value: filled[one.value] for one in YearlyFigure if filled.get(one.value) is not None}


def written(value: float | str | None) -> str:
    """A kept value as it is written into its field."""
    if value is None:
        return ""
    if isinstance(value, str):
        return spoken(Absence(value).label, get_language() or CHINESE)
    return f"{value:g}" if not float(value).is_integer() else str(int(value))
