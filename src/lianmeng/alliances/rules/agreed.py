"""An agreement of former times, complete and signed on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lianmeng.alliances.rules.content import Content
from lianmeng.alliances.vocabulary import Ground
from lianmeng.core.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class Agreed:
    """A complete agreement that all parties signed on paper and the bureau approved on its first day.

    `renewed`: what the same parties agreed next, each from the day after the one before. `ended`: why it ended with
    the last of these terms; None if it goes on.
    """

    public_id: str
    content: Content
    frame: str = ""  # public id of the district pair
    renewed: tuple[Content, ...] = ()
    ended: Ground | None = None

    @property
    def contents(self) -> tuple[Content, ...]:
        return (self.content, *self.renewed)


def why_not_renewed(one: Agreed) -> Sentence | None:
    """None if the terms follow one another without a gap, between the same parties."""
    for before, after in zip(one.contents, one.renewed, strict=False):
        if before.parties != after.parties:
            return say("{title}: a renewal is between the same parties.", title=one.content.title)
        if before.term and after.term and before.term[1] + timedelta(days=1) != after.term[0]:
            return say(
                "{title}: the term from {day} does not follow the one before.",
                title=one.content.title,
                day=after.term[0],
            )
    return None


def whole_term(one: Agreed) -> tuple[date, date]:
    """First and last day of all its terms together. Agreements of former times are complete, so they have terms."""
    first, last = one.content.term, one.contents[-1].term
    assert first is not None
    assert last is not None
    return first[0], last[1]
