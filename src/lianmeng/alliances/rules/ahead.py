"""What of an alliance's life is still to come, by the term that was agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lianmeng.alliances.rules.life import BEFORE
from lianmeng.alliances.vocabulary import State
from lianmeng.core.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class Stage:
    """`day` is None where it follows from what others do."""

    label: Sentence
    what: Sentence
    day: date | None = None


def stages_ahead(state: State, term: tuple[date, date] | None, day: date, *, before: int) -> list[Stage]:
    """After where it stands on the day. `before`: so many days before the end of the term one must know how it goes on.

    An assessment may be called on any other day as well; of a term that is over nothing is ahead.
    """
    if state == State.ENDING:
        return [
            Stage(State.ENDED.label, say("Once the hand-over list is complete and the bureau has decided"))
        ]
    if state == State.ENDED or term is None:
        return []
    since, until = term
    to_come = [
        Stage(say("Mid-way assessment"), say("What is behind is put right"), since + (until - since) / 2),
        Stage(say("Final assessment"), say("Against the frozen baseline"), until - timedelta(days=before)),
        Stage(say("End of the term"), say("Renewed, with another partner, or ended"), until),
    ]
    begin = [Stage(say("Comes into effect"), say("Once all have signed and the bureau has approved"), since)]
    return [*(begin if state in BEFORE else ()), *(one for one in to_come if one.day and one.day >= day)]
