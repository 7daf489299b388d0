"""What is booked binds all sides of an activity, so it is changed as it was made: one asks, the others agree."""

from __future__ import annotations

from collections.abc import Collection

from lianmeng.core.sentences import Sentence, say


def why_not_asked(
    own: str, others: Collection[str], *, is_booked: bool, is_asked: bool, reason: str
) -> Sentence | None:
    """None if the party `own` may ask the `others` to withdraw or correct what is booked."""
    problems = (
        (
            not is_booked,
            say("Nothing of this activity is booked; the party that recorded it withdraws it alone."),
        ),
        (not own, say("Only a party for which something of this activity is booked asks for that.")),
        (is_asked, say("Something is asked about this activity already. It is answered first.")),
        (
            not others,
            say("The other side has left the alliance. Ask the education bureau in charge to correct it."),
        ),
        (not reason.strip(), say("Give a reason.")),
    )
    return next((sentence for wrong, sentence in problems if wrong), None)


ANSWERED = say("This was answered or taken back already. Open the page again.")


def why_not_answered(own: str, *, is_open: bool, agrees: bool, reason: str) -> Sentence | None:
    """None if the party `own`, empty if it was not asked, may answer so."""
    problems = (
        (not is_open, ANSWERED),
        (not own, say("It is answered by a leader of the other side.")),
        (not agrees and not reason.strip(), say("Say why not.")),
    )
    return next((sentence for wrong, sentence in problems if wrong), None)


def why_not_taken_back(*, is_own: bool, is_open: bool) -> Sentence | None:
    """None if it may be taken back as if it had not been asked."""
    if not is_own:
        return say("What was asked is taken back by a leader of the side that asked.")
    return None if is_open else ANSWERED
