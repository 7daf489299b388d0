"""The whole life of an alliance as one table: which step leads from where to where, who takes it, what it must bring.

Nothing changes an alliance's state but a row of `LIFE`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from lianmeng.alliances.vocabulary import Need, State, Who
from lianmeng.core.sentences import Sentence, say

DRAFT, OFFERED, SIGNED, APPROVED = State.DRAFT, State.OFFERED, State.SIGNED, State.APPROVED
PAUSED, ASSESSMENT, AWARDED, CRITICISED = State.PAUSED, State.ASSESSMENT, State.AWARDED, State.CRITICISED
RECTIFYING, ENDING, FAILED_TWICE, ENDED = State.RECTIFYING, State.ENDING, State.FAILED_TWICE, State.ENDED

LIVING = (APPROVED, PAUSED, ASSESSMENT, AWARDED, CRITICISED, RECTIFYING)  # approved, and no end proposed
BEFORE = (DRAFT, OFFERED, SIGNED)
ENDINGS = (ENDING, FAILED_TWICE)  # all may reply and list what is handed over; a second failure can only end
TO_DECIDE = (SIGNED, ASSESSMENT, CRITICISED, RECTIFYING, *ENDINGS)  # these wait for the bureau
OFFICIAL = (Need.NO_INTEREST, Need.AUTHORISER)  # of every decision, even one of no more than a few words
DECISION = (Need.REASON, Need.EVIDENCE, *OFFICIAL)


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of the life: `label` is what was done, `verb` what the button says.

    `bureau`: what it needs besides where the bureau takes it and not a party.
    """

    code: str
    sources: tuple[State, ...]
    target: State | None  # None: the state stays
    who: Who
    needs: tuple[Need, ...]
    verb: Sentence
    label: Sentence
    bureau: tuple[Need, ...] = ()

    def leads_to(self, state: State) -> State:
        return self.target or state

    def is_for_bureau(self, asked: Asked) -> bool:
        """Whether this person takes it for the bureau in charge, not for a party."""
        return self.who == Who.AUTHORITY or (self.who == Who.ANY_OF_THEM and not asked.party)

    def needed(self, asked: Asked) -> tuple[Need, ...]:
        """What this person has to bring."""
        return (*self.needs, *self.bureau) if self.is_for_bureau(asked) else self.needs


P, S, O, A, X = Who.PARTY, Who.SIGNATORY, Who.OTHER_PARTY, Who.AUTHORITY, Who.ANY_OF_THEM  # noqa: E741
R, D, G = Need.REASON, Need.DEADLINE, Need.GROUND

LIFE: tuple[Step, ...] = (
    # code, from, to, who, needs, verb, label, and what the bureau needs besides
    Step("revise", BEFORE, DRAFT, P, (), say("Change the draft"), say("Changed")),
    Step("offer", (DRAFT,), OFFERED, P, (), say("Offer for signature"), say("Offered for signature")),
    Step("sign", (OFFERED,), None, S, (), say("Sign"), say("Signed by one party")),
    Step("sign_last", (OFFERED,), SIGNED, S, (), say("Sign"), say("Signed by all")),
    Step("decline", (OFFERED, SIGNED), DRAFT, P, (R,), say("Decline"), say("Declined")),
    Step("withdraw", BEFORE, ENDED, P, (R,), say("Withdraw"), say("Withdrawn before it began")),
    Step("send_back", (SIGNED,), DRAFT, A, (R, *OFFICIAL), say("Send back"), say("Sent back")),
    Step("approve", (SIGNED,), APPROVED, A, DECISION, say("Approve"), say("Approved")),
    Step("amend", LIVING, None, P, (), say("Propose another agreement"), say("Another agreement proposed")),
    Step("sign_next", LIVING, None, S, (), say("Sign the next agreement"), say("Next agreement signed")),
    Step("take_back_next", LIVING, None, P, (R,), say("Take the next agreement back"),
         say("Next agreement taken back")),  # by the party that proposed it
    Step("decline_next", LIVING, None, P, (R,), say("Decline the next agreement"),
         say("Next agreement declined")),  # by any other party
    Step("send_back_next", LIVING, None, A, (R, *OFFICIAL), say("Send the next agreement back"),
         say("Next agreement sent back")),
    Step("approve_next", LIVING, None, A, DECISION, say("Approve the next"), say("Next agreement approved")),
    Step("member_left", LIVING, None, A, (*DECISION, G), say("Let a member leave"), say("A member left")),
    Step("pause", (APPROVED,), PAUSED, X, (R,), say("Pause"), say("Paused"), OFFICIAL),
    Step("resume", (PAUSED,), APPROVED, X, (R,), say("Resume"), say("Resumed"), OFFICIAL),
    Step("assess", (APPROVED, AWARDED, CRITICISED), ASSESSMENT, A, (D, Need.NO_INTEREST), say("Call the assessment"),
         say("Assessment called")),
    Step("award", (ASSESSMENT,), AWARDED, A, DECISION, say("Award"), say("Awarded")),
    Step("keep", (ASSESSMENT, AWARDED), APPROVED, A, DECISION, say("Let it go on"), say("Target met, goes on")),
    Step("renew", (ASSESSMENT, AWARDED), APPROVED, A, DECISION, say("Renew"), say("Renewed")),
    Step("criticise", (ASSESSMENT,), CRITICISED, A, DECISION, say("Criticise"), say("Criticised")),
    Step("rectify", (ASSESSMENT, CRITICISED), RECTIFYING, A, (*DECISION, D), say("Ask for rectification"),
         say("Rectification asked for")),
    Step("rectified", (RECTIFYING,), APPROVED, A, DECISION, say("Close the rectification"), say("Rectified")),
    Step("fail_check", (RECTIFYING,), RECTIFYING, A, (*DECISION, D), say("Not rectified, once more"),
         say("First check failed")),
    Step("fail_again", (RECTIFYING,), FAILED_TWICE, A, DECISION, say("Not rectified again, end it"),
         say("Second check failed")),
    Step("propose_end", LIVING, ENDING, X, (R, G), say("Propose the end"), say("End proposed"), OFFICIAL),
    Step("end_with_honour", (AWARDED,), ENDING, X, (R,), say("Propose the end with honour"),
         say("End with honour proposed"), OFFICIAL),
    Step("reply", ENDINGS, None, O, (R,), say("Reply"), say("Replied to the proposed end")),
    Step("take_back", (ENDING,), APPROVED, Who.PROPOSER, (R,), say("Take the proposed end back"),
         say("Proposed end taken back")),
    Step("hand_over", ENDINGS, None, X, (), say("Add to the hand-over list"), say("Hand-over listed")),
    Step("go_on", (ENDING,), APPROVED, A, DECISION, say("Let it go on"), say("Goes on after all")),
    Step("end", ENDINGS, ENDED, A, DECISION, say("End it"), say("Ended")),
)  # fmt: skip

STEPS = {step.code: step for step in LIFE}


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a step: whether a party, one that may sign, one that did not propose the end, the
    one that did, or the authority."""

    party: bool = False
    signatory: bool = False
    other_party: bool = False
    proposer: bool = False
    authority: bool = False

    def is_one(self, who: Who) -> bool:
        return {
            Who.PARTY: self.party,
            Who.SIGNATORY: self.signatory,
            Who.OTHER_PARTY: self.other_party,
            Who.PROPOSER: self.proposer,
            Who.AUTHORITY: self.authority,
            Who.ANY_OF_THEM: self.party or self.authority,
        }[who]


def steps_from(state: State, asked: Asked | None = None) -> list[Step]:
    """The rows that begin in a state, in the table's order; only those that one may take, if somebody asks."""
    return [step for step in LIFE if state in step.sources and (asked is None or asked.is_one(step.who))]


def why_not_step(step: Step, state: State, asked: Asked, brought: Collection[Need]) -> Sentence | None:
    """None if the table lets this step be taken from here, by this person, with what was brought."""
    if state not in step.sources:
        return say(
            "“{step}” cannot follow: the alliance is “{state}”. Look at its page again.",
            step=step.verb,
            state=state.label,
        )
    if not asked.is_one(step.who):
        return say("“{step}” is for {who}.", step=step.verb, who=step.who.label)
    for need in step.needed(asked):
        if need not in brought:
            return say("“{step}” needs {need}.", step=step.verb, need=need.label)
    return None


# What usually comes next, for the line of life: the other rows from that state stay possible.
USUALLY_NEXT = {
    DRAFT: "offer",
    OFFERED: "sign",
    SIGNED: "approve",
    APPROVED: "assess",
    PAUSED: "resume",
    ASSESSMENT: "keep",
    AWARDED: "renew",
    CRITICISED: "rectify",
    RECTIFYING: "rectified",
    ENDING: "end",
    FAILED_TWICE: "end",
}


# Where several rows may come next, what is done whichever it is.
_NEXT_VERBS = {
    ASSESSMENT: say("Record the verdict"),
    RECTIFYING: say("Check whether it was put right"),
}


def next_step(state: State) -> Step | None:
    """The row that usually comes next, in the words that suit every row that may."""
    if state not in USUALLY_NEXT:
        return None
    step = STEPS[USUALLY_NEXT[state]]
    return replace(step, verb=_NEXT_VERBS.get(state, step.verb))
