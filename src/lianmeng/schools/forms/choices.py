"""The words of the register as choices of a form, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lianmeng.core.language import CHINESE, spoken
from lianmeng.schools.vocabulary import Labelled

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"
Choices = Callable[[], list[tuple[str, str]]]


def labelled(words: Iterable[Labelled], empty: Words = "") -> Choices:
    """The words with their labels, asked anew for every reader; before them `empty`, if there is such a choice."""
    listed = list(words)

    def choices() -> list[tuple[str, str]]:
        language = get_language() or CHINESE
        first = [("", str(empty))] if empty else []
        return [*first, *((one.value, spoken(one.label, language)) for one in listed)]

    return choices


class Day(forms.DateField):
    """A day as browsers send it; also 2016/9/1, as people write it."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, *, label: Words, required: bool = True, help_text: Words = "") -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d"],
        )


class Choice(forms.ChoiceField):
    """One of the words; may be left out if `empty` says what that means."""

    def __init__(
        self, words: Iterable[Labelled], *, label: Words, empty: Words = "", help_text: Words = ""
    ) -> None:
        super().__init__(choices=labelled(words, empty), label=label, required=not empty, help_text=help_text)


ALL = _("All")
NOT_SENT = _("Not sent")
