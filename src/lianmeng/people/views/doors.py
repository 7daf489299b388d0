"""django-allauth's views as this site keeps doors: only the verbs that a page has, and 422 for a form refused."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponseBase]


def page(view: View) -> View:
    """A view that only shows something."""
    allowed: View = require_http_methods(["GET", "HEAD"])(view)
    return allowed


def form(view: View) -> View:
    """A view with a form."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if (
            isinstance(response, TemplateResponse)
            and request.method == "POST"
            and response.status_code == 200
        ):
            filled = (response.context_data or {}).get("form")
            response.status_code = 422 if filled is not None and filled.errors else 200
        return response

    allowed: View = require_http_methods(["GET", "HEAD", "POST"])(answer)
    return allowed
