"""The way to a language, and the pages that say that something cannot be shown."""

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request

from lianmeng.core.sentences import Sentence, say


def to_language(request: HttpRequest) -> HttpResponse:
    """The home page in the language that the browser prefers."""
    return redirect(f"/{get_language_from_request(request)}/")


def _problem(request: HttpRequest, status: int, title: Sentence, advice: Sentence) -> HttpResponse:
    return render(request, "web/problem.html", {"title": title, "advice": advice}, status=status)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    advice = say("Go back, check what you filled in, and send it again.")
    return _problem(request, 400, say("This request could not be understood"), advice)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    advice = say("If you came here by a link, ask the person who gave it to you who may open it.")
    return _problem(request, 403, say("You may not open this page"), advice)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    advice = say(
        "Open the page again and send the form once more; your browser must accept cookies of this site."
    )
    return _problem(request, 403, say("The form is too old to be sent"), advice)


def wrong_address(request: HttpRequest, exception: Exception) -> HttpResponse:
    advice = say(
        "Check the address. The page may be gone, or be shown to others only: sign in, if you have not yet."
    )
    return _problem(request, 404, say("There is no such page"), advice)


def went_wrong(request: HttpRequest) -> HttpResponse:
    advice = say("Try again; if it stays so, tell the operator the time and the address.")
    title = say("Something went wrong here")
    try:
        return _problem(request, 500, title, advice)
    except Error:  # the frame asks the database too: then the page stands without one
        return HttpResponse(
            render_to_string("web/problem.html", {"title": title, "advice": advice}), status=500
        )
