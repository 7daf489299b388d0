"""What people fill in about alliances."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lianmeng.alliances.rules.form import Form, Role
from lianmeng.alliances.rules.life import Asked, Step
from lianmeng.alliances.vocabulary import (
    PROPOSED,
    ActivityKind,
    Ground,
    HandOverKind,
    Labelled,
    Need,
    Verdict,
)
from lianmeng.core.language import CHINESE, spoken
from lianmeng.core.sentences import Sentence
from lianmeng.ledger.vocabulary import Unit
from lianmeng.schools.forms.choices import Choice, Day
from lianmeng.schools.rules.years import in_words
from lianmeng.schools.vocabulary import Stage

Pair = tuple[str, str]


def told(sentence: Sentence) -> str:
    return spoken(sentence, get_language() or CHINESE)


def _offer(form: forms.Form, **choices: Sequence[Pair]) -> None:
    """What is to choose from at each field."""
    known: Any = form.fields
    for name, listed in choices.items():
        known[name].choices = listed


def labelled(words: Iterable[Labelled]) -> list[Pair]:
    return [(one.value, told(one.label)) for one in words]


def long_text(label: Any, *, rows: int = 3, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class Seen(forms.Form):
    """A form that carries which state of the alliance its writer saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class RolesForm(forms.Form):
    """A field for each role: schools by name or code, one line each; districts to choose."""

    def __init__(self, *given: Any, kind: Form, districts: Sequence[Pair] = (), **named: Any) -> None:
        super().__init__(*given, **named)
        language = get_language() or CHINESE
        fields: dict[str, forms.Field] = {}
        for role in kind.roles:
            label = role.label.spoken(language)
            if kind.of == "districts":
                fields[f"role_{role.code}"] = forms.MultipleChoiceField(
                    choices=districts, label=label, widget=forms.CheckboxSelectMultiple
                )
            elif role.most == 1:
                fields[f"role_{role.code}"] = forms.CharField(
                    label=label, max_length=200, help_text=_("Name or code of the school.")
                )
            else:
                fields[f"role_{role.code}"] = long_text(
                    label,
                    required=role.least > 0,
                    help_text=_("Names or codes of schools, one on each line."),
                )
        self.fields = {**fields, **self.fields}


class BeginForm(RolesForm):
    title = forms.CharField(
        required=False,
        max_length=200,
        label=_("Title"),
        help_text=_("The names of the parties if left empty."),
    )
    since = Day(required=False, label=_("First day"))
    until = Day(required=False, label=_("Last day"))


class TermsForm(Seen):
    title = forms.CharField(max_length=200, label=_("Title"))
    since = Day(required=False, label=_("First day"))
    until = Day(required=False, label=_("Last day"))
    money = long_text(_("Money"), help_text=_("Who pays what, and for what; write “none” if there is none."))
    exit_criteria = long_text(_("Criteria of exit"))
    hand_back = long_text(_("How things are handed back"))


class ObjectiveForm(Seen):
    party = forms.ChoiceField(label=_("Whose objective"))
    text = forms.CharField(max_length=300, label=_("Objective"))
    indicator = forms.ChoiceField(
        required=False, label=_("Indicator"), help_text=_("Leave it out for an outcome that words describe.")
    )
    stage = Choice(
        Stage, label=_("Stage"), empty=_("The only one"), help_text=_("Of a school with more than one stage.")
    )
    baseline_year = forms.ChoiceField(
        required=False,
        label=_("School year of the baseline"),
        help_text=_("The baseline is counted from the school's return of that year and stays as it is."),
    )
    target = forms.DecimalField(
        required=False, label=_("Target value"), max_digits=12, help_text=_("In the unit of the indicator.")
    )
    due = Day(required=False, label=_("By when"))
    evidence = forms.CharField(required=False, max_length=300, label=_("What will show it"))

    def __init__(
        self,
        *given: Any,
        parties: Sequence[Pair],
        indicators: Sequence[Pair],
        years: Sequence[int],
        **named: Any,
    ) -> None:
        super().__init__(*given, **named)
        known_years = [("", str(_("Not chosen"))), *((str(one), in_words(one)) for one in years)]
        _offer(
            self,
            baseline_year=known_years,
            party=parties,
            indicator=[("", str(_("Not chosen"))), *indicators],
        )


class JoinForm(Seen):
    role = forms.ChoiceField(label=_("Role"))
    school = forms.CharField(label=_("School"), max_length=200, help_text=_("Name or code of the school."))

    def __init__(self, *given: Any, roles: Sequence[Role], **named: Any) -> None:
        super().__init__(*given, **named)
        language = get_language() or CHINESE
        _offer(self, role=[(one.code, one.label.spoken(language)) for one in roles])


class TaskForm(Seen):
    task = forms.CharField(max_length=300, label=_("Task"))
    owner = forms.ChoiceField(label=_("Who does it"))
    due = Day(required=False, label=_("By when"))
    evidence = forms.CharField(required=False, max_length=300, label=_("What will show it"))

    def __init__(self, *given: Any, parties: Sequence[Pair], **named: Any) -> None:
        super().__init__(*given, **named)
        _offer(self, owner=parties)


class GiftForm(Seen):
    giver = forms.ChoiceField(label=_("Who gives"))
    what = forms.CharField(max_length=300, label=_("What is given"))
    quantity = forms.DecimalField(
        required=False,
        min_value=Decimal("0.1"),
        max_digits=8,
        decimal_places=1,
        label=_("How much over the whole term"),
    )
    unit = Choice(Unit, label=_("Counted in"), empty=_("Not counted"))
    receiver = forms.ChoiceField(required=False, label=_("To whom"))

    def __init__(self, *given: Any, parties: Sequence[Pair], **named: Any) -> None:
        super().__init__(*given, **named)
        _offer(self, giver=parties, receiver=[("", str(_("All others"))), *parties])


class SignForm(forms.Form):
    """The digest is that of the text which stands above the form."""

    digest = forms.CharField(widget=forms.HiddenInput)
    party = forms.ChoiceField(label=_("For whom"))
    scan = forms.ChoiceField(
        required=False,
        label=_("Scan of the stamped paper"),
        help_text=_("If it was signed on paper. Bring the scan first: the way there stands above."),
    )
    day = Day(required=False, label=_("Day of the signature"), help_text=_("Today if left empty."))

    def __init__(self, *given: Any, parties: Sequence[Pair], scans: Sequence[Pair], **named: Any) -> None:
        super().__init__(*given, **named)
        choose: Any = self.fields
        choose["party"].choices = parties
        choose["scan"].choices = [("", str(_("Not chosen"))), *scans]


class StepForm(Seen):
    """What the row of the life needs, and no more."""

    def __init__(
        self,
        *given: Any,
        step: Step,
        asked: Asked,
        parties: Sequence[Pair] = (),
        grounds: Sequence[Ground] = PROPOSED,
        **named: Any,
    ) -> None:
        super().__init__(*given, **named)
        if parties:
            self.fields["party"] = forms.ChoiceField(label=_("Which member"), choices=parties)
        for need, (name, made) in _NEEDED.items():
            if need in step.needed(asked):
                self.fields[name] = made()
        if Need.GROUND in step.needs:
            self.fields["ground"] = forms.ChoiceField(label=_("Ground"), choices=labelled(grounds))
        self.fields["day"] = Day(
            required=False, label=_("Day of this step"), help_text=_("Today if left empty.")
        )
        if step.code == "reply":
            self.fields["reason"].label = _("What you say to it")


_NEEDED: dict[Need, tuple[str, Callable[[], forms.Field]]] = {
    Need.REASON: ("reason", lambda: long_text(_("Reason"), required=True)),
    Need.EVIDENCE: ("evidence", lambda: long_text(_("Evidence"), required=True, rows=2)),
    Need.DEADLINE: ("deadline", lambda: Day(label=_("By which day"))),
    Need.AUTHORISER: ("authoriser", lambda: forms.CharField(label=_("Authorised by"), max_length=100)),
    Need.NO_INTEREST: (
        "no_interest",
        lambda: forms.BooleanField(label=_("I have no interest in any of these parties")),
    ),
}


class VerdictForm(StepForm):
    """What an evaluation found, with all that a decision needs; what follows from it is the action's to say."""

    verdict = forms.ChoiceField(label=_("What the assessment found"))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        _offer(self, verdict=labelled(Verdict))
        self.fields["deadline"] = Day(
            required=False,
            label=_("To be put right by"),
            help_text=_("Only if it is below standard; without a day it is criticised first."),
        )


class InterestForm(forms.Form):
    text = long_text(_("What ties you to a party"), required=True)


class HandOverForm(Seen):
    kind = forms.ChoiceField(label=_("Of what kind"))
    text = long_text(
        _("What is handed over"), help_text=_("Leave it empty if of this kind there is nothing.")
    )
    receiver = forms.ChoiceField(label=_("To whom"), help_text=_("Not asked if there is nothing."))
    due = Day(label=_("By when"), help_text=_("Not asked if there is nothing."))

    def __init__(self, *given: Any, parties: Sequence[Pair], **named: Any) -> None:
        super().__init__(*given, **named)
        _offer(self, kind=labelled(HandOverKind), receiver=[("", str(_("Not chosen"))), *parties])
        if self.is_bound and not str(self["text"].value() or "").strip():
            self.fields["receiver"].required = self.fields["due"].required = False


class ActivityForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of activity"))
    day = Day(label=_("Day"))
    title = forms.CharField(max_length=200, label=_("What it was"))
    giver = forms.ChoiceField(label=_("Who held it"))
    quantity = forms.DecimalField(
        min_value=0, max_digits=8, decimal_places=1, label=_("How many lessons, times or persons")
    )
    minutes = forms.IntegerField(min_value=1, max_value=100_000, label=_("Minutes"))
    cost_yuan = forms.DecimalField(
        required=False, min_value=0, max_digits=12, decimal_places=2, label=_("Cost in yuan")
    )

    def __init__(self, *given: Any, parties: Sequence[Pair], **named: Any) -> None:
        super().__init__(*given, **named)
        _offer(self, kind=labelled(ActivityKind), giver=parties)
        for at, (_party, name) in enumerate(parties):
            for who, label in (("adults", _("Adults of %(name)s")), ("pupils", _("Pupils of %(name)s"))):
                self.fields[f"{who}_{at}"] = forms.IntegerField(
                    label=label % {"name": name}, min_value=0, max_value=100_000, required=False
                )
        self.fields["reflection"] = long_text(_("Reflection"))


class CorrectForm(forms.Form):
    day = Day(label=_("Day"))
    quantity = forms.DecimalField(min_value=0, max_digits=8, decimal_places=1, label=_("How much"))
    minutes = forms.IntegerField(min_value=0, max_value=100_000, label=_("Minutes"))
    cost_yuan = forms.DecimalField(min_value=0, max_digits=12, decimal_places=2, label=_("Cost in yuan"))
    reason = long_text(_("What was wrong"), required=True)


class WishForm(forms.Form):
    agrees = forms.TypedChoiceField(
        label=_("Your side's answer"),
        choices=(("yes", _("We agree")), ("no", _("We refuse"))),
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    reason = long_text(_("Reason"), help_text=_("Needed if you refuse."))


class ReasonForm(forms.Form):
    reason = long_text(_("Reason"), required=True)


class AnswerForm(forms.Form):
    answer = long_text(_("Answer"), required=True)


class EvidenceForm(forms.Form):
    """The digest is that of the objective that its writer read: another may stand in its place by now."""

    digest = forms.CharField(widget=forms.HiddenInput)
    text = long_text(
        _("What shows it"), required=True, help_text=_("What was found, and where it is kept. Name no pupil.")
    )


class PhotoForm(forms.Form):
    file = forms.FileField(
        label=_("Photo"),
        help_text=_("JPEG, PNG or WebP, at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


class ScanForm(forms.Form):
    party = forms.ChoiceField(label=_("Whose stamp"))
    file = forms.FileField(
        label=_("Scan"),
        help_text=_("PDF, JPEG or PNG, at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )

    def __init__(self, *given: Any, parties: Sequence[Pair], **named: Any) -> None:
        super().__init__(*given, **named)
        _offer(self, party=parties)


class PlainForm(forms.Form):
    """Nothing to fill in: only to be confirmed."""


class DelegateForm(forms.Form):
    person = forms.ChoiceField(label=_("Who may sign"))
    since = Day(label=_("From"))
    until = Day(label=_("Until (not included)"))

    def __init__(self, *given: Any, people: Sequence[Pair], **named: Any) -> None:
        super().__init__(*given, **named)
        _offer(self, person=people)
