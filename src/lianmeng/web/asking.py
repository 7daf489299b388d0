"""Who asks for a page."""

from django.http import HttpRequest

from lianmeng.core.actors import NOBODY, Actor


def asker(request: HttpRequest) -> Actor:
    """The signed-in person as an actor, or nobody."""
    known: Actor = getattr(request, "actor", NOBODY)
    # The middleware looks the person up at the first question: hand on the actor itself.
    return known if type(known) is Actor else Actor(known.id, known.roles, known.record)
