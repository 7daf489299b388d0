"""One line for one action, in the action's own transaction: both are kept, or neither."""

import secrets
from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from lianmeng.audit.models import Head, Line, Value
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
    values = {name: _plain(value) for name, value in sentence.values.items()}
    salts = {name: secrets.token_hex(16) for name in values}
    line = Line(
        place=place,
        day=head.day,
        number=head.count + 1,
        at=now,
        actor=by.id,
        text=sentence.text,
        subject_kind=subject[0],
        subject=subject[1],
        rows_digest=rows_digest,
        digests={name: value_digest(salts[name], value) for name, value in values.items()},
        previous=head.digest,
    )
    line.digest = line_digest(line_fields(line))
    line.save()
    Value.objects.bulk_create(
        Value(line=line, name=name, salt=salts[name], value=values[name], person=person) for name in values
    )
    Head.objects.filter(pk=head.pk).update(count=line.number, digest=line.digest)
    return line


def _locked_head(place: str, day: date) -> Head:
    Head.objects.get_or_create(place=place, day=day)
    return Head.objects.select_for_update().get(place=place, day=day)


def line_fields(line: Line) -> dict[str, object]:
    """What the digest of a line covers."""
    return {
        "place": line.place,
        "day": line.day.isoformat(),
        "number": line.number,
        "at": line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": line.actor,
        "text": line.text,
        "subject": [line.subject_kind, line.subject],
        "rows_digest": line.rows_digest,
        "digests": line.digests,
        "previous": line.previous,
    }


def _plain(value: object) -> object:
    """A value as JSON keeps it; a sentence inside a sentence keeps its own text and values."""
    if isinstance(value, Sentence):
        kept = {name: _plain(one) for name, one in value.values.items()}
        return {"say": value.text, "values": kept, "plural": value.plural, "count": value.count}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"an audit line cannot keep a {type(value).__name__}")
