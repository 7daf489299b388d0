"""What the judge finds wrong."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, with which school, what was found and what it should be (or at most, for a limit)."""

    kind: str
    subject: str
    found: str
    expected: str
