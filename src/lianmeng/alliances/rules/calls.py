"""After each step: whom it asks for the next one, why, and by which button. One table; the others are informed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lianmeng.alliances.vocabulary import State
from lianmeng.core.sentences import Sentence, say


class Whom(StrEnum):
    PARTIES = "parties"
    UNSIGNED = "unsigned"  # the parties that have not signed the latest version
    OTHERS = "others"  # the parties that did not propose the end
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Called:
    """`page` is below the alliance's own; `dated`: it is due by the day that the step set."""

    whom: Whom
    why: Sentence
    verb: Sentence
    page: str = ""
    dated: bool = False
    topic: str = ""


# What pages that list such things by themselves call them.
SIGN, CONFIRM, DECIDE = "sign", "confirm", "decide"
INFORMED = Called(
    Whom.PARTIES, say("You lead a party of it, or the bureau that decides on it."), say("Look at it")
)

_SIGN = Called(
    Whom.UNSIGNED,
    say("A party for which you may sign has not signed yet."),
    say("Read and sign"),
    "sign/",
    topic=SIGN,
)
_REVISE = Called(
    Whom.PARTIES, say("The draft is open again for the parties to change."), say("Open the draft")
)


DECISION_VERB = say("Decide")


def _bureau(why: Sentence, *, dated: bool = False) -> Called:
    return Called(Whom.AUTHORITY, why, DECISION_VERB, dated=dated, topic=DECIDE)


_APPROVE = _bureau(say("All parties have signed; your bureau decides."))
_ASSESS = _bureau(say("Your bureau assesses it."), dated=True)
_RECTIFY = _bureau(say("Your bureau decides what comes next."))
_PUT_RIGHT = (
    Called(Whom.PARTIES, say("Your side puts right what was found."), say("See what was found"), dated=True),
    _bureau(say("Your bureau checks whether it was put right."), dated=True),
)
_ENDING = (
    Called(
        Whom.OTHERS, say("Your side may reply before the bureau decides."), say("Reply"), "step/reply/", True
    ),
    _bureau(say("Your bureau decides when the time to reply is over."), dated=True),
)

NOBODY_THERE = say("The district that is asked has no officer. Give somebody the role, or act in its stead.")
NOBODY_FREE = say(
    "No officer of the district that is asked may decide here. Give somebody the role, or act in its stead."
)
ABOUT_NEXT = frozenset(
    {"amend", "sign_next", "take_back_next", "decline_next", "send_back_next", "approve_next"}
)
# With these nothing is left to sign either; where the end does not come, it is asked for once more.
OVER = frozenset({"renew", "propose_end", "end_with_honour", "fail_again", "end"})
GOES_ON = frozenset({"take_back", "go_on"})

ONES_OWN = frozenset({"reply", "sign", "sign_next"})  # done for one party: the others are still asked
BESIDE = frozenset({"member_left"})  # told to all, and what was asked of the others stays open

# By the code of the step that was taken; a step that is not here tells nobody and closes nothing.
CALLS: dict[str, tuple[Called, ...]] = {
    "revise": (_REVISE,),
    "offer": (_SIGN,),
    "sign": (_SIGN,),
    "sign_last": (_APPROVE,),
    "decline": (_REVISE,),
    "withdraw": (),
    "send_back": (_REVISE,),
    "approve": (),
    "amend": (_SIGN,),
    "sign_next": (_SIGN,),
    "signed_next": (_APPROVE,),
    "take_back_next": (),
    "decline_next": (),
    "send_back_next": (),
    "approve_next": (),
    "pause": (),
    "resume": (),
    "assess": (_ASSESS,),
    "award": (),
    "keep": (),
    "renew": (),
    "criticise": (_RECTIFY,),
    "rectify": _PUT_RIGHT,
    "rectified": (),
    "fail_check": _PUT_RIGHT,
    "fail_again": _ENDING,
    "propose_end": _ENDING,
    "end_with_honour": _ENDING,
    "take_back": (),
    "go_on": (),
    "end": (),
}

# In which states a day is set, and who has something to do by then.
BY_THE_DAY: dict[State, tuple[Called, ...]] = {
    State.ASSESSMENT: (_ASSESS,),
    State.RECTIFYING: _PUT_RIGHT,
    State.ENDING: _ENDING,
    State.FAILED_TWICE: _ENDING,
}
