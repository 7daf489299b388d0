"""What is filled in when a region is added, renamed, placed or abolished."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianmeng.schools.forms.choices import Choice, Day
from lianmeng.schools.forms.life import Seen
from lianmeng.schools.models import Region
from lianmeng.schools.vocabulary import RegionKind

NONE = _("None")


def _name() -> forms.CharField:
    return forms.CharField(label=_("Name of the region"), max_length=100)


def _code() -> forms.CharField:
    return forms.CharField(
        label=_("Code (GB/T 2260)"),
        max_length=20,
        required=False,
        help_text=_("An education-management area has none."),
    )


class PlacedForm(forms.Form):
    """What kind of region it is, and where it lies."""

    kind = Choice(RegionKind, label=_("Kind of region"))
    parent = forms.ChoiceField(label=_("Lies in"), required=False)
    layer = forms.TypedChoiceField(
        label=_("Circle layer"),
        choices=[("", NONE), ("1", "1"), ("2", "2"), ("3", "3")],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *arguments: Any, parents: Iterable[Region], **named: Any) -> None:
        super().__init__(*arguments, **named)
        listed = [(one.public_id, one.name) for one in parents]
        self.fields["parent"].choices = [("", NONE), *listed]  # type: ignore[attr-defined]


class AddRegionForm(PlacedForm):
    name = _name()
    code = _code()
    day = Day(
        label=_("From which day"),
        required=False,
        help_text=_("Empty: it was there as long as anybody knows."),
    )
    field_order = ("name", "code", "kind", "parent", "layer", "day")


class RenameRegionForm(Seen):
    name = _name()
    code = _code()
    day = Day(label=_("From which day"))


class PlaceRegionForm(PlacedForm, Seen):
    day = Day(
        label=_("From which day"), required=False, help_text=_("Empty: it was so as long as anybody knows.")
    )


class AbolishRegionForm(Seen):
    day = Day(label=_("The first day on which it is no longer there"))
