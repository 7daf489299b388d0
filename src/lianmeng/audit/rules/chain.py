"""How a line is put into digests: the same values give the same digest on every machine, for ever."""

import hashlib
import json
from collections.abc import Mapping


def digest_of(record: object) -> str:
    """SHA-256 of the record as JSON with sorted keys and no blanks, in UTF-8."""
    text = json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def value_digest(salt: str, value: object) -> str:
    return digest_of([salt, value])


def line_digest(fields: Mapping[str, object]) -> str:
    """The digest of a line: of everything it says, with the digest of the line before it."""
    return digest_of(dict(fields))
