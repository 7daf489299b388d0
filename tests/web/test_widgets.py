"""What we write without templates is what Django writes with them, but for empty lines."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from lianmeng.web.widgets import Renderer

CHOICES = [
    ("", "全部"),
    ("a<b", 'A "quoted" <one>'),
    (3, "three"),
    ("city", [("x", "in & out"), ("y", "why")]),
]


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.Select(choices=CHOICES), "a<b"),
        (forms.Select(choices=CHOICES), 3),
        (forms.Select(choices=CHOICES), None),
        (forms.SelectMultiple(choices=CHOICES), ["x", "3"]),
        (forms.TextInput(), 'a "b" <c> & 学'),
        (forms.TextInput(), None),
        (forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), date(2026, 11, 28)),
        (forms.NumberInput(attrs={"min": 0, "step": "any"}), 7),
        (forms.HiddenInput(), "seen"),
    ],
)
def test_the_same_as_with_templates(widget: forms.Widget, value: object) -> None:
    attributes = {"id": "i", "class": 'x"y', "required": True, "disabled": False, "aria-describedby": "i-h"}
    written = [widget.render("name", value, attributes, one()) for one in (Renderer, DjangoTemplates)]
    first, second = ([line.strip() for line in one.splitlines() if line.strip()] for one in written)
    assert first == second
