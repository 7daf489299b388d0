"""Who asks: a visitor without an account is known by a random name in the session."""

import secrets

from django.http import HttpRequest

from lianmeng.core.actors import NOBODY, Actor

_KEY = "visitor"


def visitor_of(request: HttpRequest) -> Actor:
    """The visitor as an actor; nobody until something was brought."""
    name = request.session.get(_KEY, "")
    return Actor(name) if name else NOBODY


def known_visitor(request: HttpRequest) -> Actor:
    """The visitor, given a name now if there is none yet."""
    if not request.session.get(_KEY):
        request.session[_KEY] = secrets.token_hex(16)
    return visitor_of(request)
