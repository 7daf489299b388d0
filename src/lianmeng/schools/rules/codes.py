"""Whether a code is one of its scheme."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.vocabulary import Scheme


@dataclass(frozen=True, slots=True)
class Part:
    """The characters `first` to `last` (from 1, both inclusive) of a code, and what may stand there."""

    first: int
    last: int
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Structure:
    """How codes are built. `recoded`: a school that changes its type gets another code."""

    scheme: Scheme
    pattern: re.Pattern[str]
    recoded: bool
    parts: tuple[Part, ...]


def why_not_a_code(structure: Structure, code: str) -> Sentence | None:
    """What is wrong with a code, or nothing."""
    scheme = structure.scheme
    if not structure.pattern.fullmatch(code):
        return say(
            "“{code}” is no school code of the scheme “{scheme}”. Needed: {told}.",
            code=code,
            scheme=scheme.label,
            told=scheme.told,
        )
    for part in structure.parts:
        piece = code[part.first - 1 : part.last]
        if piece not in part.values:
            return say(
                "“{code}” is no school code of the scheme “{scheme}”: “{piece}” (characters {first} to {last}) "
                "is not in its list. Check the code.",
                code=code,
                scheme=scheme.label,
                piece=piece,
                first=part.first,
                last=part.last,
            )
    return None
