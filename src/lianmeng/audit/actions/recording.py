"""One line for one action, in the action's own transaction: both are kept, or neither."""

import math
import secrets
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from lianmeng.audit.models import Head, Line, Value
from lianmeng.audit.queries.chains import line_fields
from lianmeng.audit.rules.chain import line_digest, value_digest
from lianmeng.core.actors import Actor
from lianmeng.core.sentences import Sentence

Subject = tuple[str, str]  # the kind of record, and its public id


@transaction.atomic
def record(
    sentence: Sentence,
    /,
    *,
    by: Actor,
    place: str,
    subject: Subject = ("", ""),
    person: str = "",
    rows_digest: str = "",
) -> Line:
    """Add the line that says what was done.

    `sentence` is in the past ("Renamed {old}"): no personal data in its text, only in its values. `place` is `CITY`
    or a public id. `person`: whose data the values are, so that they can be erased. `rows_digest` vouches for all
    rows of a bulk action. One writer a place and day: the head's row is locked.
    """
    now = timezone.now()
    head = _locked_head(place, timezone.localdate(now))
    values = [_salted(name, value, person) for name, value in sentence.values.items()]
    line = Line(
        place=place,
        day=head.day,
        number=head.count + 1,
        at=now,
        actor=by.id,
        text=sentence.text,
        plural=sentence.plural or "",
        subject_kind=subject[0],
        subject=subject[1],
        rows_digest=rows_digest,
        digests={one.name: value_digest(one.salt, one.value, one.person) for one in values},
        previous=head.digest,
    )
    line.digest = line_digest(line_fields(line))
    line.save()
    for one in values:
        one.line = line
    Value.objects.bulk_create(values)
    Head.objects.filter(pk=head.pk).update(count=line.number, digest=line.digest)
    return line


def _salted(name: str, value: object, person: str) -> Value:
    return Value(name=name, salt=secrets.token_hex(16), value=_plain(value), person=person)


def _locked_head(place: str, day: date) -> Head:
    Head.objects.get_or_create(place=place, day=day)
    return Head.objects.select_for_update().get(place=place, day=day)


def _plain(value: object) -> object:
    """A value as JSON keeps it; a sentence inside a sentence keeps its own text and values."""
    match value:
        case Sentence():
            kept = {name: _plain(one) for name, one in value.values.items()}
            return {"say": value.text, "values": kept, "plural": value.plural, "count": value.count}
        case tuple() | list():
            return [_plain(one) for one in value]
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case str():
            return value.replace("\0", "")
        case None | int() | float():
            return _steady(value)
    raise TypeError(f"an audit line cannot keep a {type(value).__name__}")


def _steady(value: float | None) -> float | str | None:
    """A number that every database gives back as it was: of one zero, and too short to turn into a whole one."""
    if not isinstance(value, float):
        return value
    if not math.isfinite(value):
        raise ValueError("an audit line cannot keep a number that is not finite")
    return value + 0.0 if abs(value) < 1e15 else repr(value)
