"""What people fill in about accounts and roles."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from lianmeng.core.language import CHINESE, spoken
from lianmeng.core.roles import CITY, Role
from lianmeng.people.queries.places import MOST_CHOICES

_DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def role_choices(roles: tuple[Role, ...]) -> list[tuple[str, str]]:
    return [(role.value, spoken(role.label, get_language() or CHINESE)) for role in roles]


class RoleForm(forms.Form):
    """A role at a place; where the places are too many to list, the place is typed."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200)
    since = forms.DateField(label=gettext_lazy("From"), widget=_DAY, initial=timezone.localdate)

    def __init__(
        self,
        *args: Any,
        roles: tuple[Role, ...] = (),
        places: list[tuple[str, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(label=gettext_lazy("Role"), choices=role_choices(roles))
        listed = places or []
        if len(listed) <= MOST_CHOICES:
            chosen: forms.Field = forms.ChoiceField(
                label=gettext_lazy("Place"), choices=[*_the_city(roles), *listed]
            )
        else:
            hint = gettext_lazy("The school's code, or the full name of a school or district.")
            chosen = forms.CharField(label=gettext_lazy("Place"), max_length=200, help_text=hint)
            if _the_city(roles):
                chosen.help_text = gettext_lazy(
                    "“city” for the whole city; else the school's code, or the full name of a school or district."
                )
        self.fields["place"] = chosen
        about_the_person = (name for name in self.fields if name not in {*RoleForm.base_fields, "until"})
        self.order_fields([*about_the_person, *RoleForm.base_fields])


def _the_city(roles: tuple[Role, ...]) -> list[tuple[str, str]]:
    of_the_city = set(roles) - {Role.DISTRICT_OFFICER, Role.SCHOOL_LEADER, Role.TEACHER, Role.GROUP_OFFICE}
    return [(CITY, str(gettext_lazy("The whole city")))] if of_the_city else []


class GiveRole(RoleForm):
    until = forms.DateField(
        label=gettext_lazy("Until"),
        widget=_DAY,
        required=False,
        help_text=gettext_lazy("The first day on which it is no longer held."),
    )


class EndRole(forms.Form):
    until = forms.DateField(
        label=gettext_lazy("Until"),
        widget=_DAY,
        initial=timezone.localdate,
        help_text=gettext_lazy("The first day on which it is no longer held; with today it ends at once."),
    )


class AccountParticulars(forms.Form):
    username = forms.CharField(
        label=gettext_lazy("Username"),
        max_length=60,
        help_text=gettext_lazy(
            "For signing in: letters, digits, “.”, “-” and “_”. No identity or telephone number."
        ),
    )
    name = forms.CharField(label=gettext_lazy("Full name"), max_length=60)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    provider_name = forms.CharField(
        label=gettext_lazy("Name at the city's sign-in service"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Only if the city has such a service and the person signs in by it."),
    )

    staff_number = forms.CharField(
        label=gettext_lazy("Staff number"),
        max_length=40,
        required=False,
        help_text=gettext_lazy(
            "Whoever works at a school sees their own record, if their number stands here."
        ),
    )

    def clean_username(self) -> str:
        """No identity or telephone number: a username stands in logs."""
        username = str(self.cleaned_data["username"])
        if not re.fullmatch(r"[\w.-]+", username):
            raise forms.ValidationError(gettext_lazy("Use letters, digits, “.”, “-” and “_” only."))
        if re.search(r"\d{11}", username):
            raise forms.ValidationError(
                gettext_lazy("This looks like an identity or telephone number. Choose another username.")
            )
        return username


class NewAccount(AccountParticulars, RoleForm):
    """An account comes with its first role."""


class ChangeAccount(AccountParticulars):
    seen = forms.IntegerField(widget=forms.HiddenInput)


class Nothing(forms.Form):
    """A change that needs no words."""


class PeopleFilter(forms.Form):
    q = forms.CharField(label=gettext_lazy("Name or username"), max_length=60, required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("District"), required=False)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = str(gettext_lazy("All"))
        self.fields["role"] = forms.ChoiceField(
            label=gettext_lazy("Role"), required=False, choices=[("", every), *role_choices(tuple(Role))]
        )
        self.fields["place"] = forms.ChoiceField(
            label=gettext_lazy("Place"), required=False, choices=[("", every), *places]
        )
