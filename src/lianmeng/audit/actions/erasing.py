"""Erase values of the audit: the line stays, and so does the digest that vouched for the value."""

from django.db import transaction

from lianmeng.audit.actions.recording import record
from lianmeng.audit.models import Value
from lianmeng.audit.vocabulary import ERASED
from lianmeng.core.actors import Actor
from lianmeng.core.roles import CITY
from lianmeng.core.sentences import Sentence


@transaction.atomic
def erase_values(*, by: Actor, **chosen: object) -> int:
    """Empty the personal values that a filter chooses (`person=…`, `line__day__lt=…`); a line says how many."""
    keys = list(
        Value.objects.filter(erased_at=None, **chosen).exclude(person="").values_list("pk", flat=True)
    )
    if not keys:
        return 0
    count = len(keys)
    line = record(Sentence(ERASED.text, {"count": count}, ERASED.plural, count), by=by, place=CITY)
    for start in range(0, count, 500):
        some = Value.objects.filter(pk__in=keys[start : start + 500])
        some.update(value=None, salt="", person="", erased_at=line.at)  # the moment ties them to their line
    return count
