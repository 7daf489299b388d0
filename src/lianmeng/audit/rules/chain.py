"""How a line is put into digests: the same values give the same digest on every machine, for ever."""

import hashlib
import json
from collections.abc import Mapping, Sequence


def digest_of(record: object) -> str:
    """SHA-256 of the record as JSON with sorted keys and no blanks, in UTF-8."""
    text = json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def value_digest(salt: str, value: object, person: str) -> str:
    """Vouches for a value and for whose it is; the salt keeps it from being guessed."""
    return digest_of([salt, value, person])


def day_digest(day: str, before: str, heads: Sequence[tuple[str, int, str]]) -> str:
    """The head of a day over all places (place, lines, digest), with the head of the day before: it vouches for all."""
    return digest_of([day, before, [list(head) for head in heads]])


def line_digest(fields: Mapping[str, object]) -> str:
    """The digest of a line: of everything it says, with the digest of the line before it."""
    return digest_of(dict(fields))
