"""django-allauth's views as this site keeps doors: only the verbs that a page has, and 422 for a form refused."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from lianmeng.people.rules.policy import policy

View = Callable[..., HttpResponseBase]


def page(view: View) -> View:
    """A view that only shows something."""
    allowed: View = require_http_methods(["GET", "HEAD"])(view)
    return allowed


def form(view: View) -> View:
    """A view with a form."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        filled = (response.context_data or {}).get("form") if isinstance(response, TemplateResponse) else None
        if filled is not None:
            _plainly(filled)
            if request.method == "POST" and response.status_code == 200 and filled.errors:
                response.status_code = 422
        return response

    allowed: View = require_http_methods(["GET", "HEAD", "POST"])(answer)
    return allowed


def _plainly(filled: Form) -> None:
    """Labels stand outside of the fields, and a hint says what we say; the page itself tells of forgotten passwords."""
    for name, field in filled.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if "password" in name:
            filled[name].help_text = field.help_text = ""
    if "password1" in filled.fields:
        hint = gettext("At least %(letters)s characters, no common password, not like your name.")
        filled["password1"].help_text = hint % {"letters": policy().least_letters}
