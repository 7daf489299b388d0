"""What the security log tells of."""

from enum import StrEnum

from lianmeng.core.sentences import Sentence, say


class Happening(StrEnum):
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    FAILED = "failed"
    LOCKED = "locked"
    PASSWORD_SET = "password_set"  # nosec B105 # noqa: S105 - a word, not a password
    SECOND_STEP_ON = "second_step_on"
    SECOND_STEP_OFF = "second_step_off"
    SESSIONS_ENDED = "sessions_ended"
    INVITED = "invited"
    CREATED = "created"
    REMOVED = "removed"
    RETURNED = "returned"
    ROLE_GIVEN = "role_given"
    ROLE_ENDED = "role_ended"
    REFUSED = "refused"

    @property
    def label(self) -> Sentence:
        return _LABELS[self]


_LABELS = {
    Happening.SIGNED_IN: say("Signed in"),
    Happening.SIGNED_OUT: say("Signed out"),
    Happening.FAILED: say("Sign-in failed"),
    Happening.LOCKED: say("Locked after too many failures"),
    Happening.PASSWORD_SET: say("Password set"),
    Happening.SECOND_STEP_ON: say("Second step switched on"),
    Happening.SECOND_STEP_OFF: say("Second step switched off"),
    Happening.SESSIONS_ENDED: say("All sessions ended"),
    Happening.INVITED: say("One-time link made"),
    Happening.CREATED: say("Account created"),
    Happening.REMOVED: say("Account closed"),
    Happening.RETURNED: say("Account opened again"),
    Happening.ROLE_GIVEN: say("Role given"),
    Happening.ROLE_ENDED: say("Role ended"),
    Happening.REFUSED: say("Role refused: the power was missing"),
}
