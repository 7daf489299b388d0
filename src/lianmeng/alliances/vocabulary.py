"""The words of an alliance: states, grounds and kinds with their labels."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from lianmeng.core.sentences import Sentence, say


class Labelled(StrEnum):
    """A word that is kept in the database and spoken by its label."""

    @property
    def label(self) -> Sentence:
        return _LABELS[type(self)][self.value]


class PartyKind(Labelled):
    SCHOOLS = "schools"
    DISTRICTS = "districts"


class Districts(Labelled):
    """Whether the parties may lie in different districts; paired: if they differ, a district pair must frame them."""

    SAME = "same"
    PAIRED = "paired"
    ANY = "any"


class Share(Labelled):
    """What the parties of a form have in common."""

    BRAND = "brand"
    STAFF = "staff"
    BUDGET = "budget"
    LEGAL_PERSON = "legal_person"
    STANDARDS = "standards"


class State(Labelled):
    """Where an alliance is in its life. Whether it is in effect is asked of `rules.effect`, never read from here."""

    DRAFT = "draft"
    OFFERED = "offered"
    SIGNED = "signed"
    APPROVED = "approved"
    PAUSED = "paused"
    ASSESSMENT = "assessment"
    AWARDED = "awarded"
    CRITICISED = "criticised"
    RECTIFYING = "rectifying"
    ENDING = "ending"
    FAILED_TWICE = "failed_twice"  # its end is open, and nobody lets it go on
    ENDED = "ended"

    @property
    def shape(self) -> Literal["met", "near", "over", "now", "none"]:
        """By which of the shapes of all pages it is shown."""
        if self in (State.APPROVED, State.AWARDED):
            return "met"
        if self in (State.CRITICISED, State.RECTIFYING):
            return "near"
        return "none" if self in (State.DRAFT, State.PAUSED, State.ENDED) else "now"


class Ground(Labelled):
    """Why an alliance ends, or a member leaves it."""

    GOAL_REACHED = "goal_reached"
    HONOUR = "honour"
    AGREEMENT = "agreement"
    FAILED = "failed"
    SERIOUS = "serious"
    MERGED = "merged"
    GROWN_OUT = "grown_out"
    BECAME_CORE = "became_core"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


# On these somebody may propose the end; the others are said of a member, of what never began, or of an award.
PROPOSED = tuple(one for one in Ground if one not in (Ground.WITHDRAWN, Ground.BECAME_CORE, Ground.HONOUR))
# On these a member leaves; closures and mergers come from the register.
LEAVING = (Ground.AGREEMENT, Ground.GROWN_OUT, Ground.FAILED, Ground.SERIOUS)


class Who(Labelled):
    """Who may take a step."""

    PARTY = "party"
    SIGNATORY = "signatory"
    OTHER_PARTY = "other_party"
    PROPOSER = "proposer"
    AUTHORITY = "authority"
    ANY_OF_THEM = "any_of_them"


class Need(Labelled):
    """What a step must bring along."""

    REASON = "reason"
    EVIDENCE = "evidence"
    DEADLINE = "deadline"
    GROUND = "ground"
    NO_INTEREST = "no_interest"
    AUTHORISER = "authoriser"


class Capacity(Labelled):
    """In what capacity somebody signs."""

    REPRESENTATIVE = "representative"
    DELEGATE = "delegate"
    PAPER = "paper"
    ELSEWHERE = "elsewhere"


class HandOverKind(Labelled):
    STAFF = "staff"
    ASSETS = "assets"
    RECORDS = "records"
    PUPIL_PAIRS = "pupil_pairs"


class Verdict(Labelled):
    """What an evaluation may find; what follows from it is an action."""

    EXCELLENT = "excellent"
    MET = "met"
    BELOW = "below"
    SERIOUS = "serious"


class ActivityKind(Labelled):
    JOINT_RESEARCH = "joint_research"
    VISIT = "visit"
    OPEN_LESSON = "open_lesson"
    TRAINING = "training"
    MEETING = "meeting"
    SHARED_COURSE = "shared_course"
    STUDENT_ACTIVITY = "student_activity"


class ActivityState(Labelled):
    RECORDED = "recorded"
    CONFIRMED = "confirmed"
    CONTESTED = "contested"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


# What one side contests another may still confirm.
UNCONFIRMED = (ActivityState.RECORDED, ActivityState.CONTESTED)


class WishKind(Labelled):
    """What a party may ask for once an activity is booked."""

    WITHDRAWAL = "withdrawal"
    CORRECTION = "correction"


class WishState(Labelled):
    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    LAPSED = "lapsed"


# By class, then by word: words of different classes may be spelt alike.
_LABELS: dict[type[Labelled], dict[str, Sentence]] = {
    PartyKind: {PartyKind.SCHOOLS: say("Schools"), PartyKind.DISTRICTS: say("Districts")},
    Districts: {
        Districts.SAME: say("of one district"),
        Districts.PAIRED: say("of one district, or of two districts that are paired"),
        Districts.ANY: say("of any district"),
    },
    Share: {
        Share.BRAND: say("Brand"),
        Share.STAFF: say("Staff"),
        Share.BUDGET: say("Budget"),
        Share.LEGAL_PERSON: say("Legal person"),
        Share.STANDARDS: say("Standards"),
    },
    State: {
        State.DRAFT: say("Draft"),
        State.OFFERED: say("To be signed"),
        State.SIGNED: say("Signed by all"),
        State.APPROVED: say("Approved"),
        State.PAUSED: say("Paused"),
        State.ASSESSMENT: say("Under assessment"),
        State.AWARDED: say("Awarded"),
        State.CRITICISED: say("Criticised"),
        State.RECTIFYING: say("Rectifying"),
        State.ENDING: say("Ending"),
        State.FAILED_TWICE: say("Failed twice, ending"),
        State.ENDED: say("Ended"),
    },
    Ground: {
        Ground.GOAL_REACHED: say("The goal is reached"),
        Ground.HONOUR: say("The goal is reached, with honour"),
        Ground.AGREEMENT: say("By agreement"),
        Ground.FAILED: say("Failed"),
        Ground.SERIOUS: say("Serious breach"),
        Ground.MERGED: say("Merged"),
        Ground.GROWN_OUT: say("Grown out into independence"),
        Ground.BECAME_CORE: say("Became the core of its own"),
        Ground.CLOSED: say("A party was closed"),
        Ground.WITHDRAWN: say("Withdrawn before it began"),
    },
    Who: {
        Who.PARTY: say("a party"),
        Who.SIGNATORY: say("a party's legal representative or dated delegate"),
        Who.OTHER_PARTY: say("a party that did not propose the end"),
        Who.PROPOSER: say("the party that proposed the end"),
        Who.AUTHORITY: say("the education bureau in charge"),
        Who.ANY_OF_THEM: say("a party or the education bureau in charge"),
    },
    Need: {
        Need.REASON: say("a reason"),
        Need.EVIDENCE: say("evidence"),
        Need.DEADLINE: say("a day"),
        Need.GROUND: say("a ground"),
        Need.NO_INTEREST: say("a declaration of no conflict of interest"),
        Need.AUTHORISER: say("the authoriser's name"),
    },
    Capacity: {
        Capacity.REPRESENTATIVE: say("Legal representative"),
        Capacity.DELEGATE: say("Delegate"),
        Capacity.PAPER: say("Stamped paper, scanned"),
        Capacity.ELSEWHERE: say("Stamped paper, kept elsewhere and not scanned"),
    },
    HandOverKind: {
        HandOverKind.STAFF: say("Staff on loan"),
        HandOverKind.ASSETS: say("Assets"),
        HandOverKind.RECORDS: say("Records"),
        HandOverKind.PUPIL_PAIRS: say("Pairs of pupils"),
    },
    Verdict: {
        Verdict.EXCELLENT: say("Excellent"),
        Verdict.MET: say("Target met"),
        Verdict.BELOW: say("Below standard"),
        Verdict.SERIOUS: say("Serious"),
    },
    ActivityKind: {
        ActivityKind.JOINT_RESEARCH: say("Joint research"),
        ActivityKind.VISIT: say("Visit"),
        ActivityKind.OPEN_LESSON: say("Open lesson"),
        ActivityKind.TRAINING: say("Training"),
        ActivityKind.MEETING: say("Meeting"),
        ActivityKind.SHARED_COURSE: say("Shared course"),
        ActivityKind.STUDENT_ACTIVITY: say("Student activity"),
    },
    ActivityState: {
        ActivityState.RECORDED: say("To be confirmed"),
        ActivityState.CONFIRMED: say("Confirmed"),
        ActivityState.CONTESTED: say("Contested"),
        ActivityState.WITHDRAWN: say("Withdrawn"),
        ActivityState.LAPSED: say("Lapsed"),
    },
    WishKind: {
        WishKind.WITHDRAWAL: say("Withdrawal of a booked activity"),
        WishKind.CORRECTION: say("Correction of a booked activity"),
    },
    WishState: {
        WishState.ASKED: say("asked for"),
        WishState.AGREED: say("agreed to"),
        WishState.REFUSED: say("refused"),
        WishState.TAKEN_BACK: say("taken back"),
        WishState.LAPSED: say("lapsed, nobody is left to agree"),
    },
}
