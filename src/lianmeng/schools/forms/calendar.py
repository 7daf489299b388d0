"""The calendar of a school year as it is filled in: each term by its days, the other days line by line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianmeng.schools.forms.choices import Day
from lianmeng.schools.forms.life import Seen

_LONGEST = 20_000


def _lines(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=hint,
    )


class CalendarForm(Seen):
    """`terms`: for how many terms there is room; the first has to be filled in."""

    holidays = _lines(
        _("Holidays"),
        _("One a line, from when to when, and what it is: 2016-10-01 2016-10-07 National Day"),
    )
    make_ups = _lines(
        _("Make-up working days"),
        _("One a line, weekend days that are worked: 2016-10-08 for National Day"),
    )

    def __init__(self, *arguments: Any, terms: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for number in range(1, terms + 1):
            first, last = _("Term %(number)d, first day"), _("Term %(number)d, last day")
            told, needed = {"number": number}, number == 1
            self.fields[f"first_{number}"] = Day(label=str(first) % told, required=needed)
            self.fields[f"last_{number}"] = Day(label=str(last) % told, required=needed)
        self.order_fields([name for name in self.fields if name not in ("holidays", "make_ups")])
