"""An agreement of former times, complete and signed on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from lianmeng.alliances.rules.content import Content
from lianmeng.alliances.rules.form import Form, why_not_leave
from lianmeng.alliances.vocabulary import Ground
from lianmeng.core.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class Agreed:
    """A complete agreement that all parties signed on paper and the bureau approved on its first day.

    `renewed`: what the same parties agreed next, each from the day after the one before; who is no party of the next
    has grown out by then. `ended`: why it ended with the last of these terms; None if it goes on.
    """

    public_id: str
    content: Content
    frame: str = ""  # public id of the district pair
    renewed: tuple[Content, ...] = ()
    ended: Ground | None = None

    @property
    def contents(self) -> tuple[Content, ...]:
        return (self.content, *self.renewed)

    @property
    def grown_out(self) -> dict[str, date]:
        """The parties that are no party of the next agreement, and the day on which that began."""
        return {
            party.party: after.term[0]
            for before, after in pairwise(self.contents)
            for party in before.parties
            if party not in after.parties and after.term
        }


def why_not_renewed(one: Agreed, form: Form) -> Sentence | None:
    """None if the terms follow one another without a gap, between the same parties but for members that grew out."""
    for before, after in pairwise(one.contents):
        stayed = tuple(party for party in before.parties if party in after.parties)
        if after.parties != stayed:
            return say(
                "{title}: a renewal is between those who are parties by then.", title=one.content.title
            )
        if stayed != before.parties and (why := why_not_leave(form, Ground.GROWN_OUT)):
            return why
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
