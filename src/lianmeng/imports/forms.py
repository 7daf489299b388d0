"""What an officer fills in: a file, what its columns are, what is to be done with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lianmeng.core.language import CHINESE, spoken
from lianmeng.core.sentences import Sentence
from lianmeng.imports.rules.columns import LEFT_OUT, Columns, Headings
from lianmeng.imports.rules.fields import Field, Shape
from lianmeng.imports.rules.understanding import words_of
from lianmeng.imports.rules.words import WORDS
from lianmeng.imports.vocabulary import WITHOUT_SCHOOLS, Kind
from lianmeng.schools.vocabulary import Scheme


def _said(sentence: Sentence) -> str:
    return spoken(sentence, get_language() or CHINESE)


class BringForm(forms.Form):
    kind = forms.ChoiceField(label=_("What the file holds"))
    file = forms.FileField(label=_("The file, CSV or XLSX"), allow_empty_file=True)
    second = forms.FileField(
        label=_("A second file that completes it"),
        help_text=_("For instance pupils by grade, joined by the code of the school."),
        required=False,
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, kinds: Sequence[Kind], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = [(kind.value, _said(kind.label)) for kind in kinds]  # type: ignore[attr-defined]


class ApplyForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    closes_gone = forms.BooleanField(
        label=_("Close what is gone"),
        help_text=_(
            "What the register has and the file does not name ends on the day of the file, and stays in history."
        ),
        required=False,
    )

    def __init__(self, *args: Any, gone: int = 0, **more: Any) -> None:
        super().__init__(*args, **more)
        if not gone:
            del self.fields["closes_gone"]


class EmptyForm(forms.Form):
    """For what needs no more than a yes."""


class SettingsForm(forms.Form):
    """What holds for the whole file; first where its table stands, for on that depends which columns there are."""

    sheet = forms.ChoiceField(label=_("Sheet of the workbook"))
    heading_row = forms.IntegerField(
        label=_("Row of the headings"),
        help_text=_("If you change it, the columns are shown anew before the file is read."),
        min_value=1,
        max_value=50,
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    scheme = forms.ChoiceField(label=_("School codes"), required=False)
    day = forms.DateField(
        label=_("The file's facts hold from"),
        help_text=_("What the file says otherwise than the register is dated to this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    adds_regions = forms.BooleanField(
        label=_("Add districts that the register does not know"), required=False
    )
    words = forms.CharField(
        label=_("Words of the file"),
        help_text=_(
            "One a line, as “High = -”: the word of the file, then what it means; “-” leaves the row out."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    decimal = forms.ChoiceField(
        label=_("Decimal sign"),
        choices=[("", _("as the file shows")), (".", "12.5"), (",", "12,5")],
        required=False,
    )
    save_as = forms.CharField(
        label=_("Keep these columns under a name"),
        help_text=_("For next year's file."),
        max_length=100,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        shape: Shape,
        kind: Kind,
        regions: Sequence[tuple[str, str]],
        whole_city: bool,
        sheets: Sequence[str] = (),
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self._lone = [one for one in shape.fields if one.lone]
        schemes = [("", str(_("Not chosen"))), *((one.value, _said(one.label)) for one in Scheme)]
        self.fields["scheme"].choices = schemes  # type: ignore[attr-defined]
        self.fields["sheet"].choices = [(one, one) for one in sheets]  # type: ignore[attr-defined]
        if len(sheets) < 2:
            del self.fields["sheet"]
        for one in self._lone:
            self.fields[f"lone-{one.key}"] = _lone_field(one, regions)
        if kind in WITHOUT_SCHOOLS:
            del self.fields["scheme"]
        if kind is Kind.SCHOOLS:
            self.fields["scheme"].required = True
            self.fields["scheme"].error_messages["required"] = _(
                "Say which kind of school codes the file has."
            )
        if kind is not Kind.SCHOOLS or not whole_city:
            del self.fields["adds_regions"]

    @property
    def chosen_sheet(self) -> str:
        return str(self.cleaned_data.get("sheet", ""))

    @property
    def lone(self) -> dict[str, str]:
        return {
            one.key: self.cleaned_data[f"lone-{one.key}"]
            for one in self._lone
            if self.cleaned_data[f"lone-{one.key}"]
        }

    @property
    def meanings(self) -> dict[str, str]:
        lines = (line.partition("=") for line in self.cleaned_data["words"].splitlines())
        return {
            said.strip(): _meant(word.strip()) for said, _, word in lines if said.strip() and word.strip()
        }


def _meant(word: str) -> str:
    """The register's word: as it is kept, or as it is called in either language."""
    if word == LEFT_OUT:
        return word
    for name, kind in WORDS.items():
        for one in kind:
            if word.casefold() in {
                one.value,
                *(spoken(one.label, language).casefold() for language in ("en", CHINESE)),
            }:
                return one.value
        if word.casefold() in words_of(name):
            return words_of(name)[word.casefold()]
    return word


def _lone_field(one: Field, regions: Sequence[tuple[str, str]]) -> forms.Field:
    """One value for all rows, where no column has it."""
    label = _said(one.label)
    hint = _("Only where no column holds it.")
    if one.type == "choice":
        words = [("", str(_("Not chosen")))] + [(word.value, _said(word.label)) for word in WORDS[one.words]]
        return forms.ChoiceField(label=label, choices=words, required=False, help_text=hint)
    if one.type == "region":
        return forms.ChoiceField(
            label=label, choices=[("", str(_("Not chosen"))), *regions], required=False, help_text=hint
        )
    return forms.CharField(label=label, max_length=20, required=False, help_text=hint)


@dataclass(frozen=True, slots=True)
class Choice:
    """A column on the page: its heading, its first values, and the one or two fields that it holds."""

    name: str
    heading: str
    examples: list[str]
    field: str
    also: str


class ColumnChoices:
    """The fields of the columns of one file; `mark` tells the second file's from the first's."""

    def __init__(self, headings: Sequence[str], rows: Sequence[Sequence[str]], mark: str) -> None:
        self.headings, self.mark = headings, mark
        self._examples = [[row[at] for row in rows[:3] if at < len(row)] for at in range(len(headings))]

    def choices(self, chosen: dict[str, Headings]) -> Iterator[Choice]:
        for at, heading in enumerate(self.headings):
            if heading:
                fields = [key for key, headings in chosen.items() if heading in headings][:2]
                first, also = (*fields, "", "")[:2]
                yield Choice(f"{self.mark}{at}", heading, self._examples[at], first, also)

    def posted(self, posted: QueryDict, shape: Shape) -> dict[str, Headings]:
        known = {one.key for one in shape.fields}
        found: dict[str, list[str]] = {}
        for at, heading in enumerate(self.headings):
            for name in (f"{self.mark}{at}", f"{self.mark}{at}-also"):
                key = posted.get(name, "")
                if key in known and heading and heading not in found.get(key, ()):
                    found.setdefault(key, []).append(heading)
        return {key: tuple(headings) for key, headings in found.items()}


def initial_of(columns: Columns) -> dict[str, Any]:
    """The settings of a map as the form shows them."""
    words = "\n".join(f"{said} = {word}" for said, word in columns.words.items())
    lone = {f"lone-{key}": value for key, value in columns.lone.items()}
    kept = {
        name: getattr(columns, name)
        for name in ("scheme", "day", "adds_regions", "heading_row", "sheet", "decimal")
    }
    return kept | lone | {"words": words}
